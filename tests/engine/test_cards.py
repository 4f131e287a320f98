"""Graphics cards that do not work: the processor does the work, to the same word, and everybody is told."""

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from stormdat_core.cli.main import exit_code
from stormdat_core.model.media import Role
from stormdat_core.model.transcripts import (
    Device,
    DeviceKind,
    LiveStatus,
    Speaker,
    Transcript,
    TranscriptionSettings,
    TranscriptState,
)
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription import desk, file_job
from stormdat_core.transcription.exports import json_export, word
from stormdat_core.transcription.file_job import FileRequest, FileWorker
from stormdat_core.transcription.live import recordings
from stormdat_core.transcription.live.recordings import LiveRequest, LiveWorker
from stormdat_core.transcription.packs.checking import verified
from tests import cards
from tests.recorders import GrowingSpools
from tests.speech import SENTENCES, conversation, model_folder, needs_model, write_model_pack, write_wav

pytestmark = [pytest.mark.engine, needs_model]

CPU, CUDA = DeviceKind.CPU, DeviceKind.CUDA
UNUSABLE = f"The graphics card could not be used ({cards.NO_LIBRARY}), so the processor did the work."
AT_WORK = f"The graphics card failed at work ({cards.NO_LIBRARY}), so the processor did the rest."
FULL = f"The graphics card failed at work ({cards.FULL}), so the processor did the rest."
ENDED = "The engine ended while it used the graphics card, so the processor did the work."
NONE_HERE = (
    "The settings ask for a graphics card, and this computer has none that CUDA can use, "
    "so the processor did the work."
)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    samples, _ = conversation(SENTENCES[:4])
    return write_wav(tmp_path_factory.mktemp("media") / "meeting.wav", samples)


def transcribed(folder: Path, media: Path, device: Device | None = None) -> Transcript:
    with Store.open(AppPaths.below(folder)) as store:
        worker = FileWorker(store.transcripts, folder / "journals", device=device or Device())
        pack = verified(model_folder())
        work = worker.open(FileRequest(media, TranscriptionSettings("en")), pack)
        worker.run(work, pack, JobContext())
        return store.transcripts.get(work.summary.id)


def said(transcript: Transcript) -> list[tuple[int, int, str, tuple[object, ...]]]:
    return [(each.start_ms, each.end_ms, each.text, each.words) for each in transcript.segments]


