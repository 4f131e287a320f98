"""Which monitor is the chosen one after a rearrangement, and how a picture of another size fits the frame."""

import pytest

from stormdat_core.model.media import Region
from stormdat_core.recording.capture.monitors import Seen, same
from stormdat_core.recording.encoding.video import fitted

HERE, THERE = Region(0, 0, 1280, 720), Region(1280, 0, 1280, 720)
SERIAL, OTHER, MODEL = (
    "model=DEL0001&serial=12345",
    "model=DEL0001&serial=777",
    "model=DEL0001&serial=16843009",
)


def monitor(output: str = "", edid: str = "", atom: int = 0, number: int = 1, area: Region = HERE) -> Seen:
    return Seen(number, area, output, edid, output, atom)


@pytest.mark.parametrize(
    ("chosen", "now", "found"),
    [
        pytest.param(monitor("DP-1"), [monitor("DP-2"), monitor("DP-1", number=2)], 2, id="by its output"),
        pytest.param(monitor("DP-1"), [monitor("DP-2")], None, id="another output at its place"),
        pytest.param(monitor("DP-1", SERIAL), [monitor("DP-2", SERIAL)], 1, id="plugged into another socket"),
        pytest.param(monitor("DP-1", SERIAL), [monitor("DP-1", OTHER)], None, id="another one on its socket"),
        pytest.param(monitor("DP-1", MODEL), [monitor("DP-2", MODEL)], None, id="its twin without a number"),
        pytest.param(monitor("DP-1", MODEL), [monitor("DP-1", MODEL)], 1, id="a model without numbers"),
        pytest.param(
            monitor("DP-1"), [monitor("DP-1", OTHER)], None, id="one with EDID instead of one without"
        ),
        pytest.param(monitor(atom=7), [monitor(atom=8), monitor(atom=7, number=2)], 2, id="defined by hand"),
        pytest.param(monitor(atom=7), [monitor("DP-1", atom=7)], None, id="an output of that name"),
        pytest.param(monitor(), [monitor()], 1, id="a system that tells nothing"),
        pytest.param(monitor("DP-1"), [], None, id="none at all"),
    ],
)
def test_a_monitor_is_known_by_what_it_is(chosen: Seen, now: list[Seen], found: int | None) -> None:
    one = same(chosen, now)
    assert (one.number if one else None) == found


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1280, 720), (1280, 720)),
        ((1920, 1080), (1280, 720)),
        ((800, 600), (800, 600)),
        ((720, 1280), (404, 720)),
        ((4096, 1000), (1280, 312)),
        ((16384, 2), (1280, 2)),
    ],
)
def test_a_picture_of_another_size_is_shown_whole(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert fitted(size, (1280, 720)) == shown
