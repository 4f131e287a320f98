"""`stormdat record`: screen, microphone and system sound into a file, through the recorder's own process."""

import json
import re
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stormdat_core.errors import StormError
from stormdat_core.events import EventLog
from stormdat_core.model.media import (
    RecorderState,
    RecorderStatus,
    Recording,
    RecordingRequest,
    Region,
    Role,
)
from stormdat_core.paths import app_paths

if TYPE_CHECKING:
    from stormdat_core.recording.client import RecorderClient

_LOOK = 0.25
_REGION = re.compile(r"(-?\d+),(-?\d+),(\d+)x(\d+)")
_ENDED = (RecorderState.DONE, RecorderState.FAILED, RecorderState.IDLE)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the recorder's actions need; no library, so that the recording begins at once."""

    recorder: "RecorderClient"
    events: EventLog = field(default_factory=EventLog)


class _Screen(click.ParamType[str]):
    name = "screen"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if text != "none" and not text.isdecimal():
            self.fail(f"“{text}” is not a screen: name its number, 0 for all together, or none.", param, ctx)
        return text


class _Region(click.ParamType[Region]):
    name = "region"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Region:
        match = _REGION.fullmatch(str(value))
        if match is None:
            self.fail(f"“{value}” is not a region: write LEFT,TOP,WIDTHxHEIGHT.", param, ctx)
        return Region(*map(int, match.groups()))


@click.command(short_help="Record screen, microphone and system sound.")
@click.option("--screen", type=_Screen(), metavar="N|none", help="Number of a screen, 0 for all together.")
@click.option("--region", type=_Region(), metavar="L,T,WxH", help="A part of the screen instead, in pixels.")
@click.option("--mic", metavar="NAME|default|none", help="Microphone.")
@click.option("--system", metavar="NAME|default|none", help="Output whose sound is recorded.")
@click.option(
    "--seconds", type=click.FloatRange(0.1), metavar="S", help="Stop after S seconds; else Ctrl+C stops."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Folder for the file."
)
@click.option("--fps", type=click.IntRange(1, 60), metavar="N", help="Pictures a second.")
@click.option("--no-cursor", is_flag=True, help="Leave the mouse pointer out.")
@click.option("--marking", default="", metavar="TEXT", help="Banner burned in above and below the picture.")
@click.option("--title", default="", metavar="TEXT", help="Title; part of the file's name.")
@click.option("--live", is_flag=True, help="Also keep what a live transcript reads.")
@click.option("--list-sources", is_flag=True, help="Print what can be recorded as JSON, and record nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def record(
    screen: str | None, region: Region | None, mic: str | None, system: str | None, seconds: float | None,
    out: Path | None, fps: int | None, no_cursor: bool, marking: str, title: str, live: bool,
    list_sources: bool, form: str,
) -> int:  # fmt: skip
    """Record screen, microphone and system sound into one file that survives a crash.

    What is not named is taken from the settings. The recording goes on when this command or the window is
    killed; Ctrl+C stops it cleanly.

    Exit code: 0 recorded, 2 it failed (what was recorded is kept), 64 bad usage.
    """
    from stormdat_core import settings
    from stormdat_core.actions import recorder as actions
    from stormdat_core.recording.client import RecorderClient

    paths = app_paths()
    loaded = settings.load(paths)
    own = loaded.settings
    for sentence in loaded.overruled:
        click.echo(f"stormdat: {sentence}", err=True)
    if out and out.absolute() != settings.recordings_folder(own, paths).absolute():
        own.refuse_locked("recordings_folder")
    folder = (out or settings.recordings_folder(own, paths)).absolute()
    recorder = RecorderClient(paths, lambda: folder)
    if region:
        own.refuse_locked("record_screen")
    if list_sources:
        return _list_sources(recorder)
    request = RecordingRequest(
        folder=folder,
        title=title,
        monitor=None if region else _monitor(own.chosen("record_screen", screen)),
        region=region,
        frame_rate=own.chosen("record_frame_rate", fps),
        cursor=not no_cursor,
        microphone=_device(own.chosen("record_microphone", mic)),
        system=_device(own.chosen("record_system", system)),
        marking=marking,
        seconds=seconds,
        live=live,
    )
    request = _without_the_missing(recorder, request, named=(screen, mic, system))
    parts = _Parts(recorder)
    actions.start(parts, request)
    return _print(_until_the_end(parts), form)


def _monitor(text: str) -> int | None:
    return None if text == "none" else int(text)


def _device(text: str) -> str | None:
    return None if text == "none" else text


