"""A plug-in that fails is named and survived: in one file, in a sweep, in a report, in a reader."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.model import SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.plugins import state
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.sweep import check_file
from stormdat_core.sweep.runner import SweepLimits, SweepRunner, SweepSummary
from tests.plugins import installed, rule, write_package

RULES = "[stormdat.rules]\n"
LIMIT = 10
"""Seconds for a file: a new process imports all rules before it checks its first one."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path / "data")) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    names = ("a", "b", "c")
    for name in names:
        (tmp_path / f"{name}.txt").write_text(f"This is a  test of file {name}.\n")
    return tuple(tmp_path / f"{name}.txt" for name in names)


def sweep(store: Store, files: tuple[Path, ...], seconds: float = 60, **options: object) -> SweepSummary:
    request = SweepRequest(files, jobs=1, use_cache=False, **options)  # type: ignore[arg-type]
    return SweepRunner(request, store, SweepLimits(seconds=seconds)).run(JobContext())


def package(folder: Path, name: str, source: str, points: str = "") -> Path:
    return write_package(folder / "site", name, points or f"{RULES}one = {name}:Word", {name: source})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise KeyError(block.text)", "The rule BAD-RULE of the plug-in bad 1.0 failed (KeyError at check:"),
        ("yield 1", "failed: it yields an object of type int for a finding."),
        ("context.finding(self.info, block.locate(0, 9999), '')", ""),
        (
            "yield context.finding(self.info, block.locate(0, 9999), '')",
            "at a place that the document does not",
        ),
        (
            "import dataclasses; yield dataclasses.replace("
            "context.finding(self.info, block.locate(0, 1), ''), rule='SPC-DOUBLE')",
            "it yields a finding of the rule SPC-DOUBLE.",
        ),
        ("context.need(int)", "failed (LookupError at"),
        ("raise SystemExit(3)", "failed (SystemExit"),
        *(
            (
                f"import dataclasses; yield dataclasses.replace("
                f"context.finding(self.info, block.locate(0, 1), ''), {field}={value})",
                f"it yields a finding whose {field} has the wrong type.",
            )
            for field, value in (
                ("severity", "'error'"),
                ("fix", "'x'"),
                ("evidence", "(1, 2)"),
                ("message", "type('Odd', (str,), {})('x')"),
            )
        ),
        ("from stormdat_core.errors import StormError; raise StormError('So.')", "bad 1.0 failed: So."),
    ],
)
def test_a_rule_that_fails_is_named_and_the_others_find(
    tmp_path: Path, files: tuple[Path, ...], body: str, told: str
) -> None:
    package(tmp_path, "bad", rule("BAD-RULE", body=body))
    package(tmp_path, "good", rule("GOOD-RULE"))
    with installed(tmp_path / "site"):
        result = check_file(files[0])
        found = {finding.rule for finding in result.findings}
        assert {"GOOD-RULE", "SPC-DOUBLE"} <= found
        assert result.error == ""
        assert result.plugins is not None
        assert [each.words for each in result.plugins.packages] == ["bad 1.0", "good 1.0"]
        if not told:
            assert (result.warnings, result.plugins.whole) == ((), True)
            return
        (warning,) = result.warnings
        assert told in warning
        assert warning.endswith("What it looks for was not checked.")
        assert not result.plugins.whole
        assert "BAD-RULE" not in found
        assert [failure.package for failure in state.failures()] == ["bad 1.0"]
        assert "This is a" not in state.failures()[0].sentence  # no text of a document


def test_without_plug_ins_a_result_says_nothing_of_them(tmp_path: Path, files: tuple[Path, ...]) -> None:
    with installed(tmp_path):
        assert check_file(files[0]).plugins is None


def test_a_rule_that_could_not_be_loaded_is_a_gap_of_each_file(
    tmp_path: Path, files: tuple[Path, ...]
) -> None:
    package(tmp_path, "bad", "import nothing_of_this_name")
    with installed(tmp_path / "site"):
        (warning,) = check_file(files[0]).warnings
        assert "bad 1.0 could not be loaded" in warning


HANGING = {
    "hangs": (
        "import time; time.sleep(600)",
        "did not come to an end within 10 seconds, so it was left out.",
    ),
    "dies": ("import os; os._exit(3)", "ended the process that checks files, so it was left out."),
}


@pytest.mark.parametrize("how", list(HANGING))
def test_a_rule_that_breaks_off_is_left_out_and_every_file_checked(
    tmp_path: Path, store: Store, files: tuple[Path, ...], how: str
) -> None:
    body, told = HANGING[how]
    package(tmp_path, "bad", rule("BAD-RULE", body=body))
    package(tmp_path, "good", rule("GOOD-RULE"))
    with installed(tmp_path / "site"):
        summary = sweep(store, files, seconds=LIMIT)
        assert summary.failed == ()
        assert len(summary.files) == 3
        for file in summary.files:
            (warning,) = file.result.warnings
            assert warning.startswith("The rule BAD-RULE of the plug-in bad 1.0")
            assert told in warning
            assert file.findings >= 2
        assert store.sweep(summary.sweep_id).counts["GOOD-RULE"] == 3
        assert [failure.package for failure in state.failures()] == ["bad 1.0"]
        kept = store.result(store.files(summary.sweep_id)[0].id)
        assert kept.plugins is not None
        assert not kept.plugins.whole


