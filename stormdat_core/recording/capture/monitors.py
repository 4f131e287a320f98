"""Which monitors there are, and which of them is the one that was chosen: by what it is, not by where it is.

A monitor keeps its identity while it moves, grows, is switched off and on or is plugged into another socket:
its EDID (maker, model, serial number) when it has a serial number, else EDID and the name of its output, else
the name that RandR has for a monitor that somebody defined. Numbers and places change when another one goes.
"""

import sys
from collections.abc import Callable, Sequence
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
    atoms = [one[-1] for one in _places(impl)] if _LINUX and _has_monitors(impl) else []
    if len(atoms) != len(known):
        atoms = [0] * len(known)
    return tuple(_seen(n, one, atom) for n, (one, atom) in enumerate(zip(known, atoms, strict=True), 1))


Arrangement = tuple[tuple[int, ...], ...]
"""Place, size and name of what is recorded; differs when any of it does."""


def watch(impl: Any, *, whole: bool) -> Callable[[], Arrangement]:
    """Return what tells the arrangement now. It is asked for after each picture, so it is one question only.

    Args:
        impl: of an mss instance; under X11 its connection is used.
        whole: the size of all screens together is wanted, not the monitors.
    """
    if not _LINUX:
        return lambda: tuple(tuple(int(one[side]) for side in _SIDES) for one in impl.monitors())
    if whole or not _has_monitors(impl):
        return lambda: (_size(impl),)
    return lambda: _places(impl)


def _has_monitors(impl: Any) -> bool:
    return (impl._randr_get_version() or (0, 0)) >= _MONITORS


def _size(impl: Any) -> tuple[int, ...]:
    root = import_module("mss.linux.xcb").get_geometry(impl.conn, impl.root)
    return root.x, root.y, root.width, root.height


def _places(impl: Any) -> Arrangement:
    xcb: Any = import_module("mss.linux.xcb")
    found = xcb.randr_get_monitors_monitors(xcb.randr_get_monitors(impl.conn, impl.drawable, 1))
    return tuple((one.x, one.y, one.width, one.height, int(one.name.value)) for one in found)


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
