"""Text that is shown: nothing illegal, nothing unseen, and the mark on the word the rule meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core.model import (
    Block,
    BlockKind,
    Colour,
    Document,
    Finding,
    Fix,
    Location,
    Run,
    RunFormat,
    RunSource,
    Severity,
)
from stormdat_core.reports.text import looks_like_formula, shorten, split_excerpt, visible
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext, RuleInfo

INFO = RuleInfo("TST-RULE", "test-rule", "A rule.", Severity.INFO, Colour.RED, "test")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("nul \x00.", "nul ␀.", id="nul"),
        pytest.param("\x1b[31m", "␛[31m", id="escape"),
        pytest.param("\x7f\x85\x9f", "␡��", id="delete-and-c1"),
        pytest.param("a\r\n\tb", "a␍\n\tb", id="line-ends"),
        pytest.param("\ud800\udcff", "��", id="surrogates"),
        pytest.param("\ufffe\uffff", "��", id="non-characters"),
        pytest.param("\u202ecod", "[U+202E]cod", id="override"),
        pytest.param("\u2066a\u2069", "[U+2066]a[U+2069]", id="isolate"),
        pytest.param("עברית 🚀 é\u00a0\u200f", "עברית 🚀 é\u00a0\u200f", id="untouched"),
    ],
)
def test_what_acts_unseen_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_character_that_xml_forbids_is_replaced() -> None:
    every = "".join(map(chr, range(0x10000)))
    legal = {0x9, 0xA, *range(0x20, 0xD800), *range(0xE000, 0xFFFE)}
    assert {ord(one) for one in visible(every)} <= legal
    visible(every).encode("utf-8")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@A1", "\t=1", "\r1", "|x", "'x", "  =1", "\u200b=1", "＝1", "%x"]
)
def test_a_formula_is_recognised_behind_what_hides_it(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "ABC = 1", "1+1", "“=1”", "(=1)", "1 - 2"])
def test_ordinary_text_is_no_formula(text: str) -> None:
    assert not looks_like_formula(text)


def test_a_cut_is_counted() -> None:
    assert shorten("x" * 1_500, 100) == "x" * 100 + "… [1,400 more characters]"
    assert shorten("x" * 100, 100) == "x" * 100


def reported(marked: str, fix: str | None = None) -> Finding:
    """Return what a rule reports about the part of a paragraph between « and »."""
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    where = Location("word/document.xml", block=0, start=start, end=end)
    run = Run(text, RunFormat("Arial", 12.0), RunSource("word/document.xml", 0))
    block = Block(0, BlockKind.PARAGRAPH, (run,), Location("word/document.xml", block=0))
    document = Document(Path("a.docx"), "00" * 32, "docx", "", (block,))
    context = RuleContext(document, profiles.load("classic"))
    proposal = Fix(where, fix, safe=True) if fix is not None else None
    return context.finding(INFO, where, "A fault.", fix=proposal)


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        pytest.param("«ABC» is used.", "ABC", id="first"),
        pytest.param("The «ABC» is used.", "ABC", id="inside"),
        pytest.param("It ends with «ABC»", "ABC", id="last"),
        pytest.param("far " * 30 + "«ABC» " + "off " * 30, "ABC", id="cut-on-both-sides"),
        pytest.param("x" * 59 + " «ABC» is used", "ABC", id="just-before-the-cut"),
        pytest.param("x" * 60 + " «ABC» is used", "ABC", id="just-after-the-cut"),
        pytest.param("Two  spaces  before «ABC» here", "ABC", id="after-double-spaces"),
        pytest.param("Tabs\t\t\tbefore «ABC» and  after", "ABC", id="tabs"),
        pytest.param("one  two «the full form» of it", "the full form", id="several-words"),
        pytest.param("text in« another font »here", " another font ", id="with-its-spaces"),
        pytest.param("«whole paragraph»", "whole paragraph", id="whole"),
    ],
)
def test_the_match_is_marked_in_the_excerpt(marked: str, shown: str) -> None:
    finding = reported(marked)
    before, match, after = split_excerpt(finding)
    assert match == shown
    assert before + match + after == finding.excerpt


def test_a_fault_of_spaces_is_marked() -> None:
    assert split_excerpt(reported("Two«  »spaces.", fix=" ")) == ("Two", "  ", "spaces.")
    assert split_excerpt(reported("Two  and«  »two.", fix=" ")) == ("Two  and", "  ", "two.")


def test_a_word_to_be_deleted_is_marked() -> None:
    assert split_excerpt(reported("The «the» test.", fix="")) == ("The ", "the", " test.")


def test_a_long_match_is_cut_and_still_marked() -> None:
    before, match, after = split_excerpt(reported("a«" + " " * 100_000 + "»b", fix=" "))
    assert (before, match, after) == ("a", " " * 200 + "…", "b")


def test_a_finding_about_the_whole_document_has_no_mark(finding: Callable[..., Finding]) -> None:
    assert split_excerpt(finding(where=Location(), excerpt="")) == ("", "", "")
