"""The whole loop: speech into the sound server, recorded by our recorder, written down while it is said."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.model.media import RecordingRequest, Role
from stormdat_core.model.transcripts import Speaker, Transcript
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
from stormdat_core.services import Services
from stormdat_core.transcription.live.recordings import LiveRequest
from tests.engines import FLAG, Timed
from tests.rig import needs_display, recorder, until
from tests.sound import SoundServer, needs_sound, sound_server
from tests.speech import SENTENCES, Said, conversation, model_folder, needs_model, word_errors, write_wav

pytestmark = [
    pytest.mark.engine,
    needs_model,
    needs_display,
    needs_sound,
    pytest.mark.xdist_group("recorder"),
]


@pytest.fixture
def sound() -> Iterator[SoundServer]:
    with sound_server() as server:
        yield server


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, sound: SoundServer) -> Iterator[RecorderClient]:
    with recorder(monkeypatch, **sound.variables) as made:
        yield made


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as made:
        yield made


def held(
    client: RecorderClient, services: Services, sound: SoundServer, folder: Path, texts: list[str],
    arrivals: list[float],
) -> tuple[Transcript, list[Said], float]:  # fmt: skip
    """Hold a meeting whose others say `texts`; return its transcript, and when its speech began to play."""
    samples, said = conversation(texts, lead=0.0, seed=11)
    file = write_wav(folder / "others.wav", samples)
    status = client.start(RecordingRequest(folder / "recordings", system="default", live=True))
    assert status.path is not None
    desk = services.transcription
    request = LiveRequest(status.path, status.recording, roles=(Role.SYSTEM,))
    job = desk.start_live(request, str(model_folder()))
    until(lambda: _loaded(services), "the engine follows", 120)
    player, began = sound.play("speakers", file), time.monotonic()
    seen = 0
    while player.poll() is None:
        time.sleep(0.02)
        seen = _note(services, seen, arrivals)
    time.sleep(1.0)
    client.stop()
    while not services.jobs.wait(job.id, 0.05).state.ended:
        seen = _note(services, seen, arrivals)
    _note(services, seen, arrivals)
    result = services.jobs.job(job.id).result
    assert isinstance(result, int), services.jobs.job(job.id)
    return desk.transcripts.get(result), said, began


def _loaded(services: Services) -> bool:
    told = [event for event in services.events.after(0) if event.kind == "live"]
    return any(event.data["heard_ms"] > 0 for event in told)


def _note(services: Services, seen: int, arrivals: list[float]) -> int:
    """Note when segments came, by the events that pages hear."""
    for event in services.events.after(seen):
        seen = event.seq
        if event.topic == "transcripts" and event.kind == "segments":
            arrivals += [time.monotonic()] * event.data["count"]
    return seen


def check(transcript: Transcript, said: list[Said]) -> str:
    heard = " ".join(segment.text for segment in transcript.segments)
    wrong, words = word_errors(" ".join(each.text for each in said), heard)
    assert len(transcript.segments) == len(said)
    assert wrong / words <= 0.1
    assert {segment.speaker for segment in transcript.segments} == {Speaker.OTHERS}
    assert transcript.summary.coverage.share == 1.0
    return f"{len(said)} utterances, {wrong}/{words} words wrong"


def test_what_is_said_is_written_while_it_is_recorded(
    client: RecorderClient, services: Services, sound: SoundServer, tmp_path: Path
) -> None:
    arrivals: list[float] = []
    transcript, said, _ = held(client, services, sound, tmp_path, list(SENTENCES[:3]), arrivals)
    check(transcript, said)
    assert len(arrivals) == len(said)
    media = transcript.summary.media
    assert media.is_file()
    assert list(media.parent.glob("*.s16")) == [], "the finished recording holds the sound"
    assert services.transcription.media(transcript.summary.id) == media


@pytest.mark.soak
def test_thirty_utterances_through_recorder_and_engine(
    client: RecorderClient, services: Services, sound: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    flag = tmp_path / "seconds"
    monkeypatch.setenv(FLAG, str(flag))
    live = services.transcription.live
    worker = live.worker
    live.worker = lambda: _timed(worker())  # only to note the engine's own time
    arrivals: list[float] = []
    texts = [SENTENCES[n % len(SENTENCES)] for n in range(30)]
    transcript, said, began = held(client, services, sound, tmp_path, texts, arrivals)
    complete = check(transcript, said)
    own = [float(line) for line in flag.read_text().split()]
    delays = [at - began - each.end_ms / 1000 for at, each in zip(arrivals, said, strict=True)]
    above = [delay - seconds for delay, seconds in zip(delays, own, strict=True)]
    print(
        f"\n{complete}; engine median {statistics.median(own):.2f} s, text {statistics.median(delays):.2f} s "
        f"after the end of speech, {statistics.median(above):.2f} s above the engine's own time"
    )
    assert statistics.median(above) <= 1.0


def _timed(worker):  # type: ignore[no-untyped-def]
    worker.load = Timed
    return worker
