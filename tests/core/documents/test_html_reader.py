"""HTML pages: what a reader sees, in order; what is hidden apart; nothing that hangs the reader."""

import time
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.documents.html.tokens import Kind, tokens
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import BlockKind, Document, Role


def read(tmp_path: Path, page: str | bytes, name: str = "d.html", limits: Limits | None = None) -> Document:
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return documents.read(path, limits)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def kinds(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in document.blocks]


def cells(document: Document) -> list[tuple[int | None, int | None, int | None, str]]:
    return [
        (b.where.table, b.where.row, b.where.column, b.text)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>one<p>two</p>three", ["one", "two", "three"], id="paragraphs"),
        pytest.param("<p>a  b\n c&nbsp; d", ["a b c\xa0 d"], id="spaces"),
        pytest.param("<p>a<br> b <br></p>", ["a\nb"], id="line breaks"),
        pytest.param("<p>x<b>y</b> z<i> q</i></p>", ["xy z q"], id="inline"),
        pytest.param("<p><b>x<p>y</b>z</p>", ["x", "yz"], id="misnested"),
        pytest.param("<b><p>x</b>y</p>", ["xy"], id="formatting around a block"),
        pytest.param("<p>&lt;b&gt; &amp;amp; &eacute; &#8211; &notanentity; a & b", ["<b> &amp; é – ¬anentity; a & b"], id="references"),
        pytest.param("<pre>\n a\n  b\n</pre>x", [" a\n  b\n", "x"], id="preformatted"),
        pytest.param("<p>a<!-- <p>b --> c<!-->d<!--->e", ["a cde"], id="comments"),
        pytest.param("<p>1 < 2 and 3 <4", ["1 < 2 and 3 <4"], id="signs that are no tags"),
        pytest.param('<p title="a > b">x<img alt = \'a>b\'>y', ["xy", "a>b"], id="brackets in attributes"),
        pytest.param("<script>if (a < b) '<p>no</p>'</script><p>x<SCRIPT>y</ScRiPt >z", ["xz"], id="scripts"),
        pytest.param("<p>x<style>p{}</style><noscript>n</noscript><template><p>t<img alt=u></template>y", ["xy"], id="not text"),
        pytest.param("<p>x<script>never closed", ["x"], id="unclosed script"),
        pytest.param("<p>x<a href='y", ["x"], id="unclosed tag"),
        pytest.param("<p>x<![CDATA[y]]>z", ["xz"], id="cdata is a comment"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, page: str, expected: list[str]) -> None:
    assert texts(read(tmp_path, page)) == expected


def test_blocks_are_what_their_elements_say(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<title>The  page</title><meta name=keywords content='a, b'><h1>Scope</h1><p>Text<ul><li>one<li>two<ol><li>"
        "inner</ol></ul><h2>Table</h2><table><caption>Cap</caption><tr><th>SF<td>Long</table><figure><img alt='A  view'>"
        "<figcaption>Fig</figcaption></figure><pre>code</pre>",
    )
    assert kinds(document) == [
        ("heading", 1, "Scope"),
        ("paragraph", 0, "Text"),
        ("list item", 1, "one"),
        ("list item", 1, "two"),
        ("list item", 2, "inner"),
        ("heading", 2, "Table"),
        ("caption", 0, "Cap"),
        ("cell", 0, "SF"),
        ("cell", 0, "Long"),
        ("alternative text", 0, "A view"),
        ("caption", 0, "Fig"),
        ("paragraph", 0, "code"),
        ("property", 0, "The page"),
        ("property", 0, "a, b"),
    ]
    assert document.title == "The page"
    assert document.properties == {"title": "The page", "keywords": "a, b"}
    assert document.blocks[8].where.heading == ("Scope", "Table")
    assert document.blocks[11].style_names == ("Preformatted",)
    assert document.blocks[7].runs[0].format.bold


def test_cells(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<p>e</p><td><table><tr><td>in<td>ner</table>"
        "</table><table><td>f</table>",
    )
    assert cells(document) == [
        (1, 1, 1, "a"),
        (1, 1, 2, "b"),
        (1, 1, 4, "c"),
        (1, 2, 2, "d"),
        (1, 2, 2, "e"),
        (1, 2, 3, "in"),
        (1, 2, 3, "ner"),
        (2, 1, 1, "f"),
    ]


def test_a_claimed_span_moves_nothing(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=999999999999 rowspan=²>a<td>b<tr><td>c</table>"
    assert [cell[2] for cell in cells(read(tmp_path, page))] == [1, 2, 1]


@pytest.mark.parametrize(
    "hiding",
    ["hidden", "style='display : none'", "style='color:red;visibility:hidden'"],
)
def test_hidden_text_is_apart_and_counted(tmp_path: Path, hiding: str) -> None:
    document = read(
        tmp_path, f"<p>a<span {hiding}>se<b>cret</b></span>b<i aria-hidden=true>c</i><p {hiding}>d<p>e"
    )
    assert kinds(document) == [
        ("paragraph", 0, "abc"),
        ("hidden text", 0, "secret"),
        ("hidden text", 0, "d"),
        ("paragraph", 0, "e"),
    ]
    assert any("does not show (7 characters)" in warning for warning in document.warnings)


def test_what_is_not_checked_is_said(tmp_path: Path) -> None:
    page = "<style>.x{display:none}</style><p>a<input value=v><textarea><b>t</b></textarea><iframe src=x>i</iframe>"
    document = read(tmp_path, page)
    assert texts(document) == ["a"]
    assert len(document.warnings) == 3
    assert [word in " ".join(document.warnings) for word in ("style sheet", "(2)", "(1)")] == [True] * 3
    assert read(tmp_path, "<html><body></body></html>").warnings == ("The document holds no text.",)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>café".encode("utf-16"), "café", id="utf-16 with mark"),
        pytest.param("<meta charset=utf-8><p>café –".encode("utf-16-le"), "café –", id="utf-16 without, lying"),
        pytest.param(b"<meta charset='iso-8859-1'><p>\x93caf\xe9\x94", "“café”", id="latin-1 is windows-1252"),
        pytest.param("<meta http-equiv=x content='text/html; charset=shift_jis'><p>京都".encode("shift_jis"), "京都", id="shift_jis"),
        pytest.param("<meta charset='iso-2022-jp'><p>京都".encode("iso2022_jp"), "京都", id="iso-2022-jp"),
        pytest.param("<meta charset=windows-1251><p>Проверка".encode("cp1251"), "Проверка", id="windows-1251"),
        pytest.param(b"<meta charset=nonsense><p>caf\xe9", "café", id="unknown name"),
        pytest.param(b"<meta charset=utf-16><p>caf\xc3\xa9", "café", id="utf-16 that is not"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, page: bytes, expected: str) -> None:
    assert texts(read(tmp_path, page)) == [expected]


def test_xhtml(tmp_path: Path) -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x "y">]><html><script src="s"/><p>a<![CDATA[<b>]]></p></html>'
    assert texts(read(tmp_path, page, "d.xhtml")) == ["]>", "a<b>"]


def test_binary_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"d\.html is not text"):
        read(tmp_path, bytes(range(256)) * 20)


