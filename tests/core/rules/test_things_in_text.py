"""What the rules make of things that are no text, of joined paragraphs and of run-in headings."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import OBJECT, FileResult
from stormdat_core.model.excerpts import THING, make_excerpt, split_excerpt
from stormdat_core.reports.text import visible
from stormdat_core.rules import profiles
from stormdat_core.sweep import check_file
from tests import things
from tests.core.markings.audited import ids, word
from tests.word import paragraph, run, write_word

_PICTURE = things.in_run(things.picture())
_SPECIAL = "<w:pStyle w:val='Heading1'/><w:rPr><w:vanish/><w:specVanish/></w:rPr>"


def found(tmp_path: Path, body: str, profile: str = "thorough") -> FileResult:
    return check_file(write_word(tmp_path / "d.docx", body), profiles.load(profile))


def rules(result: FileResult, family: str) -> list[str]:
    return [finding.rule for finding in result.findings if finding.rule.startswith(family)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph(run("Press "), _PICTURE, run(" to begin.")), id="between two spaces"),
        pytest.param(paragraph(run("Press "), _PICTURE, run(".")), id="before a full stop"),
        pytest.param(paragraph(run("Press the gear ("), _PICTURE, run(").")), id="in brackets"),
        pytest.param(paragraph(run("This is the gear: "), _PICTURE), id="at the end"),
        pytest.param(paragraph("One is here.") + paragraph(_PICTURE) + paragraph("Two is here."), id="alone"),
        pytest.param(things.ended("del", run("It joins ")) + paragraph("two lines."), id="joined"),
        pytest.param(
            paragraph("One.") + things.ended("del", things.deleted("x")) + paragraph("Two."), id="gone"
        ),
        pytest.param(paragraph("Purpose. ", properties=_SPECIAL) + paragraph("It is run in."), id="run in"),
    ],
)
def test_no_space_is_surplus(tmp_path: Path, body: str) -> None:
    assert rules(found(tmp_path, body), "SPC-") == []


def test_real_faults_beside_things_are_still_found(tmp_path: Path) -> None:
    body = (
        paragraph(run("a  b "), _PICTURE, run("  c "))
        + paragraph(run("x "), things.in_run("<w:lastRenderedPageBreak/>"), run(" y"))
        + "<w:p/>" + paragraph("z")
    )  # fmt: skip
    result = found(tmp_path, body)
    assert sorted(rules(result, "SPC-")) == ["SPC-DOUBLE"] * 3 + ["SPC-EMPTY", "SPC-TRAILING"]
    assert not any(OBJECT in finding.excerpt + finding.message for finding in result.findings)


@pytest.mark.parametrize(
    ("body", "undefined"),
    [
        pytest.param(paragraph(run("The Joint Data Store"), _PICTURE, run(" (JDS) holds it. JDS is big.")), [], id="definition"),
        pytest.param(paragraph(run("The Joint Data Store (JDS)"), _PICTURE, run(" holds it. See JDS"), _PICTURE, run(".")), [], id="use"),
        pytest.param(things.ended("del", run("The Joint Data ")) + paragraph("Store (JDS) holds it. JDS is big."), [], id="joined"),
        pytest.param(paragraph(run("The QRS"), _PICTURE, run("TUV holds it.")), ["QRS", "TUV"], id="apart"),
    ],
)  # fmt: skip
def test_acronyms_beside_things(tmp_path: Path, body: str, undefined: list[str]) -> None:
    result = found(tmp_path, body, "classic")
    excerpts = [finding.message.split()[0] for finding in result.findings if finding.rule == "ACR-UNDEFINED"]
    assert excerpts == undefined


_MARKED = paragraph("(U) The first portion is here.") + paragraph("(U) The second portion is here.")


@pytest.mark.parametrize(
    ("body", "fired"),
    [
        pytest.param(paragraph(run("(U)"), _PICTURE, run(" A third portion is here.")), False, id="thing behind the mark"),
        pytest.param(paragraph(_PICTURE, run("(U) A third portion is here.")), False, id="thing before the mark"),
        pytest.param(paragraph(_PICTURE), False, id="thing alone"),
        pytest.param(things.ended("del", run("(U) A third portion ")) + paragraph("is joined by a reviewer."), False, id="joined"),
        pytest.param(paragraph("(U) Purpose.", properties=_SPECIAL) + paragraph(" This memo sets all of the rules."), False, id="run-in heading"),
        pytest.param(paragraph("Purpose.", properties=_SPECIAL) + paragraph("(U) This memo sets all of the rules."), False, id="mark behind the heading"),
        pytest.param(paragraph("(U) Purpose.", properties="<w:pStyle w:val='Heading1'/>") + paragraph("This memo sets all of the rules."), True, id="ordinary heading"),
        pytest.param(paragraph(_PICTURE, run(" A third portion is here.")), True, id="no mark"),
    ],
)  # fmt: skip
def test_portion_marks_beside_things_and_on_shared_lines(tmp_path: Path, body: str, fired: bool) -> None:
    document = word(tmp_path, _MARKED + body, header="UNCLASSIFIED")
    assert any(rule.startswith("MRK-PORTION") for rule in ids(document)) is fired


@pytest.mark.parametrize("logo", [_PICTURE + run(" "), things.in_run(things.picture("anchor"))])
def test_a_banner_beside_a_logo_is_a_banner(tmp_path: Path, logo: str) -> None:
    plain = ids(word(tmp_path, _MARKED, header="SECRET"))
    assert ids(word(tmp_path, _MARKED, header=logo + run("SECRET"))) == plain
    assert ids(word(tmp_path, _MARKED, header=logo)) != plain


def test_an_excerpt_shows_a_sign_and_can_be_taken_apart() -> None:
    text = f"see {OBJECT} now"
    assert split_excerpt(make_excerpt(text, 4, 5), 4, 5) == ("see ", THING, " now")
    assert visible(text) == f"see {THING} now"


def test_a_fingerprint_does_not_depend_on_pictures(tmp_path: Path) -> None:
    before = found(tmp_path, paragraph("The  QRS is here."), "classic").findings
    after = found(tmp_path, paragraph(run("The  QRS"), _PICTURE, run(" is here.")), "classic").findings
    assert {finding.fingerprint for finding in before} == {finding.fingerprint for finding in after}


def test_documents_are_the_same_without_things(tmp_path: Path) -> None:
    from stormdat_core.model import spaced

    plain = documents.read(write_word(tmp_path / "d.docx", paragraph("no picture")))
    assert spaced(plain) is plain
