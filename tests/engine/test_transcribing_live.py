"""Live text: follows a recording's spools while they grow, in real time, and loses nothing when it is slow."""

import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from stormdat_core.model.media import Role
from stormdat_core.model.transcripts import LiveStatus, Speaker, Transcript, TranscriptState
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription.file_job import FileWorker
from stormdat_core.transcription.live.recordings import LiveRequest, LiveWorker
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.recognition.recognition import load_recogniser
from tests.engines import FLAG, Slow, Timed
from tests.recorders import GrowingSpools
from tests.speech import SENTENCES, Said, conversation, model_folder, needs_model, word_errors

pytestmark = [pytest.mark.engine, needs_model]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path)) as opened:
        yield opened


@dataclass
class Meeting:
    """A live transcript and what was noted while it was written."""

    folder: Path
    worker: LiveWorker
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    """When each segment was in the library, on the monotonic clock, and its id."""
    statuses: list[LiveStatus] = field(default_factory=list)

    def hold(self, spools: GrowingSpools, roles: tuple[Role, ...]) -> Transcript:
        self.worker.files.arrived = self._arrived
        self.worker.listen = self.statuses.append
        pack = verified(model_folder())
        work = self.worker.open(LiveRequest(spools.media, "0" * 32, roles=roles), pack)
        done = threading.Thread(target=self.worker.run, args=(work, pack, JobContext()))
        done.start()
        self._wait_for_the_engine()
        spools.start()
        spools.join()
        done.join(600)
        assert not done.is_alive()
        return self.worker.files.shelf.get(work.summary.id)

    def _wait_for_the_engine(self) -> None:
        deadline = time.monotonic() + 60
        while not self.statuses and time.monotonic() < deadline:
            time.sleep(0.05)

    def _arrived(self, _: int, ids: tuple[int, ...]) -> None:
        self.arrivals += [(time.monotonic(), each) for each in ids]


@pytest.fixture
def meeting(store: Store, tmp_path: Path) -> Meeting:
    return Meeting(tmp_path, LiveWorker(FileWorker(store.transcripts, tmp_path / "journals"), patience=0))


def heard_by(transcript: Transcript, speaker: Speaker) -> str:
    return " ".join(segment.text for segment in transcript.segments if segment.speaker is speaker)


def said_as(said: list[Said]) -> str:
    return " ".join(each.text for each in said)


def test_two_people_are_written_down_while_they_speak(meeting: Meeting, tmp_path: Path) -> None:
    mine, my_words = conversation(SENTENCES[:3], seed=5)
    theirs, their_words = conversation(SENTENCES[3:6], seed=6, lead=1.5)
    sounds = {Role.MICROPHONE: mine, Role.SYSTEM: theirs}
    spools = GrowingSpools(tmp_path / "m.mp4", sounds, pace=1.5)
    transcript = meeting.hold(spools, (Role.MICROPHONE, Role.SYSTEM))
    for speaker, said in ((Speaker.ME, my_words), (Speaker.OTHERS, their_words)):
        assert len([s for s in transcript.segments if s.speaker is speaker]) == len(said)
        wrong, words = word_errors(said_as(said), heard_by(transcript, speaker))
        assert wrong / words <= 0.1
    assert transcript.summary.state is TranscriptState.DONE
    assert transcript.summary.live
    assert transcript.summary.coverage.gaps == ()
    assert min(at for at, _ in meeting.arrivals) < spools.began + len(mine) / 22_050 / 1.5
    assert meeting.statuses[-1].ended
    assert len(list(tmp_path.glob("m.*.s16"))) == 2, "the recording is not a finished file yet"


def test_an_engine_that_was_killed_goes_on(meeting: Meeting, tmp_path: Path) -> None:
    import psutil

    (tmp_path / "m.recording.json").write_text("{}")
    samples, said = conversation(SENTENCES[:4], seed=8)
    spools = GrowingSpools(tmp_path / "m.mp4", {Role.SYSTEM: samples}, pace=2)
    killed: list[int] = []

    def kill(_: int, __: tuple[int, ...]) -> None:
        if not killed:
            alive = [p for p in psutil.Process().children() if p.status() != psutil.STATUS_ZOMBIE]
            engines = [p for p in alive if "spawn_main" in " ".join(p.cmdline())]
            killed.extend(p.pid for p in engines)
            for process in engines:
                process.kill()

    noted = meeting._arrived
    meeting._arrived = lambda number, ids: (noted(number, ids), kill(number, ids))  # type: ignore[method-assign,assignment,func-returns-value]
    transcript = meeting.hold(spools, (Role.SYSTEM,))
    assert killed
    assert list(tmp_path.glob("m.*.s16")) == [], "the finished recording holds the same sound"
    assert len(transcript.segments) == len(said)
    wrong, words = word_errors(said_as(said), heard_by(transcript, Speaker.OTHERS))
    assert wrong / words <= 0.1


@pytest.mark.soak
def test_thirty_utterances_come_within_a_second_of_the_engines_own_time(
    meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    flag = tmp_path / "seconds"
    monkeypatch.setenv(FLAG, str(flag))
    meeting.worker.files.load = Timed
    samples, said = conversation([SENTENCES[n % len(SENTENCES)] for n in range(30)], seed=9)
    spools = GrowingSpools(tmp_path / "m.mp4", {Role.SYSTEM: samples})
    transcript = meeting.hold(spools, (Role.SYSTEM,))
    wrong, words = word_errors(said_as(said), heard_by(transcript, Speaker.OTHERS))
    own = [float(line) for line in flag.read_text().split()]
    delays = [
        at - (spools.began + each.end_ms / 1000) for (at, _), each in zip(meeting.arrivals, said, strict=True)
    ]
    above = [delay - seconds for delay, seconds in zip(delays, own, strict=True)]
    print(
        f"\n30 utterances: {wrong}/{words} words wrong, engine median {statistics.median(own):.2f} s, delay median "
        f"{statistics.median(delays):.2f} s, above the engine {statistics.median(above):.2f} s, most {max(above):.2f} s"
    )
    assert len(transcript.segments) == 30
    assert wrong / words <= 0.1
    assert statistics.median(above) <= 1.0


@pytest.mark.soak
def test_an_engine_at_half_the_pace_of_speech_loses_nothing(meeting: Meeting, tmp_path: Path) -> None:
    meeting.worker.files.load = Slow
    samples, said = conversation([SENTENCES[n % len(SENTENCES)] for n in range(24)], gap=(0.6, 0.8), seed=10)
    spools = GrowingSpools(tmp_path / "m.mp4", {Role.SYSTEM: samples})
    transcript = meeting.hold(spools, (Role.SYSTEM,))
    lags = [status.lag_ms for status in meeting.statuses]
    wrong, words = word_errors(said_as(said), heard_by(transcript, Speaker.OTHERS))
    steps = sorted({status.step for status in meeting.statuses})
    after = meeting.arrivals[-1][0] - spools.began - len(samples) / 22_050
    print(
        f"\n{len(samples) / 22_050:.0f} s of speech, engine at twice its length: {wrong}/{words} words wrong, lag up to "
        f"{max(lags) / 1000:.0f} s, steps {steps}, drained {after:.0f} s after the end"
    )
    assert len(transcript.segments) == len(said)
    assert wrong / words <= 0.1
    assert max(lags) > 20_000
    assert any("behind" in status.note and "Nothing is lost" in status.note for status in meeting.statuses)
    assert any(status.draining for status in meeting.statuses)
    assert transcript.summary.coverage.gaps == ()
    assert load_recogniser is not Slow
