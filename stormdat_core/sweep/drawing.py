"""Read a document again, for its page: the blocks as they are drawn, made in a supervised child."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.documents.surfaces import surfaces
from stormdat_core.errors import SourceChanged, StormError
from stormdat_core.model import Block, BlockKind, Run
from stormdat_core.model.drawn import DrawnBlock, DrawnPage
from stormdat_core.progress import JobContext
from stormdat_core.store import Store, StoredFile
from stormdat_core.sweep.executor import Executors, Failure, TaskLimits, Work
from stormdat_core.sweep.pool import supervised

_AGAIN = "Check the file again; what was decided is kept."
_WHY = {
    Failure.TIME: "it took too long to read",
    Failure.MEMORY: "it needed too much memory",
    Failure.CRASH: "the reading process ended unexpectedly",
    Failure.ERROR: "there is a mistake in the program",
}


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    sha256: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Drawn:
    blocks: tuple[DrawnBlock, ...] = ()
    pages: tuple[DrawnPage, ...] = ()
    error: str = ""
    hint: str = ""


def draw(
    store: Store,
    file: StoredFile,
    context: JobContext,
    limits: TaskLimits,
    size: Limits,
    executors: Executors = supervised,
) -> int:
    """Keep the blocks of a file of a sweep in the library, for its page, and return how many there are.

    Raises:
        SourceChanged: the file is gone, or is not the one that was checked.
        StormError: it could not be read within the limits.
        NotStored: its sweep was deleted meanwhile.
        Cancelled: nothing was kept.
    """
    executor = executors(Work(_read, _ready), 1, limits)
    for outcome in executor.run([_Task(file.path, file.sha256, size)], context.check):
        if outcome.result is None:
            why = _WHY[outcome.failure or Failure.ERROR]
            raise StormError(f"The text of {file.name} cannot be shown: {why}.", "Open the original.")
        if outcome.result.error:
            raise SourceChanged(outcome.result.error, outcome.result.hint)
        store.blocks.put(file.id, outcome.result.blocks, outcome.result.pages)
    return store.blocks.count(file.id)


def _ready() -> None:
    """Nothing is shared by tasks."""


def _read(task: _Task) -> _Drawn:
    """Read the file. Runs in the child process."""
    try:
        document = documents.read(task.path, task.limits)
    except StormError as exc:
        return _Drawn(error=f"{task.path.name} can no longer be read: {exc}", hint=_AGAIN)
    if document.sha256 != task.sha256:
        return _Drawn(error=f"{task.path.name} has changed since it was checked.", hint=_AGAIN)
    return _Drawn(tuple(map(drawn, document.blocks)), surfaces(document, task.limits))


def drawn(block: Block) -> DrawnBlock:
    """Return a block as its page draws it."""
    where = block.where._replace(block=block.index)
    looks = tuple(_looks(block))
    return DrawnBlock(where, block.role, block.level, block.number, block.text, looks)


def _looks(block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches that have a look; those of neighbouring runs with the same look are one."""
    if block.kind is BlockKind.HIDDEN:
        yield 0, len(block.text), "h"
    at, held = 0, (0, 0, "")
    for run in block.runs:
        end, look = at + len(run.text), _look(run)
        if look == held[2]:
            held = (held[0], end, look)
        else:
            yield from (held,) if held[2] else ()
            held = (at, end, look)
        at = end
    yield from (held,) if held[2] else ()
    yield from ((start, end, "x") for start, end in block.revised if end > start)


def _look(run: Run) -> str:
    style = run.format
    held = (style.bold, style.italic, style.underlined, style.struck, style.hidden, style.caps)
    return "".join(letter for letter, holds in zip("biushc", held, strict=True) if holds)
