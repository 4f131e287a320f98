"""Speech models: brought, checked, measured, removed. `start_...` work in the background."""

from pathlib import Path

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.jobs import Job
from stormdat_core.model.transcripts import LiveProposal, ModelPack
from stormdat_core.progress import JobContext
from stormdat_core.transcription.desk import MODELS


@action()
def install(parts: Parts, path: Path) -> ModelPack:
    """Install a pack from a folder or zip archive; see `PackLibrary.install` for what it raises."""
    return parts.transcription.packs.install(path)


@action()
def start_install(parts: Parts, path: Path) -> Job:
    """Install a pack from a folder or zip archive; the job's result is its name."""

    def work(context: JobContext) -> str:
        return parts.transcription.packs.install(path, context.check).name

    return parts.jobs.submit(MODELS, f"Install {path.name}", work)


@action("name")
def start_verify(parts: Parts, name: str) -> Job:
    """Compare every byte of a pack with its manifest; the job fails when one differs.

    Raises:
        BadPack: it is not installed.
    """
    parts.transcription.packs.get(name)

    def work(context: JobContext) -> str:
        return parts.transcription.packs.verify(name, context.check).name

    return parts.jobs.submit(MODELS, f"Check {name}", work)


@action("name")
def remove(parts: Parts, name: str) -> None:
    """Remove a pack from the disk; see `PackLibrary.remove` for what it raises."""
    parts.transcription.packs.remove(name)


@action()
def measure(parts: Parts) -> tuple[LiveProposal, ...]:
    """Time every installed pack and return what can be done with each.

    Raises:
        NoPack: none is installed.
    """
    return parts.transcription.measure()


@action()
def start_measure(parts: Parts) -> Job:
    """Time every installed pack; `TranscriptionDesk.proposals` then says what this machine can do live."""

    def work(context: JobContext) -> int:
        return len(parts.transcription.measure(context))

    return parts.jobs.submit(MODELS, "Measure this machine", work)
