"""The ten kinds of finding of the classic profile: each seeded in a real Word file, each with a clean twin."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.model import Colour
from stormdat_core.sweep import check_file
from tests.word import heading, paragraph, run, table, write_word

LIST = (
    ("CDR", "Critical Design Review"),
    ("GPS", "Global Positioning System"),
    ("SRS", "Software Requirements Specification"),
)
_CLEAN = (
    heading("Scope")
    + paragraph("The Software Requirements Specification (SRS) rules the Global Positioning System (GPS).")
    + paragraph("It follows the Critical Design Review (CDR). GPS works as the SRS says since the CDR.")
    + table(("Item", "Result"), ("GPS", "passed"))
)


@dataclass(frozen=True)
class Seed:
    """A fault added to the clean document, the list it is checked with, and exactly what must be found."""

    body: str
    expected: dict[str, int]
    colour: Colour
    header: str = "UNCLASSIFIED"
    rows: tuple[tuple[str, str], ...] = field(default=LIST)


SEEDS = {
    "pink": Seed(
        paragraph(
            run("Pasted text.", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/><w:sz w:val="22"/>')
        ),
        {"TYP-FONT": 1, "TYP-SIZE": 1},
        Colour.PINK,
    ),
    "teal": Seed(
        paragraph("Again the Global Positioning System (GPS) was used."), {"ACR-REDEFINED": 1}, Colour.TEAL
    ),
    "green": Seed(
        paragraph("Then the Global Positioning System failed."), {"ACR-FULL-FORM": 1}, Colour.GREEN
    ),
    "yellow": Seed(
        paragraph("The TRR came first."),
        {"ACR-UNDEFINED": 1},
        Colour.YELLOW,
        rows=(*LIST, ("TRR", "Test Readiness Review")),
    ),
    "red": Seed(paragraph("Two  spaces here."), {"SPC-DOUBLE": 1}, Colour.RED),
    "violet": Seed(
        paragraph("The Line of Balance (LOB) was drawn. The LOB is attached."),
        {"ACR-NOT-IN-LIST": 1},
        Colour.VIOLET,
    ),
    "blue": Seed(
        paragraph("We asked the Joint Mission Planning Cell. Then the Joint Mission Planning Cell answered.")
        + paragraph("Thanks go to the Joint Mission Planning Cell."),
        {"ACR-POTENTIAL": 1},
        Colour.BLUE,
    ),
    "marking": Seed("", {"MRK-NOT-APPROVED": 1}, Colour.NONE, header="SECRET//EYES ONLY"),
    "list unused": Seed(
        "", {"ACR-LIST-UNUSED": 1}, Colour.NONE, rows=(*LIST, ("ZULU", "Zonal Upper Layer Unit"))
    ),
    "never used again": Seed(
        paragraph("A Test Readiness Review (TRR) was held."),
        {"ACR-DEF-UNUSED": 1},
        Colour.TEAL,
        rows=(*LIST, ("TRR", "Test Readiness Review")),
    ),
}


def write_list(path: Path, rows: tuple[tuple[str, str], ...] = LIST) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Acronym", "Definition"), *rows):
        sheet.append(row)
    book.save(path)
    return path


def sweep(tmp_path: Path, seed: Seed) -> list[tuple[str, Colour]]:
    path = write_word(tmp_path / "d.docx", _CLEAN + seed.body, headers={"default": paragraph(seed.header)})
    result = check_file(path, "classic", [write_list(tmp_path / "list.xlsx", seed.rows)])
    assert not result.error
    return [(finding.rule, finding.colour) for finding in result.findings]


def test_the_clean_twin_is_silent(tmp_path: Path) -> None:
    assert sweep(tmp_path, Seed("", {}, Colour.NONE)) == []


@pytest.mark.parametrize("name", SEEDS)
def test_each_fault_is_found_and_nothing_else(tmp_path: Path, name: str) -> None:
    seed = SEEDS[name]
    found = sweep(tmp_path, seed)
    assert Counter(rule for rule, _ in found) == seed.expected
    assert {colour for _, colour in found} == {seed.colour}


def test_without_a_list_the_checks_that_need_none_still_run(tmp_path: Path) -> None:
    path = write_word(
        tmp_path / "d.docx", _CLEAN + paragraph("The TRR came first, Global Positioning System last.")
    )
    assert {f.rule for f in check_file(path).findings} == {"ACR-UNDEFINED", "ACR-FULL-FORM"}


def test_used_before_its_definition_in_the_same_paragraph(tmp_path: Path) -> None:
    text = "The LOB matters. The Line of Balance (LOB) is attached, and the LOB is final."
    path = write_word(tmp_path / "d.docx", paragraph(text))
    (finding,) = check_file(path).findings
    assert (finding.rule, finding.where.start) == ("ACR-BEFORE-DEF", 4)


def test_fingerprints_survive_insertions(tmp_path: Path) -> None:
    body = _CLEAN + "".join(seed.body for seed in SEEDS.values())
    before = {f.fingerprint for f in check_file(write_word(tmp_path / "a.docx", body)).findings}
    extra = "".join(paragraph(f"Inserted sentence number {n} says nothing.") for n in range(20))
    after = {f.fingerprint for f in check_file(write_word(tmp_path / "b.docx", extra + body)).findings}
    assert len(before & after) / len(before) >= 0.95


def test_findings_come_in_the_order_of_importance_and_then_of_reading(tmp_path: Path) -> None:
    body = _CLEAN + "".join(seed.body for seed in SEEDS.values())
    path = write_word(tmp_path / "d.docx", body, headers={"default": paragraph("SECRET//X")})
    found = check_file(path, "classic", [write_list(tmp_path / "l.xlsx")]).findings
    ranks = [(-f.severity, -f.certainty, -len(f.evidence)) for f in found]
    assert len(set(ranks)) > 2
    assert ranks == sorted(ranks)
    for rank in set(ranks):
        equals = [f.where for f, its in zip(found, ranks, strict=True) if its == rank]
        places = [(where.block < 0, where.block, where.start) for where in equals]
        assert places == sorted(places)