def test_limits(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="larger than 1 MiB"):
        read(tmp_path, b"<p>" + b"x" * MIB, limits=Limits(part_bytes=MIB))
    with pytest.raises(LimitExceeded, match="more than 3 paragraphs"):
        read(tmp_path, "<p>x" * 4, limits=Limits(blocks=3))


def seconds(folder: Path, page: str) -> float:
    path = folder / "d.html"
    path.write_text(page + "LAST")
    started = time.process_time()
    documents.read(path)
    return time.process_time() - started


@pytest.mark.parametrize(
    "page",
    [
        *("<div>", "<b><i></p>x", "<!--", '<a b="', "<a '", "</p>", "<table><tr><td>", "<p><b>", "<li><ul>", "&#x", "<![", "<?"),
        *("<a></b>", "<p><span hidden>", "<td colspan=999 rowspan=9>", "<script>", "</script", "< ", "<a\n", "<textarea><!--", "<br>"),
        pytest.param(("<a><div>", "<b>", "</a>"), id="end tags that reach nothing"),
        pytest.param(("<table><tr><td><p>", "<b>", "<div>"), id="paragraphs far above"),
    ],
)  # fmt: skip
def test_time_is_linear(page: str | tuple[str, str, str], tmp_path: Path) -> None:
    """Four times the page may take four times as long, and some noise, but not sixteen times."""
    head, first, second = page if isinstance(page, tuple) else ("", page, "")
    small = min(seconds(tmp_path, head + first * 3_000 + second * 3_000) for _ in range(2))
    large = min(seconds(tmp_path, head + first * 12_000 + second * 12_000) for _ in range(2))
    assert large < 9 * small + 0.05


