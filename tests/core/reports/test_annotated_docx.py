"""The annotated copy is the author's document with highlights, and nothing else."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from stormdat_core import documents
from stormdat_core.atomic import PREFIX
from stormdat_core.errors import OutputRefused, SourceChanged
from stormdat_core.model import (
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    Location,
    MarkingPresence,
    Severity,
)
from stormdat_core.model.comments import CommentType, own_comment
from stormdat_core.reports.base import CopyStyle, ReportContext
from stormdat_core.reports.colours import SHADES
from stormdat_core.reports.docx import annotated
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.commenting import texts
from stormdat_core.reports.matrix.style import MatrixStyle, Reviewer
from tests import things
from tests.comparer import assert_nothing_lost, coloured, commented, comments, highlighted, opening
from tests.marks import unmarked
from tests.shared import needs_shared, real_cases
from tests.word import NAMESPACES, paragraph, run, write_word
from tests.wordcheck import assert_sound

CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC), CopyStyle("both", "strong"))


def finding(
    where: Location,
    colour: Colour = Colour.RED,
    severity: Severity = Severity.INFO,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    return Finding("TEST", severity, colour, where, "message", "excerpt", evidence)


def annotate(path: Path, *findings: Finding, style: CopyStyle = CONTEXT.style) -> Path:
    document = documents.read(path)
    target = path.with_name("copy.docx")
    result = FileResult(path, document.sha256, "docx", findings=findings)
    AnnotatedCopy().write(result, target, replace(CONTEXT, style=style))
    assert_sound(path, target)
    return target


def mark(path: Path, *words: str, style: CopyStyle = CONTEXT.style) -> Path:
    """Annotate the first place of each word in the document."""
    blocks = documents.read(path).blocks
    places = [
        next(b.locate(b.text.index(w), b.text.index(w) + len(w)) for b in blocks if w in b.text)
        for w in words
    ]
    return annotate(path, *map(finding, places), style=style)


_FOOTNOTES = (
    f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{paragraph('a noted word')}</w:footnote></w:footnotes>"
)
_FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
    f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('result word')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
)
_CLOSED = "<w:bookmarkEnd w:id='7'/>"
_BOOKMARKED = f"<w:bookmarkStart w:id='7' w:name='_Ref1'/>{run('Fig 1')}{_CLOSED}{run(': x')}"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph("one word here"), id="middle of a run"),
        pytest.param(paragraph("word"), id="whole run"),
        pytest.param(
            paragraph(run("a word b", "<w:b/><w:color w:val='FF0000'/><w:u w:val='single'/>")), id="formatted"
        ),
        pytest.param(paragraph(run("a wo", "<w:i/>"), run("rd b", "<w:b/>")), id="over two runs"),
        pytest.param(
            "<w:p><w:r><w:t>word</w:t><w:tab/><w:t>a</w:t><w:br/><w:noBreakHyphen/></w:r></w:p>",
            id="other children stay",
        ),
        pytest.param(f"<w:p><w:hyperlink r:id='x'>{run('a word b')}</w:hyperlink></w:p>", id="hyperlink"),
        pytest.param(
            f"<w:p><w:ins w:id='1' w:author='A'>{run('a word b')}</w:ins><w:del><w:r><w:delText>word</w:delText></w:r></w:del></w:p>",
            id="insertion",
        ),
        pytest.param(
            f"<w:p><w:sdt><w:sdtContent>{run('a word b')}</w:sdtContent></w:sdt></w:p>", id="content control"
        ),
        pytest.param(f"<w:p>{_FIELD}</w:p>", id="field result"),
        pytest.param("<w:p><w:r><w:t> word </w:t></w:r></w:p>", id="spaces that are not text"),
        pytest.param(
            "<w:p><w:r><w:rPr/><w:t>a &amp; word &lt;b&gt; \N{GRINNING FACE}</w:t></w:r></w:p>",
            id="entities and empty properties",
        ),
        pytest.param(
            "<w:p><w:r><w:rPr><w:highlight w:val='yellow'/></w:rPr><w:t>word</w:t></w:r></w:p>",
            id="the author's own highlight",
        ),
        pytest.param(
            "<w:p><w:r><w:t>outer text</w:t><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
            f"{paragraph('a word b')}</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent><w:t>after</w:t></w:r></w:p>",
            id="text box inside a run",
        ),
    ],
)
def test_a_word_is_highlighted_and_nothing_is_lost(tmp_path: Path, body: str) -> None:
    path = write_word(tmp_path / "d.docx", body)
    copy = mark(path, "word")
    assert assert_nothing_lost(path, copy) == {"word/document.xml"}
    assert "".join(text for text, _ in highlighted(copy)).strip() == "word"


def test_a_run_and_the_text_box_inside_it_are_both_marked(tmp_path: Path) -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('inner word here')}</w:txbxContent></w:pict>"
    path = write_word(tmp_path / "d.docx", f"<w:p><w:r><w:t>outer sign</w:t>{box}<w:t>tail</w:t></w:r></w:p>")
    copy = mark(path, "sign", "word")
    assert_nothing_lost(path, copy)
    with zipfile.ZipFile(copy) as package:
        xml = package.read("word/document.xml").decode()
    assert re.findall(r"highlight[^>]*/></w:rPr><w:t[^>]*>([^<]*)", xml) == ["sign", "word"]


def test_headers_and_footnotes_are_marked_in_their_parts(tmp_path: Path) -> None:
    body = paragraph("calls", "<w:r><w:footnoteReference w:id='2'/></w:r>")
    path = write_word(
        tmp_path / "d.docx",
        body,
        headers={"default": paragraph("a heading word")},
        parts={"footnotes.xml": _FOOTNOTES},
    )
    copy = mark(path, "noted", "heading")
    touched = {"word/footnotes.xml", "word/header_default.xml", "word/document.xml"}
    assert assert_nothing_lost(path, copy) == touched
    assert highlighted(copy, "word/footnotes.xml") == [("noted", "red")]


def test_the_worse_level_wins_the_colour_and_marked_evidence_is_coloured(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("abcdefgh ijkl"))
    (block,) = documents.read(path).blocks
    evidence = (
        Evidence(block.locate(9, 11), "also", marked=True),
        Evidence(block.locate(12, 13), "not", marked=False),
    )
    copy = annotate(
        path,
        finding(block.locate(2, 6), Colour.PINK, Severity.WARNING, evidence),
        finding(block.locate(0, 8), Colour.BLUE, Severity.INFO),
    )
    assert highlighted(copy) == [("ab", "blue"), ("cdef", "magenta"), ("gh", "blue"), ("ij", "magenta")]


def test_a_comment_says_rule_level_message_evidence_and_cure(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("the  end"))
    (block,) = documents.read(path).blocks
    where = block.locate(3, 5)
    evidence = (Evidence(block.locate(0, 3), "also here"),)
    given = Finding(
        "SPC-DOUBLE", Severity.ERROR, Colour.RED, where, "Two spaces.", "", evidence, Fix(where, " ", True)
    )
    copy = annotate(path, given)
    assert comments(copy) == [
        (
            "STORM DAT",
            "Too many spaces (error) Two spaces. SPC-DOUBLE\n"
            "See also here: paragraph 1.\nCorrection: Replace with 1 space.",
        )
    ]
    assert list(commented(copy).values()) == ["  "]


@pytest.mark.parametrize("colours", ["strong", "light"])
def test_a_copy_opens_with_what_was_not_done_and_what_its_colours_mean(
    tmp_path: Path, colours: Literal["strong", "light"]
) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("SECRET//NOFORN") + paragraph("one word"))
    blocks = documents.read(path).blocks
    found = (
        finding(blocks[1].locate(0, 3), Colour.NONE, Severity.ERROR),
        *(finding(blocks[1].locate(at, at + 1), Colour.YELLOW) for at in (4, 6)),
    )
    result = FileResult(path, documents.read(path).sha256, "docx", findings=found, characters=20)
    blind = replace(
        result,
        unaudited=MarkingPresence(("banner SECRET//NOFORN",), profile="classic"),
        warnings=("A header could not be read.",),
    )
    copy = path.with_name("copy.docx")
    AnnotatedCopy().write(blind, copy, replace(CONTEXT, style=CopyStyle("both", colours)))
    assert opening(copy).split("\n") == [
        "Not done: This document carries security markings that were not audited by the profile “classic”: banner SECRET//NOFORN. Check it again with the profile standard, which audits them.",
        "Not done: A header could not be read.",
        "STORM DAT: 3 findings: 1 error, 2 for information.",
        "Not defined: acronym used before or without its definition (2)",
        "Other: listed and commented on, not coloured (1)",
    ]
    with zipfile.ZipFile(copy) as package:
        legend = package.read("word/comments.xml").decode()
    assert re.findall(r'<w:shd [^>]*fill="(\w+)"', legend) == [SHADES[Colour.YELLOW].fill(colours)]
    AnnotatedCopy().write(blind, copy, replace(CONTEXT, style=CopyStyle("highlight", colours)))
    assert opening(copy) == ""


def test_a_copy_of_a_clean_document_opens_with_nothing_unless_something_is_missing(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("one word"))
    result = FileResult(path, documents.read(path).sha256, "docx", characters=8)
    copy = path.with_name("copy.docx")
    assert AnnotatedCopy().write(result, copy, CONTEXT) == ()
    assert unmarked(copy) == path.read_bytes()
    said = AnnotatedCopy().write(
        replace(result, unaudited=MarkingPresence(("banner SECRET",))), copy, CONTEXT
    )
    assert said == ()
    assert opening(copy).endswith("STORM DAT: No findings in what was checked.")


def test_the_highlight_covers_the_whole_finding(tmp_path: Path) -> None:
    """Over runs, field results, tabs, breaks and links, in a table too."""
    link = f"<w:hyperlink r:id='x'>{run('in a link')}</w:hyperlink>"
    body = f"<w:p>{run('Start ', '<w:b/>')}<w:r><w:tab/></w:r>{_FIELD}{link}<w:r><w:br/></w:r>{run(' end')}</w:p>"
    path = write_word(tmp_path / "d.docx", f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>{body}")
    blocks = [block for block in documents.read(path).blocks if block.text]
    copy = annotate(path, *(finding(block.locate(0, len(block.text))) for block in blocks), style=CopyStyle())
    told = [text for text, _ in coloured(copy)]
    assert [re.sub(r"\s", "", text) for text in told] == ["Startresultwordinalinkend"] * 2
    with zipfile.ZipFile(copy) as package:
        xml = package.read("word/document.xml").decode()
    shaded = [each for each in re.findall(r"<w:r>.*?</w:r>", xml) if "<w:shd" in each]
    assert sum("<w:tab/>" in each for each in shaded) == 2
    assert sum("<w:br/>" in each for each in shaded) == 2


def test_findings_on_one_word_share_a_comment_and_sentences_have_their_own(tmp_path: Path) -> None:
    text = "alpha beta gamma " + "delta " * 20
    path = write_word(tmp_path / "d.docx", paragraph(text))
    (block,) = documents.read(path).blocks
    places = [(0, 5), (1, 3), (2, 9), (11, 16), (0, len(text)), (0, len(text) - 1)]
    copy = annotate(path, *(finding(block.locate(*place)) for place in places))
    assert sorted(commented(copy).values(), key=len) == ["gamma", "alpha bet", text]
    assert sorted(text.count("TEST") for _, text in comments(copy)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("body", "headers", "parts", "word", "anchor"),
    [
        pytest.param(
            paragraph("calls", "<w:r><w:footnoteReference w:id='2'/></w:r>", "on"), {}, {"footnotes.xml": _FOOTNOTES},
            "noted", "", id="a note, at its reference",
        ),
        pytest.param(
            paragraph("Scope of it"), {"default": paragraph("a heading word")}, {}, "heading", "Scope",
            id="a header, at the section's first words",
        ),
        pytest.param(
            f"{paragraph('before')}<w:p>{run('outer ')}<w:r><w:pict><w:txbxContent>{paragraph('a word')}"
            f"</w:txbxContent></w:pict></w:r>{run('after')}</w:p>", {}, {}, "word", "a word",
            id="a text box, around the run that holds it",
        ),
        pytest.param(
            f"<w:p>{run('a ')}<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('plain word here')}"
            "</w:sdtContent></w:sdt></w:p>", {}, {}, "word", "plain word here", id="a plain control, around it",
        ),
        pytest.param(
            f"<w:p>{run('see the ')}{_FIELD}{run(' on')}</w:p>", {}, {}, "the result", "the result word",
            id="a range that would end in a field, around it",
        ),
        pytest.param(
            f"<w:p>{run('see ')}{_FIELD}{run(' on')}</w:p>", {}, {}, "result", "result word",
            id="a place inside the result of a field, around it",
        ),
        pytest.param(
            f"<w:p>{run('see ')}{_FIELD.replace('REF x', 'HYPERLINK x')}{run(' on')}</w:p>", {}, {}, "result", "result",
            id="a place inside a link",
        ),
        pytest.param(
            "<w:p><w:r><w:t>a</w:t><w:fldChar w:fldCharType='begin'/><w:instrText>REF</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>bc</w:t><w:fldChar w:fldCharType='end'/><w:t>d</w:t></w:r></w:p>",
            {}, {}, "bc", "bc", id="a field in one run",
        ),
        pytest.param(
            f"<w:p>{_BOOKMARKED}</w:p><w:p>{_FIELD.replace('REF x', 'REF _ref1')}</w:p>", {}, {}, "Fig", "Fig 1",
            id="text that a field repeats, to its end",
        ),
        pytest.param(
            f"<w:p>{_BOOKMARKED}</w:p><w:p>{_FIELD.replace('REF x', 'PAGEREF _Ref1')}</w:p>", {}, {}, "Fig", "Fig",
            id="text that no field repeats",
        ),
        pytest.param(
            f"<w:p>{_BOOKMARKED.replace(_CLOSED, '')}</w:p><w:p>{_CLOSED}{_FIELD.replace('REF x', 'REF _Ref1')}</w:p>",
            {}, {}, "Fig", "Fig", id="text that a field repeats, over several paragraphs",
        ),
        pytest.param(
            f"<w:p><w:r><w:ruby><w:rt>{run('up')}</w:rt><w:rubyBase>{run('base word')}</w:rubyBase></w:ruby></w:r></w:p>",
            {}, {}, "base", "upbase word", id="ruby text, around the whole",
        ),
    ],
)  # fmt: skip
def test_comments_stand_where_word_allows_them(
    tmp_path: Path, body: str, headers: dict[str, str], parts: dict[str, str], word: str, anchor: str
) -> None:
    copy = mark(write_word(tmp_path / "d.docx", body, headers=headers, parts=parts), word)
    assert_nothing_lost(tmp_path / "d.docx", copy)
    assert list(commented(copy).values()) == [anchor]


def test_what_concerns_the_whole_document_is_said_at_its_beginning(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("First words", "<w:r><w:t>.</w:t></w:r>"))
    copy = annotate(path, finding(Location()), finding(Location()))
    assert list(commented(copy).values()) == ["First"]
    assert comments(copy)[0][1].count("whole document: message") == 2


@pytest.mark.parametrize("body", ["<w:p/>", "<w:p></w:p>", "<w:p><w:pPr><w:jc w:val='left'/></w:pPr></w:p>"])
def test_a_document_without_text_is_commented_on(tmp_path: Path, body: str) -> None:
    path = write_word(tmp_path / "d.docx", body)
    copy = annotate(path, finding(Location()))
    assert_nothing_lost(path, copy)
    assert list(commented(copy).values()) == [""]


def test_comments_follow_the_authors_and_have_free_ids(tmp_path: Path) -> None:
    theirs = f"<w:comments {NAMESPACES}><w:comment w:id='1' w:author='A'>{paragraph('mine')}</w:comment></w:comments>"
    body = (
        f"<w:p><w:commentRangeStart w:id='1'/>{run('some word')}<w:commentRangeEnd w:id='1'/>"
        "<w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    path = write_word(tmp_path / "d.docx", body, parts={"comments.xml": theirs})
    copy = mark(path, "word")
    assert_nothing_lost(path, copy)
    assert [author for author, _ in comments(copy)] == ["A", "STORM DAT"]
    assert commented(copy) == {"1": "some word", "3": "word"}  # 2 opens the copy


def test_the_ways_of_marking(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("one word here"))
    only = mark(path, "word", style=CopyStyle("highlight", "strong"))
    assert (highlighted(only), comments(only)) == ([("word", "red")], [])
    said = mark(path, "word", style=CopyStyle("comment"))
    assert (highlighted(said), list(commented(said).values())) == ([], ["word"])
    light = mark(path, "word", style=CopyStyle("both", "light"))
    assert (highlighted(light), coloured(light)) == ([], [("word", SHADES[Colour.RED].light)])


@pytest.mark.parametrize("colours", ["strong", "light"])
def test_the_authors_own_colour_stays_and_the_finding_gets_a_border(
    tmp_path: Path, colours: Literal["strong", "light"]
) -> None:
    own = "<w:highlight w:val='yellow'/><w:shd w:val='clear' w:fill='00FF00'/>"
    path = write_word(tmp_path / "d.docx", paragraph(run("a word", own)))
    copy = mark(path, "word", style=CopyStyle("highlight", colours))
    assert_nothing_lost(path, copy)
    assert highlighted(copy) == [("a word", "yellow")]
    assert coloured(copy, kind="bdr", value="color") == [("word", "FF0000")]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("one word here"))
    assert mark(path, "word").read_bytes() == mark(path, "word").read_bytes()


def test_a_signed_and_a_protected_original_are_told(tmp_path: Path) -> None:
    settings = (
        f"<w:settings {NAMESPACES}><w:documentProtection w:edit='readOnly' w:enforcement='1'/></w:settings>"
    )
    path = write_word(tmp_path / "d.docx", paragraph("a word"), parts={"settings.xml": settings})
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    kind = b"<Override PartName='/sig/origin.sigs' ContentType='application/vnd.openxmlformats-package.digital-signature-origin'/>"
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", kind + b"</Types>")
    with zipfile.ZipFile(path, "w") as new:
        for name, data in {**files, "sig/origin.sigs": b""}.items():
            new.writestr(name, data)
    document = documents.read(path)
    result = FileResult(path, document.sha256, "docx", findings=(finding(document.blocks[0].locate(2, 6)),))
    said = AnnotatedCopy().write(result, tmp_path / "copy.docx", CONTEXT)
    assert [sentence.split(".")[0] for sentence in said] == [
        "The original is digitally signed", "The original is protected (read only)",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), [("true", 1), ("1", 1), ("false", 0)])
def test_an_original_that_is_marked_as_final_is_told(tmp_path: Path, value: str, told: int) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("a word"))
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    link = f"<Relationship Id='rid9' Type='{kind}' Target='docProps/custom.xml'/></Relationships>"
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"</Relationships>", link.encode())
    files["docProps/custom.xml"] = (
        "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/custom-properties' "
        "xmlns:vt='http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes'>"
        f"<property pid='2' name='_MarkAsFinal'><vt:bool>{value}</vt:bool></property></Properties>"
    ).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
    document = documents.read(path)
    result = FileResult(path, document.sha256, "docx", findings=(finding(document.blocks[0].locate(2, 6)),))
    said = AnnotatedCopy().write(result, tmp_path / "copy.docx", CONTEXT)
    assert sum("marked as final" in sentence for sentence in said) == told


def test_properties_keep_the_order_of_the_schema(tmp_path: Path) -> None:
    properties = "<w:b/><w:sz w:val='20'/><w:u w:val='single'/><w:lang w:val='en-US'/>"
    copy = mark(write_word(tmp_path / "d.docx", paragraph(run("word", properties))), "word")
    with zipfile.ZipFile(copy) as package:
        names = re.findall(r"<w:(b|sz|highlight|u|lang)\b", package.read("word/document.xml").decode())
    assert names == ["b", "sz", "highlight", "u", "lang"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_parts_in_other_encodings_are_marked(tmp_path: Path, encoding: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("é word é"))
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    xml = files["word/document.xml"].decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    files["word/document.xml"] = xml.encode(encoding)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
    assert highlighted(mark(path, "word")) == [("word", "red")]


def test_without_findings_the_copy_is_the_original(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("clean"))
    assert unmarked(annotate(path)) == path.read_bytes()


def test_a_changed_original_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("before"))
    result = FileResult(path, documents.read(path).sha256, "docx")
    write_word(path, paragraph("after"))
    with pytest.raises(SourceChanged, match=r"d\.docx has changed"):
        AnnotatedCopy().write(result, tmp_path / "copy.docx", CONTEXT)
    assert not (tmp_path / "copy.docx").exists()


def test_a_copy_that_reads_otherwise_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("some word here"))
    real = annotated.split_run
    monkeypatch.setattr(annotated, "split_run", lambda data, markup, cuts, ids: [
        type(edit)(edit.start, edit.end, edit.data.replace(b"here", b"there")) for edit in real(data, markup, cuts, ids)
    ])  # fmt: skip
    with pytest.raises(OutputRefused, match="the text differs"):
        mark(path, "word")
    assert [item.name for item in tmp_path.iterdir()] == ["d.docx"]


@pytest.mark.parametrize("around", ["{}", "<w:tbl><w:tr>{}</w:tr></w:tbl>"], ids=["paragraphs", "cells"])
def test_a_comment_stands_before_the_text_that_opens_a_control(tmp_path: Path, around: str) -> None:
    """LibreOffice shows no text that stands before a comment there."""
    text = paragraph("<w:pPr><w:jc w:val='left'/></w:pPr>", run("the first "), run("word here"))
    inner = f"<w:tc>{text}</w:tc>" if "tbl" in around else text
    control = f"<w:sdt><w:sdtPr><w:alias w:val='X'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    path = write_word(
        tmp_path / "d.docx", paragraph("top") + around.format(control) + paragraph("plain words")
    )
    copy = mark(path, "word", "plain")
    assert_nothing_lost(path, copy)
    assert list(commented(copy).values()) == ["", "plain"]
    assert highlighted(copy) == [("word", "red"), ("plain", "red")]
    with zipfile.ZipFile(copy) as package:
        xml = package.read("word/document.xml").decode()
    assert re.search(
        r"</w:pPr><w:commentRangeStart[^>]*/><w:commentRangeEnd[^>]*/><w:r><w:commentReference", xml
    )


def test_a_comment_in_a_cell_ends_before_the_spaces_at_its_end(tmp_path: Path) -> None:
    """LibreOffice hides those spaces in some cells, unless a comment follows them."""
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('some words  ')}</w:tc></w:tr></w:tbl>"
    path = write_word(tmp_path / "d.docx", cell + paragraph("behind  "))
    inside, behind = documents.read(path).blocks
    places = [inside.locate(0, 12), inside.locate(10, 12)]
    assert list(commented(annotate(path, finding(places[0]))).values()) == ["some words"]
    assert list(commented(annotate(path, finding(places[1]))).values()) == ["words"]
    assert list(commented(annotate(path, finding(behind.locate(6, 8)))).values()) == ["  "]


@pytest.mark.parametrize("author", [False, True], ids=["new part", "behind the author's"])
def test_comments_that_are_not_the_ones_meant_are_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, author: bool
) -> None:
    own = f"<w:comments {NAMESPACES}><w:comment w:id='0' w:author='A'>{paragraph('mine')}</w:comment></w:comments>"
    parts = {"comments.xml": own} if author else {}
    path = write_word(tmp_path / "d.docx", paragraph("some word here"), parts=parts)
    assert ("A", "mine") in comments(mark(path, "word")) or not author
    real = texts.comment
    monkeypatch.setattr(texts, "comment", lambda *given: real(*given).replace(b"message", b"massage"))
    with pytest.raises(OutputRefused, match="its comments are not the ones that were written"):
        mark(path, "word")
    monkeypatch.setattr(texts, "comment", lambda *_: b"")
    with pytest.raises(OutputRefused, match="its comments are not the ones that were written"):
        mark(path, "word")


def test_a_target_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("x"))
    result = FileResult(path, documents.read(path).sha256, "docx")
    with pytest.raises(OutputRefused, match="could not be written"):
        AnnotatedCopy().write(result, tmp_path / "missing" / "copy.docx", CONTEXT)
    assert not [item for item in tmp_path.iterdir() if item.name.startswith(PREFIX)]


def dense(path: Path) -> list[Finding]:
    """Return a finding on every fifth word, over all colours and levels."""
    colours, levels = list(Colour), list(Severity)
    return [
        finding(block.locate(match.start(), match.end()), colours[number % 7], levels[number % 3])
        for block in documents.read(path).blocks
        for number, match in enumerate(re.finditer(r"\S+", block.text))
        if number % 5 == 0
    ]


@needs_shared
@pytest.mark.parametrize("path", real_cases())
def test_real_documents_lose_nothing(path: Path, tmp_path: Path) -> None:
    local = tmp_path / "d.docx"
    local.write_bytes(path.read_bytes())
    copy = annotate(local, *dense(local))
    assert all(name.startswith("word/") for name in assert_nothing_lost(local, copy))


@pytest.mark.parametrize("where", ["<w:body>", "<w:p>", "<w:r>"])
def test_spaces_that_count_by_what_stands_around_stay(tmp_path: Path, where: str) -> None:
    """A run that is split keeps a space that no attribute of its own keeps."""
    body = (
        "<w:p><w:r><w:t>This</w:t></w:r><w:r><w:t> by-law</w:t></w:r><w:r><w:t> grants two </w:t></w:r></w:p>"
    )
    path = write_word(tmp_path / "d.docx", body)
    _rewrite(path, where, where[:-1] + ' xml:space="preserve">')
    before = documents.read(path).blocks[0].text
    assert before == "This by-law grants two "
    copy = mark(path, "by-law", "grants", "two")
    assert documents.read(copy).blocks[0].text == before


def test_a_text_that_drops_its_spaces_is_split_without_saying_so_twice(tmp_path: Path) -> None:
    body = '<w:p xml:space="preserve"><w:r><w:t xml:space="default"> one word here </w:t></w:r></w:p>'
    copy = mark(write_word(tmp_path / "d.docx", body), "word")
    assert documents.read(copy).blocks[0].text == "one word here"


def test_a_line_end_in_a_text_stays_where_the_run_is_split(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph(run("a Field\nUnit and\r\nmore words")))
    copy = mark(path, "Unit", "words")
    assert documents.read(copy).blocks[0].text == "a Field Unit and more words"
    with zipfile.ZipFile(copy) as package:
        assert b"a Field\n" in package.read("word/document.xml")


def _rewrite(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)


@pytest.mark.parametrize(
    "thing",
    [
        things.picture(),
        things.picture("anchor"),
        things.vml("object"),
        "<w:footnoteReference w:id='2'/>",
        things.alternates(("wps", things.picture()), fallback=things.vml()),
        things.alternates(("zz", "<zz:n/>"), fallback="<w:t>longer text</w:t>"),
        "<w:sym w:font='Wingdings' w:char='F0E0'/>",
    ],
)
def test_marks_land_right_beside_things(tmp_path: Path, thing: str) -> None:
    inner = f"<w:t>one</w:t>{thing}<w:tab/><w:t>two</w:t>{thing}<w:tab/><w:t>three</w:t>"
    path = write_word(tmp_path / "d.docx", paragraph(f"<w:r>{inner}</w:r>"))
    copy = mark(path, "one", "two", "three")
    assert "".join(text for text, _ in highlighted(copy)) == "onetwothree"
    assert sorted(commented(copy).values()) == ["one", "three", "two"]
    assert_nothing_lost(path, copy)


def test_a_finding_over_a_thing_colours_the_text_beside_it(tmp_path: Path) -> None:
    path = write_word(
        tmp_path / "d.docx", paragraph(run("one "), f"<w:r>{things.picture()}</w:r>", run(" two"))
    )
    copy = annotate(path, finding(documents.read(path).blocks[0].locate(0, 9)))
    assert "".join(text for text, _ in highlighted(copy)) == "one  two"
    assert_nothing_lost(path, copy)


def test_a_finding_over_a_deleted_mark_is_coloured_in_both_paragraphs(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", things.ended("del", run("an old ")) + paragraph("word here"))
    copy = mark(path, "old word")
    assert [text for text, _ in highlighted(copy)] == ["old ", "word"]
    assert_nothing_lost(path, copy)


def test_fields_without_an_end_hide_nothing_from_a_comment(tmp_path: Path) -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    path = write_word(tmp_path / "d.docx", paragraph(begin, run("one word here")) + paragraph("two"))
    document, copy = documents.read(path), path.with_name("copy.docx")
    found = finding(document.blocks[0].locate(4, 8)), finding(document.blocks[1].locate(0, 3))
    AnnotatedCopy().write(FileResult(path, document.sha256, "docx", findings=found), copy, CONTEXT)
    assert sorted(commented(copy).values()) == ["two", "word"]
    assert_nothing_lost(path, copy)


def test_a_ruby_text_stays_whole_between_marks_in_its_run(tmp_path: Path) -> None:
    ruby = things.ruby("guide", "base")
    inner = f"<w:t>one</w:t>{ruby}<w:tab/><w:t>two</w:t>"
    path = write_word(tmp_path / "d.docx", paragraph(f"<w:r>{inner}</w:r>"))
    copy = mark(path, "one", "two")
    assert sorted(commented(copy).values()) == ["one", "two"]
    with zipfile.ZipFile(copy) as package:
        assert ruby.encode() in package.read("word/document.xml")
    assert [block.text for block in documents.read(copy).blocks][:1] == ["onebase\ttwo"]


@pytest.mark.parametrize(("name", "author"), [("Ann Other", "Ann Other"), ("", "STORM DAT")])
def test_own_comments_are_by_the_person_who_wrote_them(tmp_path: Path, name: str, author: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("The pump is red.") + paragraph("the  end"))
    first, second = documents.read(path).blocks
    own = own_comment(first.text, first.locate(4, 8), "Which pump?", CommentType.SUBSTANTIVE)
    style = replace(CONTEXT.style, matrix=MatrixStyle(reviewer=Reviewer(reviewer=name)))
    copy = annotate(path, own, finding(second.locate(3, 5)), style=style)
    with zipfile.ZipFile(copy) as package:
        xml = package.read("word/comments.xml").decode()
    (whole,) = [each for each in xml.split("<w:comment ") if "Which pump?" in each]
    assert f'w:author="{author}"' in whole
    authors = re.findall(r'w:author="([^"]*)"', xml)
    assert sorted(set(authors)) == sorted({author, "STORM DAT"})
