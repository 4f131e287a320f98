"""Write copies and reports of a stored sweep: from what was found then and the original's bytes now.

Runs in a job's thread; reading the originals and writing happen in supervised children. An annotated copy
needs the original: if that has changed since it was swept, the copy is refused and the reports, which need
only what was stored, are written all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core import version
from stormdat_core.model import FileResult, Output
from stormdat_core.plugins import Entry, state
from stormdat_core.progress import JobContext
from stormdat_core.reports.base import DEFAULT_STYLE, CopyStyle, ReportContext
from stormdat_core.reports.coverage import by_reason
from stormdat_core.store import Store, StoredFile
from stormdat_core.sweep.executor import Executors, Failure, Outcome, TaskLimits, Work
from stormdat_core.sweep.outputs import OutputPlan, writers
from stormdat_core.sweep.pool import supervised
from stormdat_core.sweep.work import write_all


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of the sweep and what was written for it, or why not."""

    file_id: int
    name: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    file_id: int
    result: FileResult
    targets: Mapping[str, Path]
    context: ReportContext


def export_sweep(
    store: Store,
    sweep_id: int,
    folder: Path,
    formats: Sequence[str],
    context: JobContext,
    *,
    workers: int = 1,
    limits: TaskLimits | None = None,
    remember: bool = True,
    style: CopyStyle = DEFAULT_STYLE,
    executors: Executors = supervised,
    file_id: int | None = None,
) -> tuple[Exported, ...]:
    """Write the chosen outputs of every checked file of a sweep into `folder`, in the order of the files.

    An output of the same document that the program wrote is replaced, unless this sweep is not the last of
    that document; anything else that is already there stays, and the output is numbered. Of files that could
    not be checked the reports are written.

    Args:
        store: the library.
        sweep_id: a sweep that is in it.
        folder: where to; made when it is missing.
        formats: words of `--format`.
        context: hears of progress, counted in files; cancels.
        workers: children at work at once.
        limits: bounds on each file.
        remember: note in the library what was written; not for copies that are only handed on.
        style: how annotated copies show findings.
        executors: makes what carries the work out, one for the whole export.
        file_id: the one file that is wanted; None for all.

    Raises:
        NotStored: no such sweep.
        StormError: an unknown format.
        OutputRefused: the folder cannot be made.
        Cancelled: what was written until then stays.
    """
    store.sweep(sweep_id)
    over = tuple(each.sentence for each in by_reason(store.passed_over(sweep_id)))
    report = ReportContext(version(), datetime.now(UTC), style, passed_over=over)
    plan = OutputPlan(folder, tuple(formats), store.written_digest)
    plan.prepare()
    reports = any(not writer.formats for writer in writers(tuple(formats)))
    files = [
        file for file in store.files(sweep_id) if (reports or not file.error) and file_id in (None, file.id)
    ]
    context.progress(0, len(files), "Starting")
    done: dict[int, Exported] = {}
    work = Work(_write, _ready, (state.entries(),))
    executor = executors(work, min(workers, max(len(files), 1)), limits or TaskLimits())
    for outcome in executor.run(_tasks(store, files, plan, report), context.check):
        done[outcome.task.file_id] = exported = _exported(outcome)
        if remember:
            _note(store, exported)
        context.progress(len(done), len(files), outcome.task.result.name)
    return tuple(done[file.id] for file in files)


def _tasks(
    store: Store, files: Sequence[StoredFile], plan: OutputPlan, report: ReportContext
) -> Iterator[_Task]:
    decisions = store.decisions.by_fingerprint()
    # One by one as they are taken up: the findings of thousands are never in memory at once.
    for file in files:
        targets = plan.targets(file.path, replace=store.is_newest(file.id))
        served = {
            each.id for each in writers(tuple(targets)) if not each.formats or file.format in each.formats
        }
        wanted = {word: target for word, target in targets.items() if word in served}
        result = store.result(file.id)
        own = {
            each.fingerprint: decisions[each.fingerprint]
            for each in result.findings
            if each.fingerprint in decisions
        }
        yield _Task(file.id, result, wanted, replace(report, decisions=own))


def _exported(outcome: Outcome[_Task, tuple[Output, ...]]) -> Exported:
    task, name = outcome.task, outcome.task.result.name
    if outcome.result is not None:
        return Exported(task.file_id, name, outcome.result)
    why = _WHY[outcome.failure or Failure.ERROR]
    if outcome.within is not None:
        why = f"{why}, in {outcome.within.what}"
    error = f"The outputs of {name} could not be written: {why}."
    hint = "Check the file again, then save the copy."
    lost = tuple(Output(word, target, error=error, hint=hint) for word, target in task.targets.items())
    return Exported(task.file_id, name, lost)


def _note(store: Store, exported: Exported) -> None:
    """Note what was written, so that cleanup and a later visit find it."""
    written = {item.format: item.path for item in exported.outputs if item.written}
    if written:
        before = store.file(exported.file_id).outputs
        store.set_outputs(exported.file_id, {**before, **written})
        store.note_written(exported.file_id, exported.outputs)


_WHY = {
    Failure.TIME: "it took too long",
    Failure.MEMORY: "it needed too much memory",
    Failure.CRASH: "the writing process ended unexpectedly",
    Failure.ERROR: "there is a mistake in the program",
}


def _ready(plugins: tuple[Entry, ...]) -> None:
    """Let in what the process that asks for the outputs has found."""
    state.use(plugins)


def _write(task: _Task) -> tuple[Output, ...]:
    """Write the outputs of one file. Runs in the child process."""
    return write_all(task.result, task.targets, task.context)
