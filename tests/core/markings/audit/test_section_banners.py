"""The banner of each section, sheet, slide and page beside its own portions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from stormdat_core import documents
from stormdat_core.model import Document, Finding, Severity
from tests.core.markings.audited import AUTHORITY, DESIGNATION, findings, lines
from tests.pdf import line, write_pdf
from tests.powerpoint import Slide, shape, write_powerpoint
from tests.word import NAMESPACES, paragraph, write_word

UNDER, DIFFER, LOW = "MRK-BANNER-UNDER", "MRK-BANNER-SECTION-DIFFER", "MRK-BANNER-COVER-LOW"
VARIES = "MRK-CUI-BANNER-VARIES"
ASKED = (UNDER, DIFFER, LOW, VARIES, "MRK-BANNER-REL", "MRK-BANNER-HF-DIFFER")
PAGE = "<w:r><w:lastRenderedPageBreak/></w:r>"


@dataclass(frozen=True)
class Section:
    """Headers by variant, repeated in the footers, and the XML of the body."""

    headers: Mapping[str, str]
    body: str = ""
    title: bool = False
    footers: Mapping[str, str] = field(default_factory=dict)


def plain(banner: str, *texts: str) -> Section:
    return Section({"default": banner}, lines(*texts))


def written(folder: Path, *sections: Section, even: bool = False) -> Document:
    parts = {"settings.xml": f"<w:settings {NAMESPACES}>{'<w:evenAndOddHeaders/>' * even}</w:settings>"}
    ends = []
    for at, section in enumerate(sections):
        links = ""
        for edge, texts in (("header", section.headers), ("footer", section.footers or section.headers)):
            for variant, text in texts.items():
                name, tag = f"{edge}_{at}_{variant}.xml", "hdr" if edge == "header" else "ftr"
                parts[name] = f"<w:{tag} {NAMESPACES}>{paragraph(text)}</w:{tag}>"
                links += f'<w:{edge}Reference w:type="{variant}" r:id="rid_{name}"/>'
        ends.append(links + "<w:titlePg/>" * section.title)
    body = "".join(
        section.body + (f"<w:p><w:pPr><w:sectPr>{end}</w:sectPr></w:pPr></w:p>" if at + 1 < len(ends) else "")
        for at, (section, end) in enumerate(zip(sections, ends, strict=True))
    )
    return documents.read(write_word(folder / "report.docx", body, parts=parts, section=ends[-1]))


def said(document: Document, regime: str = "dod") -> list[tuple[str, Severity]]:
    return [(f.rule, f.severity) for f in about(document, regime)]


def about(document: Document, regime: str = "dod") -> list[Finding]:
    return [f for f in findings(document, regime=regime) if f.rule in ASKED]


COVER = plain("SECRET", *AUTHORITY, "(S) The valve failed.")
CUI = plain("CUI", *DESIGNATION, "(CUI) The names are in the annex.")
ERROR, WARNING = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("sections", "regime", "expected"),
    [
        pytest.param([CUI, plain("UNCLASSIFIED", "(U) The pump is new.")], "dod", [], id="fits its portions"),
        pytest.param(
            [plain("CUI", *DESIGNATION, "The names."), plain("UNCLASSIFIED", "The pump is new.")], "dod", [],
            id="no portion is marked, as CUI allows",
        ),
        pytest.param(
            [CUI, plain("UNCLASSIFIED", "(CUI) The names.", "(U) The pump.")], "dod", [(UNDER, ERROR)], id="CUI below",
        ),
        pytest.param([COVER, plain("UNCLASSIFIED", "(S) The pump leaks.")], "dod", [(UNDER, ERROR)], id="secret below"),
        pytest.param([COVER, plain("CONFIDENTIAL", "(S) The pump leaks.")], "ic", [(UNDER, ERROR)], id="one level below"),
        pytest.param([COVER, plain("UNCLASSIFIED", "(U) The pump is new.")], "dod", [], id="unclassified annex"),
        pytest.param([COVER, plain("SECRET", "(U) The pump is new.")], "dod", [], id="the document's own banner"),
        pytest.param([COVER, plain("CONFIDENTIAL", "(U) The pump is new.")], "dod", [(DIFFER, WARNING)], id="neither"),
        pytest.param(
            [COVER, plain("UNCLASSIFIED", "(U) One.", "The pump is new now.")], "dod", [(DIFFER, WARNING)], id="not all marked",
        ),
        pytest.param(
            [plain("CONFIDENTIAL", *AUTHORITY, "(C) One."), plain("SECRET", "(S) The pump leaks.")], "dod",
            [(UNDER, ERROR), (LOW, ERROR)], id="a cover below",
        ),
        pytest.param(
            [plain("SECRET", *AUTHORITY, "(S) One."), plain("SECRET//NOFORN", "(S//NF) Two.")], "ic",
            [(LOW, ERROR), ("MRK-BANNER-REL", ERROR)], id="a cover without NOFORN",
        ),
        pytest.param(
            [plain("SECRET//NOFORN", *AUTHORITY, "(S//NF) One."), plain("SECRET", "(S//NF) Two.")], "ic",
            [(UNDER, ERROR)], id="NOFORN missing inside",
        ),
        pytest.param(
            [plain("SECRET//NOFORN", *AUTHORITY, "(S//NF) One."), plain("SECRET", "(S) Two.")], "ic", [], id="no NOFORN inside",
        ),
        pytest.param(
            [plain("UNCLASSIFIED", *DESIGNATION, "(U) One."), plain("CUI", "(CUI) Two.")], "dod",
            [(UNDER, ERROR), (LOW, ERROR)], id="a cover without CUI",
        ),
        pytest.param([CUI, plain("UNCLASSIFIED", "(U) The pump.")], "nara", [(VARIES, ERROR)], id="one banner throughout"),
    ],
)  # fmt: skip
def test_sections_beside_their_portions(
    tmp_path: Path, sections: Sequence[Section], regime: str, expected: list[tuple[str, Severity]]
) -> None:
    assert sorted(said(written(tmp_path, *sections), regime)) == sorted(expected)


def test_the_finding_names_the_section_and_the_portion(tmp_path: Path) -> None:
    document = written(tmp_path, COVER, plain("UNCLASSIFIED", "(U) One.", "(S) The pump leaks."))
    (finding,) = about(document)
    assert finding.message.startswith("The header of section 2 says UNCLASSIFIED")
    assert [document.blocks[e.where.block].text for e in finding.evidence] == ["(S) The pump leaks."]
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == ("SECRET", False)
    ((place, text),) = finding.fix.others
    assert (document.blocks[place.block].kind.value, text) == ("footer", "SECRET")


def test_header_and_footer_that_differ_are_each_compared(tmp_path: Path) -> None:
    inner = Section({"default": "SECRET"}, lines("(S) The pump leaks."), footers={"default": "UNCLASSIFIED"})
    assert sorted(said(written(tmp_path, COVER, inner))) == sorted(
        [("MRK-BANNER-HF-DIFFER", ERROR), (UNDER, ERROR)]
    )


def test_a_note_belongs_to_the_section_that_calls_it(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{lines("(S) See the test.")}</w:footnote></w:footnotes>'
    head = f"<w:hdr {NAMESPACES}>{paragraph('UNCLASSIFIED')}</w:hdr>"
    reference = '<w:headerReference w:type="default" r:id="rid_header_u.xml"/>'
    one = f"<w:hdr {NAMESPACES}>{paragraph('SECRET')}</w:hdr>"
    first = '<w:headerReference w:type="default" r:id="rid_header_s.xml"/>'
    for calling, expected in ((1, [UNDER]), (0, [])):
        texts = ["(S) One.", "(U) Two."]
        body = (
            paragraph(texts[0], call * (calling == 0))
            + f"<w:p><w:pPr><w:sectPr>{first}</w:sectPr></w:pPr></w:p>"
        )
        body += paragraph(texts[1], call * (calling == 1))
        parts = {"footnotes.xml": notes, "header_u.xml": head, "header_s.xml": one}
        document = documents.read(
            write_word(tmp_path / f"{calling}.docx", body, parts=parts, section=reference)
        )
        assert any(block.text == "(S) See the test." for block in document.blocks)
        assert [rule for rule, _ in said(document) if rule == UNDER] == expected


FIRST_LOW = {"first": "UNCLASSIFIED", "default": "SECRET"}
REST_LOW = {"first": "SECRET", "default": "UNCLASSIFIED"}
EVEN_LOW = {"even": "UNCLASSIFIED", "default": "SECRET"}
_S, _U = paragraph("(S) The pump leaks."), paragraph("(U) The pump is new.")
_NEXT_S, _NEXT_U = paragraph(PAGE, "(S) It leaks on."), paragraph(PAGE, "(U) It is new.")


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        pytest.param(FIRST_LOW, _S + _U, [(UNDER, ERROR)], id="first page, and the first portion is secret"),
        pytest.param(FIRST_LOW, _U + _S, [(UNDER, WARNING)], id="first page, and a later portion is secret"),
        pytest.param(REST_LOW, _U + _S, [(UNDER, ERROR)], id="other pages, and the last portion is secret"),
        pytest.param(REST_LOW, _S + _U, [(UNDER, WARNING)], id="other pages, and the first portion is secret"),
        pytest.param(REST_LOW, _S * 400 + _U, [(UNDER, ERROR)], id="more than a page is secret"),
        pytest.param(REST_LOW, _U + _U, [], id="nothing is secret"),
        pytest.param(EVEN_LOW, _S + _U, [(UNDER, ERROR)], id="even pages"),
        pytest.param(REST_LOW, _S + _NEXT_U, [], id="known to stand on the first page"),
        pytest.param(REST_LOW, _S + _NEXT_S, [(UNDER, ERROR)], id="known to stand on the second page"),
        pytest.param(FIRST_LOW, _U + _NEXT_S, [], id="known to stand behind the first page"),
        pytest.param(EVEN_LOW, _U + _NEXT_S, [(UNDER, ERROR)], id="known to stand on an even page"),
        pytest.param(EVEN_LOW, _S + _NEXT_U, [], id="known to stand on an odd page"),
    ],
)  # fmt: skip
def test_first_and_even_pages_have_banners_of_their_own(
    tmp_path: Path, headers: Mapping[str, str], body: str, expected: list[tuple[str, Severity]]
) -> None:
    cover = plain("SECRET", *AUTHORITY, "(S) The valve failed.")
    inner = Section(headers, body, title="first" in headers)
    if "even" in headers:
        cover = Section({"default": "SECRET", "even": "SECRET"}, cover.body)
    document = written(tmp_path, cover, inner, even="even" in headers)
    assert said(document) == expected


def _workbook(folder: Path, *sheets: tuple[str, str]) -> Document:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, (banner, text) in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append([text])
        sheet.append(["(U) The pump of the second hour is found to be as new."])
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = banner
    book.save(folder / "book.xlsx")
    return documents.read(folder / "book.xlsx")


def _slides(folder: Path, *slides: tuple[str, str]) -> Document:
    made = [Slide(shape(banner) + shape(text) + shape(banner), "", {}) for banner, text in slides]
    return documents.read(write_powerpoint(folder / "d.pptx", *made))


def _pages(folder: Path, *pages: tuple[str, str]) -> Document:
    made = [
        [line(banner, 760), line(text, 600), line("(U) The end.", 560), line(banner, 40)]
        for banner, text in pages
    ]
    return documents.read(write_pdf(folder / "d.pdf", *made))


@pytest.mark.parametrize("make", [_workbook, _slides, _pages], ids=["sheets", "slides", "pages"])
@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("UNCLASSIFIED", "(S) The valve was found to fail in the second hour."), [(UNDER, ERROR)]),
        (("UNCLASSIFIED", "(U) The valve was found to be new in the second hour."), []),
        (("SECRET", "(S) The valve was found to fail in the second hour."), []),
    ],
)
def test_sheets_slides_and_pages(
    tmp_path: Path, make: object, second: tuple[str, str], expected: list[tuple[str, Severity]]
) -> None:
    first = ("SECRET", "(S) The valve was found to leak in the first hour.")
    assert said(make(tmp_path, first, second)) == expected  # type: ignore[operator]


def test_what_the_notes_of_a_slide_say_is_no_matter_of_its_banner(tmp_path: Path) -> None:
    slides = [("SECRET", "(S) The valve fails in the test."), ("UNCLASSIFIED", "(U) The pump is as new.")]
    document = _slides(tmp_path, *slides)
    assert said(document) == []