def _list_sources(recorder: "RecorderClient") -> int:
    from stormdat_core import records

    sources = recorder.sources()
    click.echo(json.dumps(json.loads(records.dump(sources)), ensure_ascii=False, indent=1))
    return 0


def _without_the_missing(
    recorder: "RecorderClient", request: RecordingRequest, named: tuple[str | None, str | None, str | None]
) -> RecordingRequest:
    """Leave out what this machine does not have, if only the settings ask for it; say so."""
    there = recorder.sources()
    roles = {device.role for device in there.sounds}
    screen, mic, system = named
    possible = request
    if screen is None and not there.monitors:
        possible = replace(possible, monitor=None)
    if mic is None and Role.MICROPHONE not in roles:
        possible = replace(possible, microphone=None)
    if system is None and Role.SYSTEM not in roles:
        possible = replace(possible, system=None)
    for problem in there.problems if possible != request else ():
        click.echo(problem, err=True)
    if not (possible.picture or possible.microphone or possible.system):
        raise StormError(
            "There is nothing to record.", " ".join(there.problems) or "Name a screen or a device."
        )
    return possible


def _until_the_end(parts: _Parts) -> RecorderStatus:
    """Show how it goes on until it ends; Ctrl+C ends it cleanly."""
    recorder = parts.recorder
    status = recorder.status()
    told: list[str] = []
    try:
        while status.state not in _ENDED:
            _tell(status, told)
            _show(status)
            time.sleep(_LOOK)
            status = _next(recorder, status)
    except KeyboardInterrupt:
        click.echo("\nStopping.", err=True)
        status = _stopped(parts)
    click.echo(err=True)
    _tell(replace(status, message=""), told)
    return status


def _tell(status: RecorderStatus, told: list[str]) -> None:
    """Print what has happened since the last time: a line each, which stays, also where no person watches."""
    said = [f"{_clock(one.at_ms)} {one.text}" for one in status.events]
    for text in (*said, *((status.message,) if status.message else ())):
        if text not in told:
            told.append(text)
            click.echo(f"\r\x1b[K{text}" if sys.stderr.isatty() else text, err=True)


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02}"


def _next(recorder: "RecorderClient", last: RecorderStatus) -> RecorderStatus:
    """Return the status; that of a recorder which has ended is a failure."""
    status = recorder.status()
    if status.state is not RecorderState.IDLE:
        return status
    kept = last.path is None or last.path.exists()
    what = "What was recorded is kept and can be repaired." if kept else "Its file is gone: nothing was kept."
    sentence = f"The recorder ended unexpectedly. {what}"
    return replace(last, state=RecorderState.FAILED, message=sentence)


def _stopped(parts: _Parts) -> RecorderStatus:
    from stormdat_core.actions import recorder as actions

    recorder = parts.recorder
    status = recorder.status()
    if status.state in (RecorderState.RECORDING, RecorderState.PAUSED):
        actions.stop(parts)
    while (status := recorder.status()).state not in _ENDED:
        time.sleep(_LOOK)
    return status


def _show(status: RecorderStatus) -> None:
    """Draw one line on standard error, over the last one where a person is watching."""
    if not sys.stderr.isatty():
        return
    levels = [f"{one.role} {one.level_db:.0f} dB" for one in status.sources if one.role is not Role.SCREEN]
    parts = [f"{status.state} {_clock(status.elapsed_ms)}", f"{status.size / 1e6:.1f} MB", *levels]
    parts += [one.trouble for one in status.sources if one.trouble]
    click.echo(f"\r\x1b[K{'  '.join(parts)}"[:160], nl=False, err=True)


def _print(status: RecorderStatus, form: str) -> int:
    from stormdat_core import records
    from stormdat_core.recording.files.names import files_of
    from stormdat_core.recording.files.sidecar import read_sidecar

    if status.state is not RecorderState.DONE or status.path is None:
        raise StormError(status.message or "Nothing was recorded.", "")
    recording = read_sidecar(files_of(status.path).sidecar)
    if status.message:
        click.echo(status.message, err=True)
    if form == "json":
        click.echo(json.dumps(json.loads(records.dump(recording)), ensure_ascii=False, indent=1))
    else:
        click.echo(_line(recording))
    return 0


def _line(recording: Recording) -> str:
    gaps = f", {len(recording.gaps)} gaps" if recording.gaps else ""
    return f"{recording.path}\t{recording.duration_ms / 1000:.1f} s\t{recording.size / 1e6:.1f} MB{gaps}"
