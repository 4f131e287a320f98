"""Copies and matrices hold what was decided, no more and no less."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from stormdat_core import documents
from stormdat_core.model import (
    Block,
    BlockKind,
    Colour,
    Decision,
    FileResult,
    Finding,
    Fix,
    Severity,
    Verdict,
)
from stormdat_core.model.excerpts import make_excerpt
from stormdat_core.reports.base import CopyStyle, Fixes, NothingToWrite, ReportContext
from stormdat_core.reports.data.csv_report import CsvWriter
from stormdat_core.reports.data.json_report import JsonWriter, schema
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.fixed import AUTHOR, FixedWord
from stormdat_core.reports.matrix.comments import comments_of
from stormdat_core.reports.web.page import HtmlWriter
from stormdat_core.sweep import check_file
from tests.revisions import resolve
from tests.word import paragraph, run, write_word
from tests.wordcheck import assert_sound

MADE = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = ("One  pump runs.", "Two  pumps run.", "Three  pumps run.", "Four  pumps run.")


@pytest.fixture
def result(tmp_path: Path) -> FileResult:
    path = write_word(tmp_path / "report.docx", "".join(paragraph(run(line)) for line in TEXT))
    blocks = [block for block in documents.read(path).blocks if "  " in block.text]
    return replace(check_file(path), findings=tuple(_double(at, block) for at, block in enumerate(blocks)))


def _double(at: int, block: Block) -> Finding:
    start = block.text.index("  ")
    where = block.locate(start, start + 2)
    return Finding(
        "SPC-DOUBLE",
        Severity.INFO,
        Colour.RED,
        where,
        "Two spaces where one is usual.",
        make_excerpt(block.text, start, start + 2),
        fix=Fix(where, " ", safe=True),
        fingerprint=f"{at}" * 32,
    )


def context(fixes: Fixes, verdicts: dict[int, Verdict], reason: str = "") -> ReportContext:
    decisions = {
        f"{at}" * 32: Decision(f"{at}" * 32, "SPC-DOUBLE", verdict, MADE, reason)
        for at, verdict in verdicts.items()
    }
    return ReportContext("1", MADE, CopyStyle(fixes=fixes), decisions=decisions)


def accepted(path: Path, target: Path) -> list[str]:
    resolve(path, target, AUTHOR, accept=True)
    return [block.text for block in documents.read(target).blocks if block.text]


@pytest.mark.parametrize(
    ("fixes", "mended"), [("decided", {1, 2}), ("safe", {0, 1, 2}), ("proposed", {0, 1, 2})]
)
def test_the_corrected_copy_makes_what_was_chosen(
    result: FileResult, tmp_path: Path, fixes: Fixes, mended: set[int]
) -> None:
    target = tmp_path / "fixed.docx"
    told = context(fixes, {1: Verdict.FIX, 2: Verdict.FIX, 3: Verdict.LEFT})
    FixedWord().write(result, target, told)
    assert_sound(result.path, target)
    wanted = [line.replace("  ", " ") if at in mended else line for at, line in enumerate(TEXT)]
    assert accepted(target, tmp_path / "accepted.docx") == wanted


def test_nothing_chosen_makes_no_copy(result: FileResult, tmp_path: Path) -> None:
    with pytest.raises(NothingToWrite):
        FixedWord().write(result, tmp_path / "fixed.docx", context("decided", {0: Verdict.FOR_AUTHOR}))


def test_a_chosen_correction_is_made_although_it_is_only_proposed(result: FileResult, tmp_path: Path) -> None:
    doubtful = tuple(
        replace(each, fix=replace(each.fix, safe=False, reason="it stands in a heading"))
        for each in result.findings
        if each.fix
    )
    target = tmp_path / "fixed.docx"
    FixedWord().write(replace(result, findings=doubtful), target, context("safe", {2: Verdict.FIX}))
    wanted = [line.replace("  ", " ") if at == 2 else line for at, line in enumerate(TEXT)]
    assert accepted(target, tmp_path / "accepted.docx") == wanted


def test_the_annotated_copy_holds_what_is_open_or_for_the_author(result: FileResult, tmp_path: Path) -> None:
    target = tmp_path / "annotated.docx"
    told = context("safe", {0: Verdict.FIX, 1: Verdict.FOR_AUTHOR, 2: Verdict.LEFT}, "Ask the writer.")
    AnnotatedCopy().write(result, target, told)
    comments = [block.text for block in documents.read(target).blocks if block.kind is BlockKind.COMMENT]
    assert sum("Reviewer: Ask the writer." in text for text in comments) == 1
    assert sum("Two spaces where one is usual." in text for text in comments) == 2


@pytest.mark.parametrize("verdict", Verdict)
def test_reports_say_who_decided_and_when(result: FileResult, tmp_path: Path, verdict: Verdict) -> None:
    told = context("safe", {0: verdict}, "Because.")
    by_ada = {each: replace(one, reviewer="Ada Byron") for each, one in told.decisions.items()}
    told = replace(told, decisions=by_ada)
    for writer, name in ((JsonWriter(), "r.json"), (CsvWriter(), "r.csv"), (HtmlWriter(), "r.html")):
        writer.write(result, tmp_path / name, told)
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert text.count("Ada Byron") == 1, name
        assert verdict.value in text, name
    jsonschema.Draft202012Validator(schema()).validate(json.loads((tmp_path / "r.json").read_text()))


def test_the_matrix_hands_in_what_is_open_to_be_fixed_or_for_the_author(result: FileResult) -> None:
    told = context(
        "safe", {0: Verdict.FIX, 1: Verdict.FOR_AUTHOR, 2: Verdict.WAIVED, 3: Verdict.LEFT}, "Why?"
    )
    rows = comments_of(result, told.decisions, MADE)
    assert len(rows) == 2
    assert [row.comment.startswith("Why?\n") for row in rows] == [False, True]
