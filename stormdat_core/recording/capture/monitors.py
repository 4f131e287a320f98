"""Which monitors there are, and which of them is the one that was chosen: by what it is, not by where it is.

A monitor keeps its identity while it moves, grows, is switched off and on or is plugged into another socket:
its EDID (maker, model, serial number) when it has a serial number, else EDID and the name of its output, else
the name that RandR has for a monitor that somebody defined. Numbers and places change when another one goes.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

from stormdat_core.model.media import Region

_LINUX = sys.platform.startswith("linux")
_MONITORS = (1, 5)
"""The version of RandR that knows monitors."""
_NO_SERIALS = {"0", "1", str(0x01010101)}
_SIDES = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True)
class Seen:
    """A monitor as the system describes it now."""

    number: int
    area: Region
    label: str = ""
    """What a person calls it; "" when the system has no name."""
    edid: str = ""
    """Maker, model and serial number; equal for two monitors that have no serial number."""
    output: str = ""
    """The socket: "DP-1"."""
    atom: int = 0
    """RandR's own name of the monitor, good as long as the X server runs."""

    @property
    def id(self) -> str:
        """Return what is the same the next time too; "" when there is nothing."""
        return f"{self.output} {self.edid}".strip()

    @property
    def name(self) -> str:
        return self.label or f"Screen {self.number}"


def seen(impl: Any) -> tuple[Seen, ...]:
    """Return the monitors of an mss implementation, numbered from 1 as mss numbers them; empty without RandR.

    Raises:
        ScreenShotError: they are being rearranged at this moment.
    """
    known = list(impl.monitors())[1:]
    atoms = [one[-1] for one in arrangement(impl)[1:]] if _LINUX else []
    if len(atoms) != len(known):
        atoms = [0] * len(known)
    return tuple(_seen(n, one, atom) for n, (one, atom) in enumerate(zip(known, atoms, strict=True), 1))


def arrangement(impl: Any) -> tuple[tuple[int, ...], ...]:
    """Return the size of the whole screen and place, size and name of each monitor: cheap, to see a change.

    Measured: 50 microseconds.
    """
    if not _LINUX:
        return tuple(tuple(int(one[side]) for side in _SIDES) for one in impl.monitors())
    xcb: Any = import_module("mss.linux.xcb")
    root = xcb.get_geometry(impl.conn, impl.root)
    whole = (root.x, root.y, root.width, root.height)
    if (impl._randr_get_version() or (0, 0)) < _MONITORS:
        return (whole,)
    reply = xcb.randr_get_monitors(impl.conn, impl.drawable, 1)
    found = xcb.randr_get_monitors_monitors(reply)
    return (whole, *((one.x, one.y, one.width, one.height, int(one.name.value)) for one in found))


def _seen(number: int, one: Any, atom: int) -> Seen:
    area = Region(*(int(one[side]) for side in _SIDES))
    output, edid = str(one.get("output") or ""), str(one.get("unique_id") or "")
    return Seen(number, area, str(one.get("name") or output), edid, output, atom)


def same(chosen: Seen, now: Sequence[Seen]) -> Seen | None:
    """Return the monitor that was chosen among those that there are now; None when it is not there."""
    return next((one for one in now if _is_same(chosen, one)), None)


def by_id(wanted: str, now: Sequence[Seen]) -> Seen | None:
    """Return the monitor of an id among those that there are now; None when it is not there."""
    output, _, edid = wanted.partition(" ")
    return same(Seen(0, Region(0, 0, 0, 0), edid=edid, output=output), now) if output else None


def _is_same(chosen: Seen, one: Seen) -> bool:
    """Tell whether two descriptions are of one monitor. In doubt they are not: nothing else may be shown."""
    if chosen.edid and _has_serial(chosen.edid):
        return one.edid == chosen.edid
    if chosen.output:
        return (one.output, one.edid) == (chosen.output, chosen.edid)
    if chosen.atom:
        return one.atom == chosen.atom and not one.output
    return one.number == chosen.number


def _has_serial(edid: str) -> bool:
    """Tell whether an EDID names one monitor, not a model: makers fill in 0, 1 or 0x01010101 for none."""
    serial = dict(parse_qsl(edid)).get("serial", "0")
    return serial not in _NO_SERIALS
