"""The corrected copy: every safe correction a tracked change that an author can accept or reject."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from stormdat_core import documents
from stormdat_core.errors import OutputRefused, SourceChanged
from stormdat_core.model import OBJECT, Colour, Document, FileResult, Finding, Fix, Location, Severity
from stormdat_core.reports.base import CopyStyle, Fixes, NothingToWrite, ReportContext
from stormdat_core.reports.contents import Numbered
from stormdat_core.reports.docx import fixed
from stormdat_core.reports.docx.fixed import AUTHOR, FixedWord
from stormdat_core.reports.docx.runs.split import whole
from stormdat_core.reports.fixes import choose
from stormdat_core.rules import profiles
from stormdat_core.sweep import check_file
from tests import things
from tests.revisions import changes, resolve
from tests.shared import needs_shared, real_cases
from tests.word import NAMESPACES, W, heading, paragraph, run, write_word
from tests.wordcheck import assert_sound

CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))


def finding(
    where: Location, fix: Fix | None, severity: Severity = Severity.INFO, rule: str = "TEST"
) -> Finding:
    return Finding(rule, severity, Colour.RED, where, "message", "excerpt", fix=fix)


def place(document: Document, text: str) -> Location:
    """Return the first place of a text in the document."""
    block = next(block for block in document.blocks if text in block.text)
    return block.locate(block.text.index(text), block.text.index(text) + len(text))


def texts(path: Path, revisions: str = "final") -> list[str]:
    return [block.text for block in documents.read(path, revisions=revisions).blocks]


def correct(path: Path, *findings: Finding, fixes: Fixes = "safe") -> tuple[Path, tuple[str, ...]]:
    """Write the corrected copy, look at it as Word would, and return it with what was said."""
    target = path.with_name("copy.docx")
    result = FileResult(path, documents.read(path).sha256, "docx", findings=findings)
    target.unlink(missing_ok=True)
    try:
        said = FixedWord().write(result, target, replace(CONTEXT, style=CopyStyle(fixes=fixes)))
    except NothingToWrite as exc:
        assert not target.exists(), "a copy that mends nothing is none"
        return path, exc.notes
    assert_sound(path, target)
    back = resolve(target, path.with_name("rejected.docx"), AUTHOR, accept=False)
    for revisions in ("final", "original"):
        assert texts(back, revisions) == texts(path, revisions)
    return target, said


def replaced(path: Path, **pairs: str) -> tuple[Path, tuple[str, ...]]:
    """Replace texts, given as old=new with _ for a space, by safe corrections."""
    document = documents.read(path)
    found = []
    for old, new in pairs.items():
        where = place(document, old.replace("_", " "))
        found.append(finding(where, Fix(where, new.replace("_", " "), safe=True)))
    return correct(path, *found)


_FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{}</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
)
_BOX = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph("one old word"), id="middle of a run"),
        pytest.param(paragraph("old word"), id="whole run"),
        pytest.param(paragraph(run("old wo", "<w:b/>"), run("rd here", "<w:i/>")), id="over two runs"),
        pytest.param(f"<w:p><w:hyperlink r:id='x'>{run('an old word b')}</w:hyperlink></w:p>", id="hyperlink"),
        pytest.param(
            f"<w:p>{run('an old ')}<w:hyperlink r:id='x'>{run('word b')}</w:hyperlink></w:p>", id="into a hyperlink"
        ),
        pytest.param(
            f"<w:p><w:ins w:id='1' w:author='A' w:date='2025-01-01T00:00:00Z'>{run('an old word b')}</w:ins>"
            "<w:del w:id='2' w:author='A'><w:r><w:delText>old word</w:delText></w:r></w:del></w:p>",
            id="the author's insertion",
        ),
        pytest.param(f"<w:p><w:sdt><w:sdtContent>{run('an old word b')}</w:sdtContent></w:sdt></w:p>", id="control"),
        pytest.param(f"<w:p>{_FIELD.format('HYPERLINK x', run('an old word'))}</w:p>", id="link field"),
        pytest.param("<w:p><w:r><w:t>old</w:t><w:t xml:space='preserve'> word</w:t></w:r></w:p>", id="two texts"),
        pytest.param("<w:p><w:r><w:t> old word </w:t></w:r></w:p>", id="spaces that are not text"),
        pytest.param(_BOX.format(paragraph("an old word")), id="text box"),
        pytest.param(
            paragraph(run("an old word", "<w:rPrChange w:id='9' w:author='A'><w:rPr><w:b/></w:rPr></w:rPrChange>")),
            id="the author's change of format",
        ),
    ],
)  # fmt: skip
def test_a_replacement_can_be_accepted_and_rejected(tmp_path: Path, body: str) -> None:
    path = write_word(tmp_path / "d.docx", body)
    copy, said = replaced(path, old_word="new_term")
    assert said == ("The corrected copy mends 1 finding by tracked changes of STORM DAT.",)
    assert texts(copy) == [text.replace("old word", "new term") for text in texts(path)]
    accepted = resolve(copy, tmp_path / "accepted.docx", AUTHOR, accept=True)
    assert texts(accepted) == texts(copy)


def test_only_what_differs_is_struck_out(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("The  test of SECRET//REL//SI ends"))
    document = documents.read(path)
    gap, mark = place(document, "  "), place(document, "SECRET//REL//SI")
    copy, _ = correct(
        path,
        finding(gap, Fix(gap, " ", safe=True)),
        finding(mark, Fix(mark, "SECRET//SI//REL", safe=True)),
    )
    assert changes(copy, AUTHOR) == [("del", " "), ("del", "REL//SI"), ("ins", "SI//REL")]


def test_what_is_put_in_looks_like_what_it_replaces(tmp_path: Path) -> None:
    body = paragraph(run("plain "), run("old", "<w:b/><w:sz w:val='20'/>"), run(" plain"))
    copy, _ = replaced(write_word(tmp_path / "d.docx", body), old="new")
    (block,) = documents.read(copy).blocks
    assert [(r.text, r.format.bold, r.format.size_pt) for r in block.runs if r.text.strip() == "new"] == [
        ("new", True, 10.0)
    ]


def test_text_can_be_put_in_where_nothing_goes(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("use the TRR now"))
    copy, _ = replaced(path, the_TRR="the_test_TRR")
    assert changes(copy, AUTHOR) == [("ins", "test ")]
    path = write_word(tmp_path / "e.docx", paragraph("TRR now"))
    copy, _ = replaced(path, TRR="The_TRR")
    assert (changes(copy, AUTHOR), texts(copy)) == ([("ins", "The ")], ["The TRR now"])


def test_font_and_size_are_one_change_of_format(tmp_path: Path) -> None:
    own = "<w:rFonts w:ascii='Courier' w:hAnsi='Courier' w:cs='Arial'/><w:b/><w:sz w:val='30'/>"
    symbol = run("&#61623;", "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>")
    path = write_word(tmp_path / "d.docx", paragraph("a ", run("typed", own), symbol, run("more", own), " b"))
    where = place(documents.read(path), "typed\uf0b7more")
    copy, _ = correct(
        path,
        finding(where, Fix(where, "", True, font="Arial")),
        finding(where, Fix(where, "", True, size_pt=12)),
    )
    looks = [(r.text, r.format.font, r.format.size_pt) for r in documents.read(copy).blocks[0].runs]
    assert looks == [
        ("a ", "Arial", 12),
        ("typed", "Arial", 12),
        ("\uf0b7", "Wingdings", 12),
        ("more", "Arial", 12),
        (" b", "Arial", 12),
    ]
    assert [kind for kind, _ in changes(copy, AUTHOR)] == ["rPrChange", "rPrChange"]
    back = documents.read(tmp_path / "rejected.docx").blocks[0]
    assert [run.format for run in back.runs] == [run.format for run in documents.read(path).blocks[0].runs]


def test_a_correction_inside_reformatted_text_gets_the_new_format(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph(run("some  old text", "<w:sz w:val='30'/>")))
    document = documents.read(path)
    whole, word, gap = place(document, "some  old text"), place(document, "old"), place(document, "  ")
    copy, _ = correct(
        path,
        finding(whole, Fix(whole, "", True, size_pt=12)),
        finding(word, Fix(word, "new", True)),
        finding(gap, Fix(gap, " ", True)),
    )
    (block,) = documents.read(copy).blocks
    assert (block.text, {run.format.size_pt for run in block.runs}) == ("some new text", {12.0})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"<w:p>{_FIELD.format('REF x', run('old word'))}</w:p>", "result of a field (REF)"),
        (f"<w:p><w:r><w:t>old</w:t>{things.picture('anchor')}<w:t xml:space='preserve'> word</w:t></w:r></w:p>", "a note, a picture or a field"),
        (f"<w:p><w:sdt><w:sdtPr><w:lock w:val='contentLocked'/></w:sdtPr><w:sdtContent>{run('old word')}</w:sdtContent></w:sdt></w:p>", "a content control"),
        (f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('old word')}</w:sdtContent></w:sdt></w:p>", "a content control"),
        (f"<w:p><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('old word')}</w:sdtContent></w:sdt></w:p>", "a content control"),
        (f"<w:sdt><w:sdtContent>{paragraph(run('old word'))}</w:sdtContent></w:sdt>", "a content control begins there"),
        (f"<w:p><w:moveTo w:id='1' w:author='A'>{run('old word')}</w:moveTo></w:p>", "a tracked move"),
        (f"<w:p><w:r><w:ruby><w:rt>{run('up')}</w:rt><w:rubyBase>{run('old word')}</w:rubyBase></w:ruby></w:r></w:p>", "Word keeps no tracked changes"),
        ("<w:p><m:oMath><m:r><m:t>old word</m:t></m:r></m:oMath></w:p>", "stands in no run"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_said(tmp_path: Path, body: str, why: str) -> None:
    path = write_word(tmp_path / "d.docx", body)
    copy, said = replaced(path, old_word="new term")
    assert (
        said[0]
        == f"No corrected copy of {path.name} was written: it would mend nothing, 1 safe correction could not be made."
    )
    assert said[1].startswith("Finding 1 (TEST) was not corrected: ")
    assert why in said[1]
    assert changes(copy, AUTHOR) == []


_BLOCK = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(_BLOCK.format("", paragraph("first") + paragraph("an old word")), id="second-paragraph"),
        pytest.param(_BLOCK.format("<w:docPartObj/>", paragraph("an old word")), id="building-block"),
        pytest.param("<w:tbl>" + _BLOCK.format("", f"<w:tr><w:tc>{paragraph('an old word')}</w:tc></w:tr>") + "</w:tbl>", id="row"),
        pytest.param(_BLOCK.format("", paragraph("first")) + paragraph("an old word"), id="behind"),
    ],
)  # fmt: skip
def test_controls_around_paragraphs_can_be_corrected_but_where_they_begin(tmp_path: Path, body: str) -> None:
    copy, said = replaced(write_word(tmp_path / "d.docx", body), old_word="new term")
    assert "mends 1 finding " in said[0]
    assert "an new term" in texts(copy)


def test_the_beginning_of_a_control_around_a_cell_keeps_text_and_look(tmp_path: Path) -> None:
    cell = f"<w:tc>{paragraph('an old word')}{paragraph('more words')}</w:tc>"
    path = write_word(tmp_path / "d.docx", f"<w:tbl><w:tr>{_BLOCK.format('', cell)}</w:tr></w:tbl>")
    document = documents.read(path)
    where, second = place(document, "old word"), place(document, "more")
    copy, said = correct(
        path, finding(where, Fix(where, "", True, size_pt=30)), finding(second, Fix(second, "other", True))
    )
    assert "mends 1 finding " in said[0]
    assert "a content control begins there" in said[1]
    assert [kind for kind, _ in changes(copy, AUTHOR)] == ["del", "ins"]


def test_a_format_the_author_tracked_is_left_alone(tmp_path: Path) -> None:
    change = "<w:sz w:val='30'/><w:rPrChange w:id='9' w:author='A'><w:rPr/></w:rPrChange>"
    path = write_word(tmp_path / "d.docx", paragraph(run("text", change)))
    where = place(documents.read(path), "text")
    _, said = correct(path, finding(where, Fix(where, "", True, size_pt=12)))
    assert "tracked change of format by the author" in said[1]


def test_of_overlapping_corrections_the_worse_then_the_longer_then_the_earlier_wins(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("alpha beta gamma delta epsilon zeta"))
    document = documents.read(path)

    def offer(text: str, new: str, severity: Severity) -> Finding:
        where = place(document, text)
        return finding(where, Fix(where, new, safe=True), severity)

    copy, said = correct(
        path,
        offer("alpha beta", "A", Severity.WARNING),
        offer("beta gamma", "B", Severity.ERROR),
        offer("delta", "D", Severity.INFO),
        offer("delta epsilon", "E", Severity.INFO),
        offer("zeta", "Z", Severity.INFO),
        offer("zeta", "Z", Severity.WARNING),
    )
    assert texts(copy) == ["alpha B E Z"]
    assert said[0].startswith("The corrected copy mends 4 findings")
    assert said[1:] == (
        "Finding 2 (TEST) was not corrected: it overlaps the correction of finding 1.",
        "Finding 4 (TEST) was not corrected: it overlaps the correction of finding 5.",
    )


def test_a_finding_of_many_places_counts_once_and_says_what_was_left(tmp_path: Path) -> None:
    body = paragraph("alpha one two") + f"<w:p>{_FIELD.format('REF', run('alpha two'))}</w:p>"
    path = write_word(tmp_path / "d.docx", body)
    first, second = documents.read(path).blocks
    others = ((first.locate(6, 9), "1"), (second.locate(0, 5), "a"), (second.locate(6, 9), "2"))
    fix = Fix(first.locate(0, 5), "a", safe=True, others=others, independent=True)
    copy, said = correct(path, finding(fix.where, fix))
    assert texts(copy)[0] == "a 1 two"
    assert said[0] == "The corrected copy mends 1 finding by tracked changes of STORM DAT."
    assert len(said) == 2
    assert said[1].startswith("Finding 1 (TEST) was corrected only in part: ")


def test_places_that_wait_are_mended_where_proposals_are_chosen(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("alpha one") + paragraph("alpha two"))
    first, second = documents.read(path).blocks
    waiting = ((second.locate(0, 5), "a"),)
    fix = Fix(first.locate(0, 5), "a", safe=True, reason="it stands in a heading", waiting=waiting)
    row = finding(fix.where, fix)
    assert texts(correct(path, row)[0]) == ["a one", "alpha two"]
    choice = choose((Numbered(1, row),), "safe")
    assert [(each.row.number, each.reason) for each in choice.proposed] == [(1, "it stands in a heading")]
    assert [len(each.changes) for each in choose((Numbered(1, row),), "proposed").made] == [1, 1]


def test_a_fix_of_several_places_is_made_everywhere_or_nowhere(tmp_path: Path) -> None:
    body = (
        paragraph("DOD one") + paragraph("DODs two") + f"<w:p>{_FIELD.format('REF', run('DOD three'))}</w:p>"
    )
    path = write_word(tmp_path / "d.docx", body)
    document = documents.read(path)
    one, two, three = place(document, "DOD"), place(document, "DODs"), document.blocks[2].locate(0, 3)
    fix = Fix(one, "DoD", True, others=((two, "DoDs"),))
    copy, _ = correct(path, finding(one, fix))
    assert texts(copy) == ["DoD one", "DoDs two", "DOD three"]
    copy, said = correct(path, finding(one, replace(fix, others=((two, "DoDs"), (three, "DoD")))))
    assert texts(copy) == texts(path)
    assert "result of a field" in said[1]


def test_unsafe_fixes_and_findings_without_a_place_are_left(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("old word"))
    where = place(documents.read(path), "old")
    copy, said = correct(
        path, finding(where, Fix(where, "new", False)), finding(Location(), Fix(Location(), "x", True))
    )
    assert copy.read_bytes() == path.read_bytes()
    assert said == (
        f"No corrected copy of {path.name} was written: it would mend nothing.",
        "1 correction was proposed and not made: 1 because a person must decide.",
    )


def test_headers_and_notes_are_corrected_in_their_parts(tmp_path: Path) -> None:
    note = f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{paragraph('a  note')}</w:footnote></w:footnotes>"
    path = write_word(
        tmp_path / "d.docx", paragraph("calls", "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        headers={"default": paragraph("an old head")}, parts={"footnotes.xml": note},
    )  # fmt: skip
    copy, _ = replaced(path, old="new", a__note="a_note")
    assert texts(copy) == [f"calls{OBJECT}", "a note", "an new head"]


def test_equal_input_gives_equal_bytes_and_one_author_and_date(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("old words, old"))
    first = replaced(path, old="new")[0].read_bytes()
    assert replaced(path, old="new")[0].read_bytes() == first
    with zipfile.ZipFile(tmp_path / "copy.docx") as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count('w:author="STORM DAT" w:date="2026-01-02T00:00:00Z"') == 2


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda data: data.replace(b">new<", b">now<"), "the corrected text is not what was meant"),
        (lambda data: data.replace(b"<w:delText xml:space=\"preserve\">old", b"<w:delText xml:space=\"preserve\">odd"), "with all changes rejected the text differs"),
        (lambda data: data.replace(b"preserve\"> here", b"preserve\"> hers"), "the corrected text is not what was meant"),
    ],
)  # fmt: skip
def test_a_copy_that_reads_otherwise_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[bytes], bytes], why: str
) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("some old here"))
    real = fixed._spliced
    monkeypatch.setattr(fixed, "_spliced", lambda *given: spoil(whole(real(*given))))
    with pytest.raises(OutputRefused, match=why):
        replaced(path, old="new")
    assert [item.name for item in tmp_path.iterdir()] == ["d.docx"]


def test_a_changed_original_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("before"))
    result = FileResult(path, documents.read(path).sha256, "docx")
    write_word(path, paragraph("after"))
    with pytest.raises(SourceChanged, match=r"d\.docx has changed"):
        FixedWord().write(result, tmp_path / "copy.docx", CONTEXT)


def test_accepting_all_leaves_none_of_the_findings_that_were_corrected(tmp_path: Path) -> None:
    body = "".join(
        [
            heading("Scope"),
            paragraph("The Test Readiness Review (TRR) is  held. The Test Readiness Review (TRR) ends."),
            paragraph(
                "Before that, the TRR follows the plan ", run("in another", "<w:sz w:val='30'/>"), " size."
            ),
            paragraph("When the design is ready, the Test Readiness Review is planned by the team."),
            paragraph(
                "One part of it was ",
                run("pasted", "<w:rFonts w:ascii='Calibri' w:hAnsi='Calibri'/>"),
                " here.",
            ),
        ]
    )
    path = write_word(tmp_path / "d.docx", body)
    before = check_file(path, profiles.load("classic"))
    safe = {row.rule for row in before.findings if row.fix and row.fix.safe}
    assert safe >= {"SPC-DOUBLE", "ACR-REDEFINED", "ACR-FULL-FORM", "TYP-FONT", "TYP-SIZE"}
    copy, said = correct(path, *before.findings)
    assert said[0].endswith(f"{AUTHOR}.")
    accepted = resolve(copy, tmp_path / "accepted.docx", AUTHOR, accept=True)
    left = {
        row.rule
        for row in check_file(accepted, profiles.load("classic")).findings
        if row.fix and row.fix.safe
    }
    assert left == set()


def judged(path: Path, profile: str) -> dict[str, list[Fix]]:
    """Return the fixes that a sweep proposes, by rule."""
    found: dict[str, list[Fix]] = {}
    result = check_file(path, profile)
    for row in result.findings:
        if row.fix is not None:
            found.setdefault(row.rule, []).append(row.fix)
    return found


def test_markings_are_corrected_in_every_slot(tmp_path: Path) -> None:
    body = "".join(
        map(paragraph, ["15 January 2024", "Classified By: J. Doe", "Derived From: Guide, 20200101"])
    )
    body += (
        paragraph("Declassify On: 20450101")
        + paragraph("(S//NF) The valve failed.")
        + paragraph("(TS//NF) It did.")
    )
    footer = f"<w:ftr {NAMESPACES}>{paragraph('SECRET / NF')}</w:ftr>"
    path = write_word(
        tmp_path / "d.docx", body, headers={"default": paragraph("SECRET / NF")},
        parts={"footer_default.xml": footer},
        section='<w:footerReference w:type="default" r:id="rid_footer_default.xml"/>',
    )  # fmt: skip
    result = check_file(path, "thorough")
    copy, _ = correct(path, *result.findings, fixes="proposed")
    assert texts(copy).count("TOP SECRET//NOFORN") == 2
    accepted = resolve(copy, tmp_path / "accepted.docx", AUTHOR, accept=True)
    assert not [fix for fixes in judged(accepted, "thorough").values() for fix in fixes if fix.safe]


def test_spellings_and_definitions_are_corrected(tmp_path: Path) -> None:
    body = paragraph("The Department of Defense (DoD) decides. The DOD has decided. Many DODs decide.")
    path = write_word(tmp_path / "d.docx", body)
    given = check_file(path, "thorough").findings
    copy, _ = correct(path, *(row for row in given if row.rule == "ACR-VARIANT"))
    assert texts(copy) == [texts(path)[0].replace("DOD", "DoD")]


def dense(document: Document) -> list[Finding]:
    """Return a safe correction of every fifth word, every third of them a change of look."""
    found = []
    for block in document.blocks:
        for number, match in enumerate(re.finditer(r"\S+", block.text)):
            where = block.locate(*match.span())
            if number % 15 == 10:
                found.append(finding(where, Fix(where, "", True, font="Arial", size_pt=12)))
            elif number % 5 == 0:
                found.append(finding(where, Fix(where, f"{match[0]} {match[0][::-1]}"[:40], True)))
    return found


@needs_shared
@pytest.mark.parametrize("path", real_cases())
def test_real_documents_can_be_corrected_and_given_back(path: Path, tmp_path: Path) -> None:
    local = tmp_path / "d.docx"
    local.write_bytes(path.read_bytes())
    document = documents.read(local)
    copy, said = correct(local, *dense(document))
    assert "mends 0 " not in said[0]
    assert texts(resolve(copy, tmp_path / "accepted.docx", AUTHOR, accept=True)) == texts(copy)


def test_a_correction_keeps_spaces_that_count_by_what_stands_around(tmp_path: Path) -> None:
    body = (
        '<w:p xml:space="preserve"><w:r><w:t>This</w:t></w:r><w:r><w:t> by-law grants  two </w:t></w:r></w:p>'
    )
    copy, _ = replaced(write_word(tmp_path / "d.docx", body), grants__two="gives two")
    assert texts(copy) == ["This by-law gives two "]


def test_a_correction_over_a_line_end_in_a_text(tmp_path: Path) -> None:
    copy, _ = replaced(
        write_word(tmp_path / "d.docx", paragraph("a Field\nData\n Unit here")), Field_Data="Ground Data"
    )
    assert texts(copy) == ["a Ground Data  Unit here"]


def test_a_correction_in_capitals_of_the_format(tmp_path: Path) -> None:
    body = paragraph("The ", run("rpu status", "<w:caps/>"), " is shown.")
    copy, _ = replaced(write_word(tmp_path / "d.docx", body), status="state")
    assert [block.printed for block in documents.read(copy).blocks] == ["The RPU STATE is shown."]


_THINGS = {
    "picture": things.picture(),
    "floating picture": things.picture("anchor"),
    "shape": things.vml(),
    "object": things.vml("object"),
    "note mark": "<w:footnoteReference w:id='2'/>",
    "page number": "<w:pgNum/>",
    "symbol": "<w:sym w:font='Symbol' w:char='F0B0'/>",
    "unknown symbol": "<w:sym w:font='Webdings' w:char='F0B0'/>",
    "shape in two renderings": things.alternates(("wps", things.picture()), fallback=things.vml()),
    "text in two renderings": things.alternates(("zz", "<zz:n/>"), fallback="<w:t>longer</w:t>"),
    "ruby": things.ruby("guide", "base  words"),
}
_KEPT = frozenset(
    {"drawing", "pict", "object", "footnoteReference", "pgNum", "sym", "AlternateContent", "ruby", "oMath"}
)


def _things_in(path: Path) -> list[str]:
    """Return the things of the body that no tracked deletion holds."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found = [element for element in root.iter() if etree.QName(element).localname in _KEPT]
    return [
        etree.QName(element).localname
        for element in found
        if not any(True for _ in element.iterancestors(f"{{{W}}}del"))
    ]