def test_tokens_lose_no_text() -> None:
    found = "".join(token.value for token in tokens("a<b>c</b x>d<e/>f<") if token.kind is Kind.TEXT)
    assert found == "acdf<"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>The <abbr title='Data  Relay Unit'>DRU</abbr> runs.", [("DRU", "Data Relay Unit")], id="abbr"),
        pytest.param("<p>The <acronym title='Data Relay Unit'>DRU</acronym> runs.", [("DRU", "Data Relay Unit")], id="acronym"),
        pytest.param("<p><dfn><abbr title='Data Relay Unit'>DRU</abbr></dfn> runs.", [("DRU", "Data Relay Unit")], id="abbr in dfn"),
        pytest.param("<p><dfn title='Data Relay Unit'><b>D</b>RU</dfn> runs.", [("DRU", "Data Relay Unit")], id="dfn, in pieces"),
        pytest.param("<p>a <abbr title='Alpha One'>AO</abbr><abbr title='Bravo Two'>BT</abbr>", [("AO", "Alpha One"), ("BT", "Bravo Two")], id="neighbours"),
        pytest.param("<p>The <abbr>DRU</abbr> and <b title='Data Relay Unit'>DRU</b>", [], id="no title, another element"),
    ],
)  # fmt: skip
def test_an_abbreviation_gives_its_full_form(
    tmp_path: Path, page: str, expected: list[tuple[str, str]]
) -> None:
    (block,) = read(tmp_path, page).blocks
    assert [(block.text[form.start : form.end], form.text) for form in block.full_forms] == expected
    defined = AcronymIndex.build(read(tmp_path, page)).entries
    assert [
        (place.short, place.full) for entry in defined.values() for place in entry.definitions
    ] == expected


def test_a_title_that_explains_no_acronym_defines_none(tmp_path: Path) -> None:
    page = "<p>The <abbr title='at eight'>hour</abbr> and <abbr title='TV'>TV</abbr> of <abbr title='x'>ABC</abbr>"
    entries = AcronymIndex.build(read(tmp_path, page)).entries
    assert not any(entry.definitions for entry in entries.values())


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("<pre>x = 1</pre>", Role.CODE),
        ("<p><code>x = 1</code></p>", Role.CODE),
        ("<p> <kbd>Ctrl</kbd> <samp>ok</samp> ", Role.CODE),
        ("<p>Call <code>run()</code> now", Role.BODY),
        ("<table><td><code>DRU_INIT</code></table>", Role.CODE),
    ],
)
def test_code_is_told_from_prose(tmp_path: Path, page: str, role: Role) -> None:
    (block,) = read(tmp_path, page).blocks
    assert block.role is role


def test_code_in_a_line_has_the_font_of_code(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "<p>Call <code>run()</code> now").blocks
    assert [(run.text, run.format.font) for run in block.runs] == [
        ("Call ", ""),
        ("run()", "monospace"),
        (" now", ""),
    ]


def test_the_language_is_that_of_the_nearest_element(tmp_path: Path) -> None:
    page = "<html lang=en><p>one <span lang=fr-CA>deux <b>trois</b></span> four<div xml:lang=de><p>fünf</div><p lang=''>x"
    found = [(run.text, run.format.language) for block in read(tmp_path, page).blocks for run in block.runs]
    assert found == [
        ("one ", "en"),
        ("deux ", "fr-CA"),
        ("trois", "fr-CA"),
        (" four", "en"),
        ("fünf", "de"),
        ("x", ""),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>in<wbr>to", ["into"], id="break opportunity"),
        pytest.param("<p>in&shy;to", ["in\u00adto"], id="soft hyphen"),
        pytest.param("<p><ruby>DRU<rp>(</rp><rt>Data Relay Unit</rt><rp>)</rp></ruby> runs", ["DRU (Data Relay Unit) runs"], id="reading"),
        pytest.param("<p><ruby>A<rt>a<rt>b</ruby> c", ["A (a) (b) c"], id="readings without end"),
        pytest.param("<p>The DRU<sup>1</sup> and the unit<sup><a href=#n>[2]</a></sup> of x<sup>2</sup> m<sup>th</sup>", ["The DRU 1 and the unit [2] of x2 mth"], id="marks and powers"),
        pytest.param("<details><summary>More</summary><p>Text</details>", ["More", "Text"], id="details"),
        pytest.param("<p hidden=until-found>x<p aria-hidden=true>y", ["x", "y"], id="hidden until found"),
        pytest.param("<p>one<br>two<br/>three", ["one\ntwo\nthree"], id="breaks"),
    ],
)  # fmt: skip
def test_what_a_reader_sees(tmp_path: Path, page: str, expected: list[str]) -> None:
    assert texts(read(tmp_path, page)) == expected


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("<p style='text-transform: uppercase'>rpu <b>idh</b></p>", "RPU IDH"),
        ("<p>rpu <span style='font-variant:small-caps'>idh</span> gps</p>", "rpu IDH gps"),
        ("<p style='text-transform:uppercase'>rpu <i style='text-transform:none'>idh</i></p>", "RPU idh"),
        ("<p style='text-transform: capitalize'>rpu</p>", "rpu"),
        ("<p style='color: red'>rpu</p>", "rpu"),
    ],
)
def test_capitals_of_the_format_are_printed_and_not_stored(tmp_path: Path, page: str, printed: str) -> None:
    (block,) = read(tmp_path, page).blocks
    assert block.printed == printed
    assert block.text == printed.lower()
