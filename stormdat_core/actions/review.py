"""What a person does on the page of a document."""

from collections.abc import Callable, Sequence

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.jobs import Job
from stormdat_core.model.drawn import Part, Step
from stormdat_core.progress import JobContext
from stormdat_core.store import NotStored
from stormdat_core.sweep import carrying, deciding_many, drawing, reviewing
from stormdat_core.sweep.deciding import Said
from stormdat_core.sweep.deciding_many import Outcome
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.reviewing import Remark, Which


@action("file_id")
def draw(parts: Parts, file_id: int) -> Job:
    """Read a file of a sweep again, so that its page can show it.

    Raises:
        NotStored: no such file.
    """
    file, own = parts.store.file(file_id), parts.settings
    limits, size = (
        TaskLimits(own.file_seconds, own.file_memory_mib),
        Limits(file_bytes=own.file_size_mib * MIB),
    )

    def work(context: JobContext) -> int:
        drawn = drawing.draw(parts.store, file, context, limits, size)
        carrying.place(parts.store, file_id)
        return drawn

    job = parts.jobs.submit("draw", f"Reading {file.name}", work)
    parts.known_jobs.exports(job.id, file.sweep_id)
    return job


@action("file_id")
def decide(parts: Parts, file_id: int, which: Which, said: Said) -> Step:
    """Remember what a person says about findings of a file, as one step. See `reviewing.decide`."""
    return reviewing.decide(parts.store, file_id, which, said)


@action("file_id")
def take_back(parts: Parts, file_id: int, which: Which) -> Step | None:
    """Take the decisions about findings of a file back, as one step; None where there are none."""
    targets = parts.store.review.targets(file_id, ids=which.ids)
    return parts.store.steps.clear(file_id, [each.fingerprint for each in targets], "Opened again")


@action("file_id", "block")
def comment(parts: Parts, file_id: int, block: int, stretch: tuple[int, int], said: Remark) -> int:
    """Add a reviewer's comment on a stretch of a block, and return the id of its finding.

    See `reviewing.comment`.
    """
    return reviewing.comment(parts.store, file_id, block, stretch, said)


@action("file_id", "block")
def place_comment(parts: Parts, file_id: int, finding_id: int, block: int, stretch: tuple[int, int]) -> int:
    """Put a reviewer's comment on another stretch, and return the id of its finding. See `reviewing.put`."""
    return reviewing.put(parts.store, file_id, finding_id, block, stretch)


@action("file_id")
def remove_comment(parts: Parts, file_id: int, finding_id: int) -> None:
    """Remove a reviewer's comment of a file.

    Raises:
        NotStored: the file has no such comment.
    """
    if parts.store.file_of(finding_id) != file_id:
        raise NotStored(f"There is no comment {finding_id} in this document.")
    parts.store.comments.remove(finding_id)


@action("file_id")
def undo(parts: Parts, file_id: int, context: JobContext | None = None) -> Step | None:
    """Undo the last step on a file's page; None when there is none."""
    return deciding_many.turn(parts.store, file_id, context or JobContext(), undone=False)


@action("file_id")
def redo(parts: Parts, file_id: int, context: JobContext | None = None) -> Step | None:
    """Do the step again that was undone last; None when there is none."""
    return deciding_many.turn(parts.store, file_id, context or JobContext(), undone=True)


@action("file_id")
def decide_parts(
    parts: Parts, file_id: int, chosen: Sequence[Part], said: Said, context: JobContext | None = None
) -> Outcome:
    """Remember a verdict on what is open of parts of groups, as one step. See `deciding_many.decide`."""
    return deciding_many.decide(parts.store, file_id, chosen, said, context or JobContext())


@action("file_id")
def take_back_parts(
    parts: Parts, file_id: int, chosen: Sequence[Part], context: JobContext | None = None
) -> Outcome:
    """Take the decisions about parts of groups back, as one step."""
    return deciding_many.take_back(parts.store, file_id, chosen, context or JobContext())


@action("file_id")
def begin_deciding(parts: Parts, file_id: int, chosen: Sequence[Part], said: Said | None) -> Job:
    """Decide about very many findings in the background, or with nothing said take decisions back.

    The last note of the job is what was done.

    Raises:
        NotStored: no such file.
    """

    def work(context: JobContext) -> int:
        if said is None:
            found = take_back_parts(parts, file_id, chosen, context)
        else:
            found = decide_parts(parts, file_id, chosen, said, context)
        context.progress(found.done, found.done, note=found.told)
        return found.first

    return _in_background(parts, file_id, work)


@action("file_id", "undone")
def begin_turning(parts: Parts, file_id: int, *, undone: bool) -> Job:
    """Undo a long step in the background, or do it again. The last note of the job is what was done.

    Raises:
        NotStored: no such file.
    """

    def work(context: JobContext) -> None:
        step = (redo if undone else undo)(parts, file_id, context)
        context.progress(1, 1, note=turned_words(step, undone=undone))

    return _in_background(parts, file_id, work)


def turned_words(step: Step | None, *, undone: bool) -> str:
    """Return what was turned, in a sentence: `undone` says that it had been undone and is done again."""
    if step is None:
        return "There is nothing to do again." if undone else "There is nothing to undo."
    were = "1 was" if step.kept == 1 else f"{step.kept:,} were"
    stay = "stays" if step.kept == 1 else "stay"
    rest = f" {were} decided otherwise since then and {stay}." if step.kept else ""
    return f"{'Done again' if undone else 'Undone'}: {step.told}.{rest}"


def _in_background(parts: Parts, file_id: int, work: Callable[[JobContext], object]) -> Job:
    file = parts.store.file(file_id)
    job = parts.jobs.submit(deciding_many.DECIDE, f"Deciding about {file.name}", work)
    parts.known_jobs.exports(job.id, file.sweep_id)
    return job