def test_a_failure_in_a_worker_is_known_to_who_asks_for_the_sweep(
    tmp_path: Path, store: Store, files: tuple[Path, ...]
) -> None:
    package(tmp_path, "bad", rule("BAD-RULE", body="raise KeyError(0)"))
    with installed(tmp_path / "site"):
        summary = sweep(store, files)
        assert [failure.package for failure in state.failures()] == ["bad 1.0"]
        assert all(file.result.warnings for file in summary.files)


def test_what_was_checked_with_other_plug_ins_is_checked_again(
    tmp_path: Path, store: Store, files: tuple[Path, ...]
) -> None:
    one = files[:1]

    def counted() -> int:
        request = SweepRequest(one, jobs=1)
        return SweepRunner(request, store).run(JobContext()).files[0].findings

    with installed(tmp_path):
        plain = counted()
    package(tmp_path, "good", rule("GOOD-RULE"))
    with installed(tmp_path / "site"):
        assert counted() == plain + 1
        state.follow(False)
        assert counted() == plain
        state.follow(True)
        assert counted() == plain + 1
    source = (tmp_path / "site" / "good.py").read_text()
    (tmp_path / "site" / "good.py").write_text(source.replace('"test"', '"nowhere"'))
    with installed(tmp_path / "site"):
        assert counted() == plain


REPORT = """
class Lines:
    id = "lines"
    label = "Lines"
    suffix = ".lines.txt"
    formats = ()

    def write(self, result, target, context):
        {body}
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("1 / 0", "The report lines of the plug-in bad 1.0 failed (ZeroDivisionError at write:"),
        ("pass", "The report lines of the plug-in bad 1.0 wrote nothing."),
        ("target.write_text('a'); return 3", "returned something else than sentences."),
        ("import os; os._exit(1)", "ended the process that checks files"),
    ],
)
def test_a_report_that_fails_is_named_and_the_others_are_written(
    tmp_path: Path, store: Store, files: tuple[Path, ...], body: str, told: str
) -> None:
    package(tmp_path, "bad", REPORT.format(body=body), "[stormdat.reports]\none = bad:Lines")
    with installed(tmp_path / "site"):
        out = tmp_path / "out"
        summary = sweep(store, files[:2], out=out, formats=("lines", "json"))
        for file in summary.files:
            by_word = {output.format: output for output in file.outputs}
            assert told in by_word["lines"].error
            assert by_word["json"].written
            assert file.result.error == ""


def test_a_file_that_fails_gets_no_report_of_a_plug_in(tmp_path: Path, store: Store) -> None:
    body = "target.write_text(str(__import__('os').getpid()))"
    package(tmp_path, "good", REPORT.format(body=body), "[stormdat.reports]\none = good:Lines")

    (tmp_path / "a.txt").write_text("A.")
    with installed(tmp_path / "site"):
        summary = sweep(store, (tmp_path / "a.txt",), out=tmp_path / "out", formats=("lines",))
        (output,) = summary.files[0].outputs
        assert output.written
        assert output.path.read_text() != str(os.getpid())


READER = """
from stormdat_core.documents.formats import Format
MINE = Format("mine", "a file of mine", (".mine",), "reading:read")
def read(source):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise KeyError(1)", "The reader mine of the plug-in reading 1.0 failed (KeyError at read:"),
        ("return 1", "did not read a.mine: it returned an object of type int"),
        (
            "from stormdat_core.model import Document; return Document(source.path, '', 'mine', '', ())",
            "states another format, digest or path",
        ),
    ],
)
def test_a_reader_that_fails_is_named(tmp_path: Path, body: str, told: str) -> None:
    package(tmp_path, "reading", READER.format(body=body), "[stormdat.readers]\none = reading:MINE")
    file = tmp_path / "a.mine"
    file.write_text("A.")
    with installed(tmp_path / "site"):
        assert told in check_file(file).error


@pytest.mark.soak
def test_a_reader_that_hangs_ends_with_its_file(
    tmp_path: Path, store: Store, files: tuple[Path, ...]
) -> None:
    body = "__import__('time').sleep(600)"
    package(tmp_path, "reading", READER.format(body=body), "[stormdat.readers]\none = reading:MINE")
    mine = tuple(tmp_path / name for name in ("a.mine", "b.mine"))
    for path in mine:
        path.write_text("A.")
    with installed(tmp_path / "site"):
        summary = sweep(store, (*mine, files[0]), seconds=LIMIT)
        first, second, text = summary.files
        for file in (first, second):
            assert "The reader mine of the plug-in reading 1.0 did not come to an end" in file.result.error
        assert text.result.error == ""
