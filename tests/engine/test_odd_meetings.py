"""Odd files through the real engine: what could not be heard stands in the audit, and the rest is text."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.transcription.file_job import FileWorker
from stormdat_core.transcription.media.excerpts import decoded, part_of
from tests.core.transcription.test_surveying import mkv, unknown
from tests.engine.test_whole_meetings import rows, transcribed, write, wrong
from tests.speech import RATE, SENTENCES, conversation, needs_model, write_wav

pytestmark = [pytest.mark.engine, needs_model]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[FileWorker]:
    with Store.open(AppPaths.below(tmp_path)) as opened:
        yield FileWorker(opened.transcripts, tmp_path / "journals")


@pytest.mark.parametrize("channels", [1, 2])
def test_a_voice_far_below_the_rest_is_written_down(
    worker: FileWorker, tmp_path: Path, channels: int
) -> None:
    loud, first = conversation(SENTENCES[:3])
    quiet, second = conversation(SENTENCES[3:6], seed=2)
    samples = np.concatenate([loud, np.round(quiet * 10 ** (-56 / 20)).astype(np.int16)])
    path = write_wav(tmp_path / "a.wav", np.stack([samples] * channels, axis=1))
    transcript = transcribed(worker, path)
    assert wrong(transcript, [*first, *second]) <= 0.1
    assert "very quiet for" in transcript.summary.coverage.notes[-1]
    assert transcript.summary.coverage.gaps == ()


@pytest.mark.parametrize("track", [0, 1])
def test_a_track_that_cannot_be_decoded_stands_in_the_audit(
    worker: FileWorker, tmp_path: Path, track: int
) -> None:
    voice, said = rows(SENTENCES[:3])
    path = unknown(mkv(tmp_path / "a.mkv", voice[0], voice[0]), track)
    transcript = transcribed(worker, path)
    assert wrong(transcript, said) <= 0.1
    (lost,) = transcript.summary.coverage.unread
    assert (lost.track, lost.reason.startswith(f"Track {track + 1} was not heard.")) == (track, True)
    worker.audit(transcript.summary.id)
    assert worker.shelf.summary(transcript.summary.id).coverage.unread == (lost,)


def test_links_that_cannot_be_read_are_listed_and_the_others_heard(
    worker: FileWorker, tmp_path: Path
) -> None:
    parts = []
    for number in range(3):
        voice, said = rows(SENTENCES[2 * number : 2 * number + 2], seed=number)
        parts.append(
            (write(tmp_path / f"{number}.ogg", "libopus", [("mono", voice)], 48_000), said, voice.shape[1])
        )
    content = [part.read_bytes() for part, _, _ in parts]
    content[0] = content[0][:26] + b"\x55" * 60 + content[0][86:]
    path = tmp_path / "a.ogg"
    path.write_bytes(b"".join(content))
    transcript = transcribed(worker, path)
    assert wrong(transcript, [*parts[1][1], *parts[2][1]]) <= 0.1
    (lost,) = transcript.summary.coverage.unread
    length = 1000 * parts[0][2] / RATE
    assert (lost.start_ms, lost.end_ms) == (0, pytest.approx(length, abs=100))
    assert transcript.segments[0].start_ms == pytest.approx(length + parts[1][1][0].start_ms, abs=400)


def test_what_differs_later_on_a_second_track_can_be_played(worker: FileWorker, tmp_path: Path) -> None:
    same, said = rows(SENTENCES[:4])
    one, more = rows(SENTENCES[4:6], seed=2)
    other, _ = rows(SENTENCES[6:8], seed=3)
    tracks = [np.concatenate([same[0], each[0]]) for each in (one, other)]
    path = mkv(tmp_path / "a.mkv", *tracks)
    transcript = transcribed(worker, path, tracks=(0,))
    assert wrong(transcript, [*said, *more]) <= 0.1
    unheard = transcript.summary.coverage.unheard
    assert {each.track for each in unheard} == {1}
    assert min(each.start_ms for each in unheard) >= 1000 * len(same[0]) / RATE - 500
    assert len(decoded(part_of(path, (), unheard[0]))) > 20_000
