"""What a child of the sweep pool does: judge one file and write its outputs. Runs in the child process."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from stormdat_core import reports
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.documents.limits import Limits
from stormdat_core.errors import StormError
from stormdat_core.model import FileResult, Output
from stormdat_core.plugins import Entry, Failure, guarded, state
from stormdat_core.plugins.guard import failed
from stormdat_core.reports.base import NothingToWrite, ReportContext, ReportWriter
from stormdat_core.rules import registry
from stormdat_core.rules.profiles import Profile
from stormdat_core.sweep.check import check_file
from stormdat_core.sweep.outputs import digest, remove_stale, writers


@dataclass(frozen=True, slots=True)
class Setup:
    """What all files of a sweep share."""

    profile: Profile
    lists: tuple[AcronymList, ...]
    limits: Limits
    context: ReportContext
    plugins: tuple[Entry, ...] = ()
    """What other packages offer, found once for all processes; nothing where plug-ins are off."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """One file to judge and what to write for it."""

    ordinal: int
    path: Path
    targets: Mapping[str, Path] = field(default_factory=dict)
    """Where to write, by format."""
    known: FileResult | None = None
    """The result of an earlier sweep of the same bytes, to be used instead of judging again."""
    left_out: Mapping[Entry, str] = field(default_factory=dict)
    """What of plug-ins is not run, and why: it broke off in another file of the sweep."""


@dataclass(frozen=True, slots=True)
class FileDone:
    """A judged file and what became of each output."""

    result: FileResult
    outputs: tuple[Output, ...] = ()
    cached: bool = False
    failures: tuple[Failure, ...] = ()
    """What went wrong with plug-ins in the process that did this, until then."""


_setup: Setup | None = None
"""Set once in each child, before its first task."""


def prepare(setup: Setup) -> None:
    """Keep what all files share, so that a list of 20,000 rows crosses to the child once."""
    global _setup  # noqa: PLW0603 - a child serves one sweep
    _setup = setup
    state.use(setup.plugins)
    registry.DOOR.builtin()  # now, rather than within the time of the first file


def do_file(task: FileTask) -> FileDone:
    """Judge a file and write its outputs; of one that was refused the reports, which say so.

    An output that fails does not take the findings with it.
    """
    if _setup is None:
        raise RuntimeError("prepare() was not called")
    state.leave_out(task.left_out)
    result = _judge(task, _setup)
    outputs = write_anew(result, task.targets, _setup.context)
    return FileDone(result, outputs, cached=task.known is not None, failures=state.failures())


def _judge(task: FileTask, setup: Setup) -> FileResult:
    if task.known is not None:
        return replace(task.known, path=task.path, seconds=0.0)
    return check_file(task.path, setup.profile, setup.lists, setup.limits)


def write_anew(result: FileResult, targets: Mapping[str, Path], context: ReportContext) -> tuple[Output, ...]:
    """Write the outputs of a file as it is now, and remove earlier ones that nothing takes the place of."""
    outputs = write_all(result, targets, context)
    written = {output.format for output in outputs if output.written}
    for word, target in targets.items():
        if word not in written:
            remove_stale(target, result.path)
    return outputs


def write_all(result: FileResult, targets: Mapping[str, Path], context: ReportContext) -> tuple[Output, ...]:
    """Write the outputs of a file, copies first: the reports then say what the copies could not hold or do.

    Args:
        result: the file and its findings.
        targets: where to, by word of `--format`; words that cannot serve the file's format are passed over.
        context: what the outputs say of themselves.
    """
    written: list[Output] = []
    for writer in sorted(writers(tuple(targets)), key=_reports_last):
        if not writer.formats or result.format in writer.formats:
            output = _write_one(writer, result, targets[writer.id], context)
            context = replace(
                context,
                notes=(*context.notes, *_notes(output)),
                failed=(*context.failed, *([failure(output)] if output.error else [])),
            )
            written.append(output)
    return tuple(written)


def _reports_last(writer: ReportWriter) -> bool:
    return not writer.formats


def _notes(output: Output) -> tuple[str, ...]:
    return output.notes if not output.error else (failure(output),)


def failure(output: Output) -> str:
    """Return the sentences that say why an output was not written."""
    return f"{output.error} {output.hint}".strip()


def _write_one(writer: ReportWriter, result: FileResult, target: Path, context: ReportContext) -> Output:
    try:
        notes = _written(writer, result, target, context)
    except NothingToWrite as exc:
        return Output(writer.id, target, notes=exc.notes, skipped=True)
    except StormError as exc:
        return Output(writer.id, target, error=str(exc), hint=exc.hint)
    return Output(writer.id, target, sha256=digest(target), notes=notes)


def _written(
    writer: ReportWriter, result: FileResult, target: Path, context: ReportContext
) -> tuple[str, ...]:
    """Let a writer write, and return what it says about the output. One of a plug-in is not believed.

    Raises:
        StormError: as `ReportWriter.write`; of a plug-in whatever goes wrong, with its package's name.
    """
    offer = reports.offer(writer.id)
    with guarded(offer.entry, writer.id):
        notes = writer.write(result, target, context) or ()
    if offer.foreign and not target.is_file():
        raise failed(offer.entry, writer.id, "wrote nothing")
    if offer.foreign and not _are_sentences(notes):
        raise failed(offer.entry, writer.id, "returned something else than sentences")
    return notes


def _are_sentences(notes: object) -> bool:
    return isinstance(notes, tuple) and all(isinstance(note, str) for note in notes)
