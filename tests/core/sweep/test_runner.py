"""Whole sweeps: outputs, the library, bad files beside good ones, and a kill at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.actions import sweeps
from stormdat_core.errors import BadList, BadProfile, DiskFull, OutputRefused, StormError
from stormdat_core.model import SweepRequest, SweepState
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext, Progress
from stormdat_core.services import Services
from stormdat_core.sweep.runner import SweepRunner, SweptFile
from tests.core.rules.test_classic_profile import write_list
from tests.word import heading, paragraph, write_word

FAULTY = heading("Scope") + paragraph("Two  spaces and the TRR.")


@pytest.fixture
def services(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Services(AppPaths.below(tmp_path / "data")) as made:
        yield made


def request(*paths: Path, **options: object) -> SweepRequest:
    return SweepRequest(paths, jobs=2, **options)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_a_sweep_writes_every_output_and_keeps_the_findings(tmp_path: Path, services: Services) -> None:
    source = write_word(tmp_path / "report.docx", FAULTY)
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    out = tmp_path / "out"
    summary = sweeps.run(services, request(source, lists=(write_list(tmp_path / "l.xlsx"),), out=out))
    assert names(out) == [
        "report.annotated.docx", "report.findings.html", "report.findings.json", "report.findings.xlsx",
    ]  # fmt: skip
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
    assert services.store.sweep(summary.sweep_id).state is SweepState.DONE
    (stored,) = services.store.files(summary.sweep_id)
    kept = services.store.result(stored.id)
    remembered = summary.files[0].result
    assert replace(kept, findings=(), acronyms=None, markings=remembered.markings) == remembered
    assert (remembered.unmarked, remembered.markings and remembered.markings.slots) == (kept.unmarked, ())
    assert summary.files[0].levels == Counter(each.severity for each in kept.findings)
    assert summary.undecided == summary.files[0].levels
    assert json.loads((out / "report.findings.json").read_text("utf-8"))["checked"] is True


def test_bad_files_are_reported_and_the_others_done(tmp_path: Path, services: Services) -> None:
    good = write_word(tmp_path / "good.docx", FAULTY)
    (tmp_path / "empty.docx").write_bytes(b"")
    (tmp_path / "pdf.docx").write_bytes(b"%PDF-1.4")
    out = tmp_path / "out"
    summary = sweeps.run(services, request(tmp_path / "empty.docx", good, tmp_path / "pdf.docx", out=out))
    errors = [file.result.error for file in summary.files]
    assert ["is empty" in errors[0], errors[1], "is a PDF" in errors[2]] == [True, "", True]
    assert [name for name in names(out) if "annotated" in name] == ["good.annotated.docx"]
    refused = json.loads((out / "empty.findings.json").read_text("utf-8"))
    assert (refused["checked"], refused["findings"], "is empty" in refused["error"]["message"]) == (
        False, None, True,
    )  # fmt: skip
    assert len(summary.failed) == 2


def test_equal_stems_are_numbered(tmp_path: Path, services: Services) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_word(tmp_path / folder / "report.docx", FAULTY)
    out = tmp_path / "out"
    sweeps.run(services, request(tmp_path / "a", tmp_path / "b", out=out, formats=("docx", "json")))
    assert names(out) == [
        "report (2).annotated.docx", "report (2).findings.json", "report.annotated.docx", "report.findings.json",
    ]  # fmt: skip


def test_our_own_last_output_is_replaced_and_what_a_person_changed_is_not(
    tmp_path: Path, services: Services
) -> None:
    source = write_word(tmp_path / "r.docx", FAULTY)
    out = tmp_path / "out"
    ask = request(source, out=out, formats=("html", "json"))
    sweeps.run(services, ask)
    sweeps.run(services, ask)
    assert names(out) == ["r.findings.html", "r.findings.json"]
    (out / "r.findings.html").write_text("my notes")
    sweeps.run(services, ask)
    assert names(out) == ["r (2).findings.html", "r.findings.html", "r.findings.json"]
    assert (out / "r.findings.html").read_text() == "my notes"


def test_unchanged_files_are_not_judged_again(tmp_path: Path, services: Services) -> None:
    source = write_word(tmp_path / "r.docx", FAULTY)
    first = sweeps.run(services, request(source)).files[0].result
    again = sweeps.run(services, request(source)).files[0].result
    assert (again.findings, again.seconds) == (first.findings, 0.0)
    anew = sweeps.run(services, request(source, use_cache=False)).files[0].result
    assert anew.seconds > 0
    write_word(source, paragraph("changed"))
    assert sweeps.run(services, request(source)).files[0].result.sha256 != first.sha256


def test_progress_counts_files(tmp_path: Path, services: Services) -> None:
    paths = [write_word(tmp_path / f"{n}.docx", FAULTY) for n in range(5)]
    heard: list[Progress] = []
    sweeps.run(services, request(*paths), JobContext(heard.append))
    assert (heard[-1].done, heard[-1].total) == (5, 5)


def test_the_file_that_is_being_checked_is_named(tmp_path: Path, services: Services) -> None:
    slow = write_word(tmp_path / "slow.docx", paragraph("The TRR and a word. ") * 20_000)
    heard: list[Progress] = []
    sweeps.run(services, request(slow), JobContext(heard.append))
    assert any(now.done == 0 and now.note == "slow.docx" for now in heard)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"profile": "no-such"}, BadProfile),
        ({"lists": (Path("no-such.xlsx"),)}, BadList),
        ({"out": Path("/dev/null/x")}, OutputRefused),
        ({"out": Path("o"), "formats": ("docx", "tiff")}, StormError),
    ],
)
def test_a_mistake_in_the_request_is_told_before_any_file(
    tmp_path: Path, services: Services, options: dict[str, object], error: type[StormError]
) -> None:
    source = write_word(tmp_path / "r.docx", FAULTY)
    with pytest.raises(error):
        sweeps.run(services, request(source, **options))


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (DiskFull("The disk is full."), "The disk is full."),
        (ValueError("secret words"), "The check stopped because of a mistake in the program."),
    ],
)
def test_why_a_sweep_could_not_go_on_is_kept(
    tmp_path: Path, services: Services, raised: Exception, told: str
) -> None:
    def fail(ordinal: int, file: SweptFile) -> None:
        raise raised

    source = write_word(tmp_path / "r.docx", FAULTY)
    with pytest.raises(type(raised)):
        SweepRunner(request(source), services.store, heard=fail).run(JobContext())
    (sweep,) = services.store.sweeps().items
    assert (sweep.state, sweep.error) == (SweepState.FAILED, told)


def test_a_time_limit_is_that_files_error(tmp_path: Path) -> None:
    slow = write_word(tmp_path / "slow.docx", paragraph("The TRR and a word. ") * 400_000)
    quick = write_word(tmp_path / "quick.docx", FAULTY)
    paths = AppPaths.below(tmp_path / "data")
    paths.config.mkdir(parents=True)
    paths.settings.write_text("file-seconds = 3\n")
    with Services(paths) as services:
        summary = sweeps.run(services, request(slow, quick))
    assert "took longer than 3 seconds" in summary.files[0].result.error
    assert not summary.files[1].result.error


def is_whole(path: Path) -> bool:
    if path.suffix == ".json":
        return bool(json.loads(path.read_text("utf-8")))
    if path.suffix == ".html":
        return path.read_text("utf-8").rstrip().endswith("</html>")
    return zipfile.ZipFile(path).testzip() is None


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize(
    "fraction", [pytest.param(0.25, marks=pytest.mark.soak), 0.5, pytest.param(0.75, marks=pytest.mark.soak)]
)
def test_a_killed_sweep_leaves_whole_outputs_and_is_repeated(tmp_path: Path, fraction: float) -> None:
    """The long series is `tests/bench/test_kill_series.py`."""
    source = tmp_path / "in"
    source.mkdir()
    for number in range(12):
        write_word(source / f"r{number:02}.docx", FAULTY * 20)
    environment = {**os.environ, "STORMDAT_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "desktop", "sweep", str(source), "--out", str(tmp_path / "out"), "-q"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    wanted = int(48 * fraction)
    deadline = time.monotonic() + 60
    while (
        len(list((tmp_path / "out").glob("r*"))) < wanted
        and process.poll() is None
        and time.monotonic() < deadline
    ):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    written = [path for path in (tmp_path / "out").iterdir() if path.name.startswith("r")]
    assert written
    assert all(is_whole(path) for path in written)
    repeated = subprocess.run(command, env=environment, check=False)
    assert repeated.returncode == 1
    with Services(AppPaths.below(tmp_path / "data")) as services:
        states = [sweep.state for sweep in services.store.sweeps().items]
    assert states == [SweepState.DONE, SweepState.INTERRUPTED]
    for path in source.iterdir():
        assert documents.read(tmp_path / "out" / f"{path.stem}.annotated.docx").blocks
