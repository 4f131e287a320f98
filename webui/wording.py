"""What every template may use: values in words, icons, and text from documents made fit to be shown."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup

from stormdat_core import version
from stormdat_core.errors import StormError
from stormdat_core.model import Colour, Severity
from stormdat_core.model.media import RecorderState
from stormdat_core.reports.colours import SHADES, kind
from stormdat_core.reports.text import visible
from stormdat_core.rules.registry import title
from webui.accepts import accepted
from webui.context import context

ON_AIR = {
    RecorderState.RECORDING: "Recording",
    RecorderState.PAUSED: "Paused",
    RecorderState.STOPPING: "Finishing",
    RecorderState.FINALISING: "Finishing",
}
"""What the sidebar says of the recorder, on every page."""
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_MINUTE, _HOUR = 60, 3600


def install(app: Flask) -> None:
    """Give the templates of `app` their filters and globals."""
    app.jinja_env.filters.update(
        number=number,
        size=size,
        moment=moment,
        duration=duration,
        plural=plural,
        clock=clock,
        title_of=title,
        kind_of=kind,
    )
    app.before_request(_note_events)
    app.context_processor(_common)


def _note_events() -> None:
    """Note what has happened before a view looks at anything: a page hears of all that came later.

    Noted when the page is written, it would leave out what happened while the view was looking.
    """
    g.last_event = context().services.events.last


def shown(value: object) -> object:
    """Return what a template is about to print, without characters that act unseen or break the encoding."""
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def number(value: int) -> str:
    """Return 12,345."""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 file", "3 files"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """Return bytes in the unit that suits them: 512 bytes, 1.5 MiB."""
    value, unit = float(count), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{count:,} bytes" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def moment(value: datetime | None) -> str:
    """Return a time on this machine's clock: today 14:05, 3 Mar 2026 14:05."""
    if value is None:
        return ""
    local = value.astimezone()
    today = datetime.now(UTC).astimezone().date()
    if local.date() == today:
        return f"today {local:%H:%M}"
    return f"{local.day} {local:%b %Y %H:%M}"


def duration(seconds: float) -> str:
    """Return 0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def clock(milliseconds: int) -> str:
    """Return a place in a recording: 0:07, 12:03, 1:02:03."""
    minutes, seconds = divmod(milliseconds // 1000, _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _common() -> dict[str, Any]:
    """Return what every page needs. It must not touch the library, or its failure could not be shown."""
    own = context()
    return {
        "appearance": own.services.settings,
        "colours": tuple(Colour),
        "features": [offer.item for offer in own.features if offer.item.endpoint],
        "here": (request.blueprint or ""),
        "on_air": _on_air(),
        "last_event": g.get("last_event", 0),
        "accepts": accepted(),
        "native": own.shell.native,
        "severities": tuple(reversed(Severity)),
        "shades": SHADES,
        "version": version(),
    }


def _on_air() -> str:
    """Return what the recorder does, in words; a recorder that does not answer is no failure of a page."""
    try:
        return ON_AIR.get(context().services.recorder.status().state, "")
    except StormError:
        return ""
