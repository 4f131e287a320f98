"""Run a sweep: find the files, hand them to the pool, keep each result as it comes.

Runs in a job's thread or in the command line's; judging and writing happen in children. A kill at any
instant leaves whole outputs and every result that was kept; a repeated sweep picks up from there.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core import reports, version
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, load_list
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.errors import Cancelled, StormError, explained
from stormdat_core.model import FileResult, ListSource, Output, Severity, SweepRequest, SweepState
from stormdat_core.model.comments import is_gone
from stormdat_core.plugins import Entry, state
from stormdat_core.plugins.guard import failed
from stormdat_core.progress import JobContext
from stormdat_core.reports.base import DEFAULT_STYLE, CopyStyle, ReportContext
from stormdat_core.reports.coverage import Coverage, by_reason
from stormdat_core.rules import profiles
from stormdat_core.rules.profiles import Profile
from stormdat_core.site.trust import TRUSTING, Trust
from stormdat_core.store import Store
from stormdat_core.sweep import carrying, drawing, revising
from stormdat_core.sweep.check import plugins_used, signatures_of
from stormdat_core.sweep.deciding import with_house
from stormdat_core.sweep.discover import Discovery, Skipped, discover
from stormdat_core.sweep.executor import Executor, Executors, Failure, Outcome, TaskLimits, Work
from stormdat_core.sweep.outputs import OutputPlan, digest
from stormdat_core.sweep.pool import supervised
from stormdat_core.sweep.work import FileDone, FileTask, Setup, do_file, failure, prepare, write_anew

_log = logging.getLogger("stormdat.sweep")
_NAMED = 3
"""Files at work that are named."""


@dataclass(frozen=True, slots=True)
class SweepLimits:
    """Bounds on each file of a sweep."""

    seconds: float = 300.0
    memory_mib: int = 2048
    size_mib: int = 1024


@dataclass(frozen=True, slots=True)
class SweptFile:
    """A file of a sweep: what came of it, its findings counted."""

    result: FileResult
    """Without its findings, acronyms and markings, which are in the library."""
    outputs: tuple[Output, ...]
    levels: Counter[Severity]
    """How many findings there are of each severity."""

    @property
    def findings(self) -> int:
        """Return how many there are."""
        return self.levels.total()


@dataclass(frozen=True, slots=True)
class SweepSummary:
    """What a sweep came to."""

    sweep_id: int
    files: tuple[SweptFile, ...]
    """In the order of the request."""
    skipped: tuple[Skipped, ...]
    undecided: Counter[Severity] = field(default_factory=Counter)
    """How many findings of each severity nobody has decided about, here or earlier."""

    @property
    def failed(self) -> tuple[SweptFile, ...]:
        return tuple(file for file in self.files if file.result.error)

    @property
    def coverage(self) -> Coverage:
        """Return how much of what was given was checked."""
        return Coverage.of(
            (file.result for file in self.files),
            (file.result.name for file in self.files if any(output.error for output in file.outputs)),
            (item.name for item in self.skipped),
        )


Listener = Callable[[int, SweptFile], None]
"""Hears of each file as it is done: its ordinal and what came of it."""


@dataclass(slots=True)
class SweepRunner:
    """Runs one sweep. Make one for each."""

    request: SweepRequest
    store: Store
    limits: SweepLimits = field(default_factory=SweepLimits)
    heard: Listener = lambda _ordinal, _file: None
    style: CopyStyle = DEFAULT_STYLE
    """How annotated copies show findings."""
    trust: Trust = TRUSTING
    """Says whose signature a profile and lists have to bear."""
    executors: Executors = supervised
    """Makes what carries the work out."""
    _done: dict[int, SweptFile] = field(default_factory=dict)
    _left_out: dict[Entry, str] = field(default_factory=dict)
    """What of plug-ins broke off a file, and how."""
    _followed: list[int] = field(default_factory=list)
    """Files with an earlier revision."""
    _repeated: list[FileTask] = field(default_factory=list)

    def run(self, context: JobContext, started: Callable[[int], None] = lambda _: None) -> SweepSummary:
        """Sweep, and return the summary.

        Args:
            context: hears of progress, counted in files; cancels.
            started: hears the sweep's id as soon as it has one.

        Raises:
            BadProfile, BadList, OutputRefused, StormError: before any file is touched.
            Cancelled: after what was finished has been kept.
        """
        profile = profiles.trusted(self.request.profile, self.trust)
        lists = with_house(self.store, (load_list(path, self.trust) for path in self.request.lists))
        plan = self._plan()
        found = discover(self.request.paths)
        sweep_id = self._begin(profile, lists, found.skipped)
        started(sweep_id)
        try:
            self._sweep(
                sweep_id,
                found,
                Setup(
                    profile,
                    lists,
                    self._file_limits(),
                    _context(self.store, self.style.on_form(profile.matrix), found.skipped),
                    state.entries(),
                ),
                plan,
                context,
            )
        except Cancelled:
            self.store.finish_sweep(sweep_id, SweepState.CANCELLED)
            raise
        except BaseException as exc:
            known = explained(exc, "The check")
            self.store.finish_sweep(sweep_id, SweepState.FAILED, str(known), known.hint)
            raise
        self.store.finish_sweep(sweep_id, SweepState.DONE)
        files = tuple(self._done[key] for key in sorted(self._done))
        return SweepSummary(sweep_id, files, found.skipped, self.store.undecided(sweep_id))

    def _plan(self) -> OutputPlan | None:
        if self.request.out is None:
            return None
        plan = OutputPlan(self.request.out, self.request.formats, self.store.written_digest)
        plan.prepare()
        return plan

    def _file_limits(self) -> Limits:
        return Limits(file_bytes=self.limits.size_mib * MIB)

    def _begin(self, profile: Profile, lists: tuple[AcronymList, ...], skipped: tuple[Skipped, ...]) -> int:
        return self.store.start_sweep(
            self.request,
            version(),
            profile.digest(),
            profile=profile.name,
            lists=[ListSource(item.name, item.sha256, len(item.rows)) for item in lists],
            passed_over=[(item.name, item.told) for item in skipped],
        )

    def _sweep(
        self, sweep_id: int, found: Discovery, setup: Setup, plan: OutputPlan | None, context: JobContext
    ) -> None:
        context.progress(0, len(found.files), "Starting")
        tasks: Iterable[FileTask] = self._tasks(found.files, setup, plan)
        count = len(found.files)
        while count:
            executor = self._executor(setup, count)
            look = self._look(executor, context, len(found.files))
            for outcome in executor.run(tasks, look):
                if not self._to_repeat(outcome):
                    self._keep(sweep_id, outcome, setup)
                look()
            tasks = [replace(task, left_out=dict(self._left_out)) for task in self._repeated]
            count = len(self._repeated)
            self._repeated.clear()
        for file_id in self._followed:
            self._place_comments(file_id, context)

    def _place_comments(self, file_id: int, context: JobContext) -> None:
        """Put own comments of an earlier revision where their text stands in a file that was just checked."""
        if not any(map(is_gone, self.store.comments.of(file_id))):
            return
        limits = TaskLimits(self.limits.seconds, self.limits.memory_mib)
        try:
            file = self.store.file(file_id)
            drawing.draw(self.store, file, JobContext(), limits, self._file_limits(), self.executors)
            carrying.place(self.store, file_id)
        except StormError as exc:
            _log.warning("Comments were not placed: %s", type(exc).__name__)  # they stay, and say so
        context.check()

    def _executor(self, setup: Setup, tasks: int) -> Executor[FileTask, FileDone]:
        return self.executors(
            Work(do_file, prepare, (setup,)),
            min(self.request.jobs or os.cpu_count() or 1, max(tasks, 1)),
            TaskLimits(self.limits.seconds, self.limits.memory_mib),
        )

    def _look(
        self, executor: Executor[FileTask, FileDone], context: JobContext, files: int
    ) -> Callable[[], None]:
        """Return what tells of progress when there is any, and raises when the sweep is cancelled."""
        told = (0, "")

        def look() -> None:
            nonlocal told
            context.check()
            now = len(self._done), _at_work(executor.busy)
            if now != told:
                told = now
                context.progress(now[0], files, now[1] or None)

        return look

    def _to_repeat(self, outcome: Outcome[FileTask, FileDone]) -> bool:
        """Return True for a file that a plug-in broke off: it is checked again without that one.

        What broke off is left out of all files that are still to come, or each would wait for its end.
        """
        running = outcome.within
        if outcome.result is not None or running is None or running.entry in outcome.task.left_out:
            return False
        if running.entry not in self._left_out:
            error = failed(running.entry, running.thing, _how(outcome.failure or Failure.ERROR, self.limits))
            self._left_out[running.entry] = str(error)
        self._repeated.append(outcome.task)
        return True

    def _tasks(self, files: tuple[Path, ...], setup: Setup, plan: OutputPlan | None) -> Iterator[FileTask]:
        for ordinal, path in enumerate(files):
            targets: Mapping[str, Path] = plan.targets(path) if plan else {}
            yield FileTask(ordinal, path, targets, self._known(path, setup), dict(self._left_out))

    def _known(self, path: Path, setup: Setup) -> FileResult | None:
        """Return the kept result for the same bytes, profile, lists and version."""
        if not self.request.use_cache:
            return None
        sha256 = digest(path)
        if not sha256:
            return None
        lists = [item.sha256 for item in setup.lists]
        known = self.store.cached_result(sha256, setup.profile.digest(), lists, version(), path=path)
        if known is None or known.plugins != plugins_used():
            return None
        return replace(known, signatures=signatures_of(setup.profile, setup.lists))

    def _refused(self, outcome: Outcome[FileTask, FileDone], setup: Setup) -> FileDone:
        """Write the reports of a file whose child did not answer; they hold no findings."""
        result = _failed(outcome, self.limits, setup)
        # In this process nothing of a plug-in writes: nobody would end it.
        theirs = {word: path for word, path in outcome.task.targets.items() if reports.offer(word).foreign}
        ours = {word: path for word, path in outcome.task.targets.items() if word not in theirs}
        outputs = write_anew(result, ours, setup.context)
        return FileDone(result, (*outputs, *(_unwritten(word, path) for word, path in theirs.items())))

    def _keep(self, sweep_id: int, outcome: Outcome[FileTask, FileDone], setup: Setup) -> None:
        done = outcome.result or self._refused(outcome, setup)
        file_id = self.store.add_result(
            sweep_id,
            done.result,
            outputs={item.format: item.path for item in done.outputs if item.written},
            ordinal=outcome.task.ordinal,
            failures=[failure(item) for item in done.outputs if item.error],
        )
        self.store.note_written(file_id, done.outputs)
        if not done.cached:
            self.store.comments.carry_over(file_id)
        if not done.result.error and revising.follow(self.store, file_id):
            self._followed.append(file_id)
        for each in done.failures:
            state.note(each)
        swept = _counted(done)
        self._done[outcome.task.ordinal] = swept
        self.heard(outcome.task.ordinal, swept)


def _how(failure: Failure, limits: SweepLimits) -> str:
    """Return what a plug-in did to a file; goes on behind its name."""
    return {
        Failure.TIME: f"did not come to an end within {limits.seconds:g} seconds, so it was left out",
        Failure.MEMORY: f"needed more than {limits.memory_mib:,} MiB of memory, so it was left out",
    }.get(failure, "ended the process that checks files, so it was left out")


def _unwritten(word: str, path: Path) -> Output:
    return Output(word, path, error=f"{path.name} was not written, because the file was not checked.")


def _counted(done: FileDone) -> SweptFile:
    """Return what is remembered of a file while the sweep goes on: of thousands no list of anything."""
    levels = Counter(finding.severity for finding in done.result.findings)
    audit = done.result.markings
    told = None if audit is None else replace(audit, rolled=(), slots=(), marks=(), unmarked=(), blocks=())
    light = replace(done.result, findings=(), acronyms=None, markings=told)
    return SweptFile(light, done.outputs, levels)


def _at_work(tasks: Sequence[FileTask]) -> str:
    """Return which files are being checked, in words; nothing for none."""
    names = [task.path.name for task in tasks[:_NAMED]]
    others = len(tasks) - len(names)
    return ", ".join(names) + (f" and {others} more" if others else "")


def _context(store: Store, style: CopyStyle, skipped: Sequence[Skipped]) -> ReportContext:
    decisions = store.decisions.by_fingerprint()
    over = tuple(each.sentence for each in by_reason((item.name, item.told) for item in skipped))
    return ReportContext(version(), datetime.now(UTC), style, passed_over=over, decisions=decisions)


def _failed(outcome: Outcome[FileTask, FileDone], limits: SweepLimits, setup: Setup) -> FileResult:
    """Return the result of a file whose child did not answer: what happened, and what to do."""
    name = outcome.task.path.name
    _log.warning("A file failed: %s %s", outcome.failure, outcome.detail)
    sentence, hint = {
        Failure.TIME: (
            f"{name} took longer than {limits.seconds:g} seconds, so the check was stopped.",
            "Raise the time limit in the settings, or split the document.",
        ),
        Failure.MEMORY: (
            f"{name} needed more than {limits.memory_mib:,} MiB of memory, so the check was stopped.",
            "Raise the memory limit in the settings, or split the document.",
        ),
        Failure.CRASH: (
            f"{name} made the checking process end unexpectedly.",
            "Please report this as a fault.",
        ),
        Failure.ERROR: (
            f"{name} could not be checked because of a mistake in the program ({outcome.detail}).",
            "Please report this as a fault.",
        ),
    }[outcome.failure or Failure.ERROR]
    return FileResult(
        outcome.task.path,
        error=sentence,
        hint=hint,
        profile=setup.profile.name,
        profile_digest=setup.profile.digest(),
        signatures=signatures_of(setup.profile, setup.lists),
    )
