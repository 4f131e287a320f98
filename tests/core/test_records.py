import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stormdat_core import records
from stormdat_core.model.media import (
    Gap,
    Marker,
    Monitor,
    RecorderState,
    RecorderStatus,
    Recording,
    RecordingRequest,
    Region,
    Role,
    SoundDevice,
    SourceList,
    SourceStatus,
    Track,
)

RECORDING = Recording(
    "0" * 32, Path("/tmp/a b.mp4"), "Entwurf für Ø", datetime(2026, 11, 20, 14, 2, tzinfo=UTC), 6_000, 10, "ab",
    "SECRET//NOFORN", 2, 4, (Track(Role.SCREEN, "vp9", "Screen 1", 1.5),), (Gap(Role.SYSTEM, 1, 2, "gone"),),
    (Marker(3, "here"),), 90, 1, True,
)  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(RECORDING, id="recording"),
        pytest.param(RecordingRequest(Path("x"), region=Region(1, 2, 3, 4), seconds=2.5), id="request"),
        pytest.param(RecordingRequest(Path(os.fsdecode(b"/tmp/caf\xe9")), monitor=0), id="name outside Unicode"),
        pytest.param(
            SourceList((Monitor(1, "HDMI", Region(0, 0, 9, 9)),), (SoundDevice("m", "M", Role.MICROPHONE),), ("Oh.",)),
            id="sources",
        ),
        pytest.param(
            RecorderStatus(RecorderState.PAUSED, path=Path("p"), sources=(SourceStatus(Role.MIX, "d"),), minutes_left=3.5),
            id="status",
        ),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_went(value: Any) -> None:
    data = records.dump(value)
    assert data.isascii()
    assert records.load(type(value), data) == value


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        pytest.param(RecordingRequest, b'{"folder": "x", "frame_rate": "fast"}', id="text for a number"),
        pytest.param(RecordingRequest, b'{"folder": "x", "frame_rate": true}', id="truth for a number"),
        pytest.param(RecordingRequest, b'{"folder": "x", "evil": 1}', id="unknown name"),
        pytest.param(RecordingRequest, b'{"monitor": 1}', id="incomplete"),
        pytest.param(RecorderStatus, b'{"state": "flying"}', id="unknown state"),
        pytest.param(SourceList, b'{"problems": "one"}', id="text for a list"),
        pytest.param(Recording, b"[]", id="list for a record"),
        pytest.param(Marker, b"null", id="nothing"),
        pytest.param(dict, b'["do"]', id="list for a question"),
        pytest.param(dict, b"{", id="no JSON"),
    ],
)
def test_what_is_something_else_is_refused(kind: type, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"expected|not a|valid|property name"):
        records.load(kind, data)
