"""What a person chose to record: the form's body, and what is remembered of it for the next time."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from stormdat_core.actions import recordings
from stormdat_core.errors import StormError
from stormdat_core.model.media import RecordingRequest, Region
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.settings import Settings
from webui.requests import Body

Name = Annotated[str, Field(max_length=500)]
_SIDE = Annotated[int, Field(ge=16, le=32_768)]
_CORNER = Annotated[int, Field(ge=-32_768, le=32_768)]


class Part(Body):
    """A part of all screens together, in pixels."""

    left: _CORNER
    top: _CORNER
    width: _SIDE
    height: _SIDE


class Wanted(Body):
    """What to record. A device is named by its id, `default`, or not at all."""

    title: Annotated[str, Field(max_length=200)] = ""
    marking: Annotated[str, Field(max_length=200)] = ""
    picture: Literal["monitor", "region", "none"] = "monitor"
    monitor: Annotated[int, Field(ge=0, le=64)] = 1
    monitor_id: Name = ""
    region: Part | None = None
    frame_rate: Annotated[int, Field(ge=1, le=60)] = 15
    cursor: bool = True
    microphone: Name = "default"
    system: Name = "default"
    live: bool = False
    language: Annotated[str, Field(pattern=r"^[a-z]{0,3}$")] = ""
    """Of the transcript that is written meanwhile; empty means what the settings say."""

    def request(self, folder: Path) -> RecordingRequest:
        """Return what the recorder is asked for.

        Raises:
            StormError: nothing at all was chosen.
        """
        region = self.region if self.picture == "region" else None
        if self.picture == "none" and not (self.microphone or self.system):
            raise StormError("Nothing was chosen to record.", "Choose a picture or a source of sound.")
        return RecordingRequest(
            folder=folder,
            title=" ".join(self.title.split()),
            monitor=self.monitor if self.picture == "monitor" else None,
            monitor_id=self.monitor_id if self.picture == "monitor" else "",
            region=Region(**region.model_dump()) if region else None,
            frame_rate=self.frame_rate,
            cursor=self.cursor,
            microphone=self.microphone or None,
            system=self.system or None,
            marking=" ".join(self.marking.split()),
            live=self.live,
        )


def remembered(paths: AppPaths, settings: Settings) -> Wanted:
    """Return what was chosen last; what the settings say when there is nothing that can be used."""
    try:
        kept = Wanted.model_validate_json(recordings.kept_choices(paths))
    except ValidationError:
        return _by_settings(settings)
    return _heeding_locks(kept, settings)


def check_locks(settings: Settings, wanted: Wanted) -> None:
    """Raise `LockedSetting` when something was chosen that the site has locked to something else."""
    if wanted.picture == "region":
        settings.refuse_locked("record_screen")
    else:
        settings.chosen("record_screen", "none" if wanted.picture == "none" else str(wanted.monitor))
    settings.chosen("record_frame_rate", wanted.frame_rate)
    settings.chosen("record_microphone", wanted.microphone or "none")
    settings.chosen("record_system", wanted.system or "none")


def _heeding_locks(wanted: Wanted, settings: Settings) -> Wanted:
    """Return what was chosen, with what the site has locked since in its place."""
    own = _by_settings(settings)
    fields = {
        "record_screen": ("picture", "monitor", "monitor_id", "region"),
        "record_frame_rate": ("frame_rate",),
        "record_microphone": ("microphone",),
        "record_system": ("system",),
    }
    names = [name for setting, names in fields.items() if settings.locked(setting) for name in names]
    return wanted.model_copy(update={name: getattr(own, name) for name in names})


def _by_settings(settings: Settings) -> Wanted:
    screen, microphone, system = settings.record_screen, settings.record_microphone, settings.record_system
    return Wanted(
        picture="none" if screen == "none" else "monitor",
        monitor=1 if screen == "none" else min(64, int(screen)),
        frame_rate=settings.record_frame_rate,
        microphone="" if microphone == "none" else microphone,
        system="" if system == "none" else system,
    )


def remember(own: Services, wanted: Wanted) -> None:
    """Keep choices for the next time, all but the title."""
    recordings.keep_choices(own, wanted.model_copy(update={"title": ""}).model_dump_json())