@pytest.fixture(scope="module")
def by_processor(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Transcript:
    return transcribed(tmp_path_factory.mktemp("processor"), media, Device(CPU))


@pytest.mark.parametrize(
    ("card", "note"),
    [
        pytest.param(
            "load",
            "The graphics card could not be used (CUDA failed with error CUDA driver version is insufficient), "
            "so the processor did the work.",
            id="a driver too old",
        ),
        pytest.param("encode 1", UNUSABLE, id="no library, seen at once"),
        pytest.param("generate 1", UNUSABLE, id="no library for the second half", marks=pytest.mark.soak),
        pytest.param("encode 2", AT_WORK, id="the first stretch"),
        pytest.param("encode 5 memory", FULL, id="full at the last stretch", marks=pytest.mark.soak),
        pytest.param("align 3", AT_WORK, id="after the text of a stretch, before its times"),
        pytest.param("encode 1 abort", ENDED, id="the process ends at once"),
        pytest.param("align 2 abort", ENDED, id="the process ends in the middle", marks=pytest.mark.soak),
    ],
)
def test_the_processor_takes_over_to_the_same_word(
    card: str,
    note: str,
    media: Path,
    by_processor: Transcript,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(cards.CARD, card)
    monkeypatch.setattr(file_job, "serve_file", cards.file_with_card)
    transcript = transcribed(tmp_path, media)
    assert said(transcript) == said(by_processor)
    assert transcript.summary.state is TranscriptState.DONE
    assert transcript.summary.coverage == by_processor.summary.coverage
    assert transcript.summary.device == Device(CPU, note)
    exported = json.loads(json_export.make(transcript))
    assert exported["device"] == {"kind": "cpu", "note": note}
    paragraphs = docx.Document(BytesIO(word.make(transcript))).paragraphs
    assert note in [paragraph.text for paragraph in paragraphs]


@pytest.mark.parametrize(
    ("card", "wanted", "device"),
    [
        pytest.param("works", DeviceKind.AUTO, Device(CUDA), id="a card that works"),
        pytest.param("works", CUDA, Device(CUDA), id="a card that works and is wanted"),
        pytest.param("none", DeviceKind.AUTO, Device(CPU), id="no card, and nobody asked"),
        pytest.param("none", CUDA, Device(CPU, NONE_HERE), id="no card, though wanted"),
        pytest.param("encode 1 abort", CPU, Device(CPU), id="a bad card that is not wanted"),
    ],
)
def test_what_is_wanted_is_tried_and_no_more_is_said_than_needed(
    card: str, wanted: DeviceKind, device: Device, media: Path, by_processor: Transcript, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv(cards.CARD, card)
    monkeypatch.setattr(file_job, "serve_file", cards.file_with_card)
    transcript = transcribed(tmp_path, media, Device(wanted))
    assert said(transcript) == said(by_processor)
    assert transcript.summary.device == device


@pytest.mark.parametrize(
    ("card", "note"), [("encode 2", AT_WORK), pytest.param("encode 3 abort", ENDED, marks=pytest.mark.soak)]
)
def test_a_live_transcript_goes_on_too(
    card: str, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples, said = conversation(SENTENCES[:3])
    spools = GrowingSpools(tmp_path / "meeting.mp4", {Role.MICROPHONE: samples})
    monkeypatch.setenv(cards.CARD, card)
    monkeypatch.setattr(recordings, "serve_live", cards.live_with_card)
    heard: list[LiveStatus] = []
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        live = LiveWorker(FileWorker(store.transcripts, tmp_path / "journals"), heard.append, patience=0.0)
        pack = verified(model_folder())
        request = LiveRequest(
            spools.media, "r1", roles=(Role.MICROPHONE,), settings=TranscriptionSettings("en")
        )
        work = live.open(request, pack)
        spools.start()
        try:
            live.run(work, pack, JobContext())
        finally:
            spools.join()
        transcript = store.transcripts.get(work.summary.id)
    assert len(transcript.segments) == len(said)
    assert {segment.speaker for segment in transcript.segments} == {Speaker.ME}
    assert transcript.summary.device == Device(CPU, note)
    assert any(status.note.endswith(note) for status in heard), "the page hears of it"


@pytest.mark.parametrize(
    ("card", "kind", "note"),
    [("works", "cuda", ""), ("encode 1", "cpu", UNUSABLE), ("encode 3", "cpu", AT_WORK), ("encode 2 abort", "cpu", ENDED)],
)  # fmt: skip
def test_measuring_says_what_it_measured_on(
    card: str, kind: str, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "app"))
    monkeypatch.setenv(cards.CARD, card)
    monkeypatch.setattr(desk, "serve_measure", cards.measure_with_card)
    assert exit_code(["models", "import", str(write_model_pack(tmp_path / "drive"))]) == 0
    capsys.readouterr()
    assert exit_code(["models", "measure", "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["device"], told["device_note"]) == (kind, note)
    assert told["sentence"].endswith(note)
    assert told["seconds"] > 0


def test_the_setting_reaches_the_engine(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "app"))
    monkeypatch.setenv("STORMDAT_DEVICE", "cuda")
    monkeypatch.setenv(cards.CARD, "none")
    monkeypatch.setattr(file_job, "serve_file", cards.file_with_card)
    assert exit_code(["transcribe", str(media), "--model", str(model_folder())]) == 0
    assert NONE_HERE in capsys.readouterr().err
    monkeypatch.setenv("STORMDAT_DEVICE", "tpu")
    assert exit_code(["transcribe", str(media), "--model", str(model_folder())]) == 70
    assert "STORMDAT_DEVICE" in capsys.readouterr().err
