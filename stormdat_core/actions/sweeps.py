"""Sweeps: asked for, run, deleted. The one place that says what counts where nothing was chosen."""

from collections.abc import Collection, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from stormdat_core.actions import jobs
from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.actions.style import copy_style
from stormdat_core.jobs import Job
from stormdat_core.model import SweepRequest
from stormdat_core.progress import JobContext
from stormdat_core.reports import Fixes
from stormdat_core.sample import sample_list
from stormdat_core.settings import Settings
from stormdat_core.store import Erasure
from stormdat_core.sweep.runner import SweepLimits, SweepRunner, SweepSummary, SweptFile


def request(
    settings: Settings,
    paths: Iterable[Path],
    *,
    lists: Iterable[Path] = (),
    kept: bool = True,
    profile: str = "",
    out: Path | None = None,
    formats: Iterable[str] = (),
    jobs: int | None = None,
    use_cache: bool = True,
    fixes: str = "",
) -> SweepRequest:
    """Return the request for a sweep; what was not chosen is as the settings say.

    Args:
        settings: of the person.
        paths: files and folders.
        lists: acronym lists for this sweep, the first taking precedence.
        kept: whether the lists that the person keeps for every sweep count too, behind these.
        profile: name or path; the person's own when empty.
        out: folder for outputs; None writes none.
        formats: of the outputs; the person's own when empty.
        jobs: worker processes, 0 for one a processor; the person's own when None.
        use_cache: whether what has not changed is taken from the library.
        fixes: `safe` or `proposed`; the person's own when empty.

    Raises:
        LockedSetting: something was chosen that the site has locked to something else.
    """
    settings.chosen("copy_fixes", fixes)
    return SweepRequest(
        paths=tuple(paths),
        lists=_lists(settings, lists, kept=kept),
        profile=settings.chosen("profile", profile),
        out=out,
        formats=settings.chosen("formats", tuple(formats)),
        jobs=settings.chosen("jobs", jobs),
        use_cache=use_cache,
        fixes=fixes,
    )


def _lists(settings: Settings, lists: Iterable[Path], *, kept: bool) -> tuple[Path, ...]:
    """Return the lists that count, those of the site alone where it has locked them."""
    known = tuple(map(Path, settings.lists))
    if settings.locked("lists"):
        chosen = tuple(lists)
        if set(chosen) - {*known, sample_list()}:
            settings.refuse_locked("lists")
        return tuple(dict.fromkeys([*chosen, *known]))
    return tuple(dict.fromkeys([*lists, *(known if kept else ())]))


def request_again(
    settings: Settings, before: SweepRequest, *, lists: Iterable[Path], profile: str = ""
) -> SweepRequest:
    """Return the request for another sweep of the same files; it writes no outputs.

    Args:
        settings: of the person.
        before: what was asked for the last time.
        lists: acronym lists for this sweep, and no others.
        profile: name or path; that of the last time when empty.

    Raises:
        LockedSetting: something was chosen that the site has locked to something else.
    """
    last = "" if settings.locked("profile") else before.profile
    return replace(
        before, out=None, jobs=settings.jobs, lists=_lists(settings, lists, kept=False),
        profile=settings.chosen("profile", profile or last),
    )  # fmt: skip


@action()
def run(parts: Parts, request: SweepRequest, context: JobContext | None = None) -> SweepSummary:
    """Run a sweep in the calling thread. See `SweepRunner.run` for what it raises."""
    return _runner(parts, request).run(context or JobContext())


@action()
def start(parts: Parts, request: SweepRequest) -> Job:
    """Run a sweep in the background and return its job; the job's result is the sweep's id."""
    count = len(request.paths)
    title = request.paths[0].name if count == 1 else f"{count} files and folders"
    progress = _Progress(parts)

    def work(context: JobContext) -> int:
        runner = _runner(parts, request)
        runner.heard = progress.file
        return runner.run(context, progress.started).sweep_id

    job = parts.jobs.submit("sweep", title, work)
    parts.known_jobs.requests[job.id] = request
    progress.job_id.set_result(job.id)
    return job


@action("sweep_ids")
def delete(parts: Parts, sweep_ids: Collection[int]) -> Erasure:
    """Delete sweeps as `Store.delete_sweeps` does, and what this run remembers of them.

    Raises:
        NotStored: one of them does not exist; none was deleted.
        SweepRunning: one of them is running; none was deleted.
    """
    chosen = tuple(dict.fromkeys(sweep_ids))
    for each in chosen:
        parts.store.sweep(each)
        # Before its downloads go, it must not write more.
        jobs.forget(parts, parts.known_jobs.forget_exports(each))
    erased = parts.store.delete_sweeps(chosen, jobs.needed(parts))
    parts.pictures.forget()
    for each in chosen:
        _forget(parts, each)
    return erased


def job_of(parts: Parts, sweep_id: int) -> Job | None:
    """Return the job that works, or worked, on a sweep; None when it ran elsewhere or long ago."""
    job_id = parts.known_jobs.job_of(sweep_id)
    try:
        return parts.jobs.job(job_id) if job_id else None
    except KeyError:
        return None


@dataclass(slots=True)
class _Progress:
    """Tells what a sweep has done, by ids only: events hold no document text."""

    parts: Parts
    job_id: Future[str] = field(default_factory=Future)
    sweep_id: int = 0

    def started(self, sweep_id: int) -> None:
        job_id = self.job_id.result()
        self.sweep_id = sweep_id
        self.parts.known_jobs.sweeps(job_id, sweep_id)
        self.parts.events.publish("sweeps", "sweep", {"sweep": sweep_id, "job": job_id})

    def file(self, ordinal: int, file: SweptFile) -> None:
        data = {"sweep": self.sweep_id, "ordinal": ordinal, "findings": file.findings}
        self.parts.events.publish("sweeps", "file", {**data, "error": file.result.error})


def _runner(parts: Parts, request: SweepRequest) -> SweepRunner:
    own = parts.settings
    limits = SweepLimits(own.file_seconds, own.file_memory_mib, own.file_size_mib)
    return SweepRunner(
        request, parts.store, limits, style=copy_style(own, _fixes(request)), trust=parts.trust
    )


def _fixes(request: SweepRequest) -> Fixes | None:
    if not request.fixes:
        return None
    return "proposed" if request.fixes == "proposed" else "safe"


def _forget(parts: Parts, sweep_id: int) -> None:
    jobs.forget(parts, parts.known_jobs.forget_sweep(sweep_id))
    parts.events.forget(lambda event: event.topic == "sweeps" and event.data.get("sweep") == sweep_id)
    uploads = parts.paths.uploads
    parts.inbox.forget(lambda path: path.is_relative_to(uploads) and not path.exists())
