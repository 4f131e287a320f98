"""What a person does on the page of a document."""

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.jobs import Job
from stormdat_core.model.drawn import Step
from stormdat_core.progress import JobContext
from stormdat_core.store import NotStored
from stormdat_core.sweep import drawing, reviewing
from stormdat_core.sweep.deciding import Said
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
        return drawing.draw(parts.store, file, context, limits, size)

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
def undo(parts: Parts, file_id: int) -> Step | None:
    """Undo the last step on a file's page; None when there is none."""
    return parts.store.steps.undo(file_id)


@action("file_id")
def redo(parts: Parts, file_id: int) -> Step | None:
    """Do the step again that was undone last; None when there is none."""
    return parts.store.steps.redo(file_id)
