"""Names of outputs over many sweeps: our own is replaced, nobody else's is, and the main name is never stale."""

import json
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.atomic import whole_file
from stormdat_core.model import SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.reports.mark import blank_mark, identity, intact_mark, output_file
from stormdat_core.services import Services
from stormdat_core.sweep.export import export_sweep
from stormdat_core.sweep.outputs import OutputPlan
from stormdat_core.sweep.runner import SweepRunner
from tests.here import Here
from tests.word import paragraph, write_word

FAULTY = paragraph("Two  spaces and the TRR.")
ALL = ("docx", "fixed", "xlsx", "html", "json", "csv")
REPORTS = [f"r.findings.{ending}" for ending in ("csv", "html", "json", "xlsx")]
EVERY = ["r.annotated.docx", *REPORTS, "r.fixed.docx"]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "data")) as made:
        yield made


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def run(services: Services, *paths: Path, out: Path, formats: tuple[str, ...] = ALL) -> int:
    request = SweepRequest(paths, out=out, formats=formats, jobs=1)
    return SweepRunner(request, services.store, executors=Here()).run(JobContext()).sweep_id


def message(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["outcome"])


def test_outputs_are_marked_and_read_as_before(tmp_path: Path, services: Services) -> None:
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    run(services, source, out=out)
    assert names(out) == sorted(EVERY)
    assert {intact_mark(path) for path in out.iterdir()} == {identity(source)}
    for path in (out / "r.annotated.docx", out / "r.fixed.docx", out / "r.findings.xlsx"):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            assert documents.read(path).format in ("docx", "xlsx")
    assert intact_mark(source) == ""


def test_a_library_that_knows_nothing_replaces_what_the_program_wrote(
    tmp_path: Path, services: Services
) -> None:
    """As after a kill between writing an output and noting it, or in another user's library."""
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    run(services, source, out=out)
    write_word(source, paragraph("Nothing is wrong here."))
    with Services(AppPaths.below(tmp_path / "other")) as other:
        run(other, source, out=out)
    assert names(out) == ["r.annotated.docx", *REPORTS], "no corrected copy any more, and none that is stale"
    assert {intact_mark(path) for path in out.iterdir()} == {identity(source)}
    assert "Two  spaces" not in (out / "r.findings.json").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if "annotated" in name else pytest.mark.soak) for name in EVERY],
)
def test_what_a_person_changed_keeps_its_name_and_ours_is_numbered_once(
    tmp_path: Path, services: Services, name: str
) -> None:
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    formats = tuple(word for word in ALL if name.endswith(word) or word in name.replace("annotated", "docx"))
    run(services, source, out=out, formats=formats)
    changed = (out / name).read_bytes().replace(b"e", b"E", 1) + b"\n"
    (out / name).write_bytes(changed)
    for _ in range(3):
        run(services, source, out=out, formats=formats)
    assert (out / name).read_bytes() == changed
    assert [each for each in names(out) if "(" in each] == [name.replace("r.", "r (2).", 1)]


def test_documents_of_one_name_keep_their_outputs_apart(tmp_path: Path, services: Services) -> None:
    for folder, text in (("a", "First  one."), ("b", "Second  one.")):
        (tmp_path / folder).mkdir()
        write_word(tmp_path / folder / "r.docx", paragraph(text))
    a, b, out = tmp_path / "a" / "r.docx", tmp_path / "b" / "r.docx", tmp_path / "out"
    run(services, a, out=out, formats=("json",))
    for order in ((b,), (b, a), (a, b), (a,)):
        run(services, *order, out=out, formats=("json",))
        assert names(out) == ["r (2).findings.json", "r.findings.json"]
        assert intact_mark(out / "r.findings.json") == identity(a)
        assert intact_mark(out / "r (2).findings.json") == identity(b)


def test_a_document_that_is_refused_now_leaves_no_old_outputs(tmp_path: Path, services: Services) -> None:
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    run(services, source, out=out)
    source.write_bytes(b"")
    run(services, source, out=out)
    assert names(out) == REPORTS
    assert "was not checked" in message(out / "r.findings.json")