def _doubles(path: Path) -> list[Finding]:
    return [
        finding(block.locate(*match.span()), Fix(block.locate(*match.span()), " ", safe=True))
        for block in documents.read(path).blocks
        for match in re.finditer("  +", block.text)
    ]


@pytest.mark.parametrize("thing", _THINGS.values(), ids=_THINGS.keys())
@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(
            "<w:t xml:space='preserve'>a  b </w:t>{}<w:t xml:space='preserve'> c  d</w:t>", id="between"
        ),
        pytest.param("{}<w:t xml:space='preserve'>  a  b</w:t>", id="before"),
        pytest.param("<w:t xml:space='preserve'>a  b  </w:t>{}", id="behind"),
        pytest.param(
            "<w:t xml:space='preserve'>a  </w:t>{0}{0}<w:t xml:space='preserve'>  b</w:t>", id="two"
        ),
        pytest.param("{0}<w:tab/><w:t xml:space='preserve'>a  b</w:t>{0}<w:t>c</w:t>", id="with a tab"),
    ],
)
def test_corrections_in_a_run_leave_its_things_alone(tmp_path: Path, inner: str, thing: str) -> None:
    path = write_word(
        tmp_path / "d.docx", paragraph(f"<w:r><w:rPr><w:b/></w:rPr>{inner.format(thing)}</w:r>")
    )
    found = [each for each in _doubles(path) if each.where.kind.value == "paragraph"]
    copy, said = correct(path, *found)
    kept = len(said) - 1  # what could not be made is said
    assert sum(len(re.findall("  +", text)) for text in texts(copy)) <= kept
    assert _things_in(copy) == _things_in(path)
    assert "".join(texts(copy)).replace(" ", "") == "".join(texts(path)).replace(" ", "")


