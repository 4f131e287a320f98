"""Copies where the target, the name or the original makes trouble: one sentence, no half file, no harm."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.atomic import PREFIX
from stormdat_core.errors import OutputRefused, SourceChanged
from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext, ReportWriter
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.fixed import FixedWord
from stormdat_core.sweep import check_file
from stormdat_core.sweep.outputs import OutputPlan
from tests.word import heading, paragraph, write_word

CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))
WRITERS = (AnnotatedCopy(), FixedWord())
both = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.id)


def faulty(path: Path, times: int = 1) -> FileResult:
    body = heading("Scope") + paragraph("Two  spaces and the TRR.") * times
    return check_file(write_word(path, body))


@both
@pytest.mark.parametrize("kind", ["missing folder", "a file for a folder", "a full disk"])
def test_a_target_that_cannot_be_written(
    tmp_path: Path, writer: ReportWriter, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = faulty(tmp_path / "d.docx")
    before = result.path.read_bytes()
    folder = {"missing folder": tmp_path / "no", "a file for a folder": tmp_path / "d.docx"}.get(
        kind, tmp_path
    )
    if kind == "a full disk":
        monkeypatch.setattr(
            os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
    with pytest.raises(OutputRefused, match="could not be written") as caught:
        writer.write(result, folder / "copy.docx", CONTEXT)
    assert "Choose another folder, free some space, or close the program" in caught.value.hint
    assert result.path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["d.docx"]


@both
def test_a_target_that_another_program_holds(
    tmp_path: Path, writer: ReportWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, target = faulty(tmp_path / "d.docx"), tmp_path / "copy.docx"
    target.write_bytes(b"open in Word")
    monkeypatch.setattr(
        Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    with pytest.raises(OutputRefused, match=r"copy\.docx could not be written"):
        writer.write(result, target, CONTEXT)
    assert target.read_bytes() == b"open in Word"
    assert not [item for item in tmp_path.iterdir() if item.name.startswith(PREFIX)]


@both
def test_an_original_that_changed_or_went(tmp_path: Path, writer: ReportWriter) -> None:
    result = faulty(tmp_path / "d.docx")
    write_word(result.path, paragraph("otherwise"))
    with pytest.raises(SourceChanged, match="has changed since it was swept") as caught:
        writer.write(result, tmp_path / "copy.docx", CONTEXT)
    assert caught.value.hint == "Sweep the file again, then save the copy."
    result.path.unlink()
    with pytest.raises(SourceChanged, match="can no longer be read"):
        writer.write(result, tmp_path / "copy.docx", CONTEXT)
    assert list(tmp_path.iterdir()) == []


@both
def test_the_longest_names_and_equal_names(tmp_path: Path, writer: ReportWriter) -> None:
    longest = "ä" * 125 + ".docx"
    result = faulty(tmp_path / longest)
    plan = OutputPlan(tmp_path / "out", ("docx", "fixed"))
    plan.prepare()
    first, second = plan.targets(result.path)[writer.id], plan.targets(result.path)[writer.id]
    for target in (first, second):
        writer.write(result, target, CONTEXT)
        assert len(os.fsencode(target.name)) <= 255
        assert documents.read(target).blocks
    assert first != second


@pytest.mark.parametrize(
    ("name", "ending"), [("d.docm", ".docm"), ("d.dotx", ".dotx"), ("d.docx", ".docx"), ("d.odd", ".docx")]
)
def test_copies_keep_the_ending_of_their_original(tmp_path: Path, name: str, ending: str) -> None:
    targets = OutputPlan(tmp_path, ("docx", "fixed", "json")).targets(tmp_path / name)
    assert {word: path.name for word, path in targets.items()} == {
        "docx": f"d.annotated{ending}", "fixed": f"d.fixed{ending}", "json": "d.findings.json",
    }  # fmt: skip


_WRITE = """
import pickle, sys
from pathlib import Path
from tests.core.reports.test_copies_and_targets import CONTEXT, WRITERS
result = pickle.loads(Path(sys.argv[1]).read_bytes())
print("ready", flush=True)
for writer in WRITERS:
    writer.write(result, Path(sys.argv[2]) / f"d{writer.suffix}", CONTEXT)
"""


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_fifty_kills_while_copies_are_written(tmp_path: Path) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k fifty_kills."""
    import pickle

    result, out = faulty(tmp_path / "d.docx", 600), tmp_path / "out"
    out.mkdir()
    given = tmp_path / "result.pickle"
    given.write_bytes(pickle.dumps(result))
    command = [sys.executable, "-c", _WRITE, str(given), str(out)]

    def started() -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    with started() as process:
        begun = time.monotonic()
        assert process.wait() == 0
    whole = time.monotonic() - begun
    instants = random.Random(11)
    complete = [0, 0, 0]
    """Runs that ended with none, one and both copies."""
    for _ in range(50):
        for path in out.iterdir():
            path.unlink()
        with started() as process:
            time.sleep(instants.uniform(0, whole))
            process.send_signal(signal.SIGKILL)
        finals = [path for path in out.iterdir() if not path.name.startswith(PREFIX)]
        complete[len(finals)] += 1
        assert all(documents.read(path).blocks for path in finals)
    print(f"\n{whole:.2f} s of writing; copies left by kills: {complete}")
    assert sum(complete[:2]) >= 25, "most kills came too late to show anything"
    assert result.path.read_bytes()