def test_saving_again_replaces_and_an_older_sweep_does_not(tmp_path: Path, services: Services) -> None:
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    first = run(services, source, out=tmp_path / "else", formats=("json",))
    for _ in range(2):
        export_sweep(services.store, first, out, ["docx", "json"], JobContext(), executors=Here())
        assert names(out) == ["r.annotated.docx", "r.findings.json"]
    write_word(source, paragraph("Nothing is wrong here."))
    second = run(services, source, out=tmp_path / "else", formats=("json",))
    export_sweep(services.store, second, out, ["docx", "json"], JobContext(), executors=Here())
    newest = (out / "r.findings.json").read_bytes()
    export_sweep(services.store, first, out, ["docx", "json"], JobContext(), executors=Here())
    assert (out / "r.findings.json").read_bytes() == newest
    assert names(out) == ["r (2).findings.json", "r.annotated.docx", "r.findings.json"]


def test_a_mark_that_a_document_holds_is_not_taken_for_ours(tmp_path: Path, services: Services) -> None:
    mark = f"stormdat-output:1:{'0' * 32}:{'1' * 64}"
    source, out = write_word(tmp_path / "r.docx", paragraph(f"A {mark}  here.")), tmp_path / "out"
    run(services, source, out=out)
    assert {intact_mark(path) for path in out.iterdir()} == {identity(source)}


def test_a_copy_of_a_copy_has_its_own_mark(tmp_path: Path, services: Services) -> None:
    source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
    run(services, source, out=out, formats=("docx",))
    second = shutil.copy(out / "r.annotated.docx", tmp_path / "second.docx")
    run(services, Path(second), out=out, formats=("docx",))
    assert intact_mark(out / "second.annotated.docx") == identity(Path(second))


@pytest.mark.parametrize("change", [b"", b"x", b"PK\x03\x04"])
def test_no_mark_in_what_is_none(tmp_path: Path, change: bytes) -> None:
    (tmp_path / "a").write_bytes(change)
    assert intact_mark(tmp_path / "a") == ""
    assert intact_mark(tmp_path / "gone") == ""


def test_a_text_is_marked_whole(tmp_path: Path) -> None:
    source = tmp_path / "r.txt"
    with output_file(tmp_path / "o", source) as stream:
        stream.write(b"<" + blank_mark(source).encode() + b">" + b"t" * 3_000_000)
    whole = (tmp_path / "o").read_bytes()
    assert intact_mark(tmp_path / "o") == identity(source)
    for at in (0, 200, len(whole) - 1):
        (tmp_path / "o").write_bytes(whole[:at] + b"X" + whole[at + 1 :])
        assert intact_mark(tmp_path / "o") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX systems")
class TestModes:
    @pytest.mark.parametrize(
        ("original", "copy"), [(0o600, 0o600), (0o640, 0o640), (0o644, 0o644), (0o400, 0o600)]
    )
    def test_outputs_are_closed_to_whom_the_original_is(
        self, tmp_path: Path, services: Services, original: int, copy: int
    ) -> None:
        source, out = write_word(tmp_path / "r.docx", FAULTY), tmp_path / "out"
        source.chmod(original)
        run(services, source, out=out)
        assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {copy}

    def test_another_group_than_the_originals_is_not_let_in(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError

        source = write_word(tmp_path / "r.docx", FAULTY)
        source.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(source, -1, 12345)
            with whole_file(tmp_path / "a", like=source):
                pass
            assert (tmp_path / "a").stat().st_gid == 12345
        monkeypatch.setattr(os, "fchown", refuse)
        monkeypatch.setattr(Path, "stat", _with_group(Path.stat))
        with whole_file(tmp_path / "b", like=source):
            pass
        monkeypatch.undo()
        assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600

    def test_a_private_file_and_one_whose_original_is_gone(self, tmp_path: Path) -> None:
        with whole_file(tmp_path / "a", private=True), whole_file(tmp_path / "b", like=tmp_path / "gone"):
            pass
        with whole_file(tmp_path / "c"):
            pass
        modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "abc"]
        assert modes == [0o600, 0o600, 0o666 & ~_umask()]


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def _with_group(original: Callable[[Path], os.stat_result]) -> Callable[[Path], os.stat_result]:
    def stat_of(path: Path) -> os.stat_result:
        found = original(path)
        return os.stat_result((*found[:5], 4711, *found[6:]))

    return stat_of


def test_a_plan_needs_no_library(tmp_path: Path) -> None:
    (tmp_path / "r.findings.json").write_text("{}")
    plan = OutputPlan(tmp_path, ("json",))
    assert plan.targets(tmp_path / "r.docx")["json"].name == "r (2).findings.json"