@pytest.mark.parametrize(
    "body",
    [
        run("an old ") + f"<w:r>{_THINGS['picture']}</w:r>" + run(" word here"),
        run("an old ") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + run(" word here"),
        run("an old ") + things.field("PAGE") + run(" word here"),
        run("an old ") + things.control("<w:picture/>") + run(" word here"),
        "<w:r><w:t xml:space='preserve'>an old </w:t><w:footnoteReference w:id='7'/>"
        "<w:t xml:space='preserve'> word here</w:t></w:r>",
    ],
)
def test_no_correction_takes_a_thing_away(tmp_path: Path, body: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph(body))
    document = documents.read(path)
    assert document.blocks[0].text == f"an old {OBJECT} word here"
    where = document.blocks[0].locate(3, 13)
    copy, said = correct(path, finding(where, Fix(where, "new term", safe=True)))
    assert "a note, a picture or a field stands inside it" in said[1]
    assert texts(copy) == texts(path)


_JOINED = {
    "deleted mark": things.ended("del", run("one  two ")) + paragraph(" three  four"),
    "three paragraphs": things.ended("del", run("one ")) + things.ended("del", run(" two ")) + paragraph(" three"),
    "moved mark": things.ended("moveFrom", run("one  two ")) + paragraph(" three"),
    "inserted mark": things.ended("ins", run("one  two")) + paragraph("three  four"),
    "whole paragraph": paragraph("one  two") + things.ended("del", things.deleted("gone  too")) + paragraph("three  four"),
    "with a picture": things.ended("del", run("one "), f"<w:r>{things.picture()}</w:r>") + paragraph("  three"),
    "field without an end": paragraph(run("one  two"), "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", run("three  four")) + paragraph("five  six"),
    "run-in heading": paragraph("One  two. ", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph("three  four"),
    "deleted row": f"<w:tbl><w:tr><w:trPr><w:del w:id='5' w:author='Ann'/></w:trPr><w:tc>{paragraph('one  two')}</w:tc></w:tr><w:tr><w:tc>{paragraph('three  four')}</w:tc></w:tr></w:tbl>" + paragraph("five  six"),
}  # fmt: skip


@pytest.mark.parametrize("body", _JOINED.values(), ids=_JOINED.keys())
def test_corrections_over_paragraph_marks(tmp_path: Path, body: str) -> None:
    path = write_word(tmp_path / "d.docx", body)
    copy, said = correct(path, *_doubles(path))
    assert said[1:] == ()
    assert texts(copy) == [re.sub("  +", " ", text) for text in texts(path)]
    assert _things_in(copy) == _things_in(path)


def test_a_replacement_over_a_deleted_mark(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", things.ended("del", run("an old ")) + paragraph("word here"))
    copy, said = replaced(path, old_word="new_term")
    assert said[1:] == ()
    assert texts(copy) == ["an new term here"]
    assert [kind for kind, _ in changes(copy, AUTHOR)].count("del") == 2


def test_a_correction_may_make_a_heading_of_its_words_a_paragraph(tmp_path: Path) -> None:
    """What the contents list is a heading by its words: with other words it is none, and still right."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in (("TOC1", "toc 1"), ("Front", "Heading Unnumbered"))
    )
    listed = paragraph("About us\t3", properties='<w:pStyle w:val="TOC1"/>')
    body = listed + paragraph("About us", properties='<w:pStyle w:val="Front"/>')
    path = write_word(tmp_path / "d.docx", body, styles=styles)
    where = documents.read(path).blocks[1].locate(6, 8)
    copy, _ = correct(path, finding(where, Fix(where, "everybody", safe=True)))
    assert texts(copy)[1] == "About everybody"
