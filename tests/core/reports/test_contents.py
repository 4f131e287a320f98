"""What all reports say: order, counts, and a verdict that cannot be misread."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stormdat_core.model import (
    Certainty,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    Location,
    MarkingPresence,
    Severity,
)
from stormdat_core.reports.colours import kind, kinds
from stormdat_core.reports.contents import (
    complete,
    count,
    evidence_words,
    fix_words,
    numbered,
    verdict,
)

Maker = Callable[..., Finding]


def at(block: int, start: int = 0) -> Location:
    return Location("word/document.xml", block=block, paragraph=block + 1, start=start, end=start + 1)


def test_findings_stand_in_the_order_of_the_document(clean: FileResult, finding: Maker) -> None:
    places = [Location(), at(5), at(2, 9), at(2, 3)]
    result = replace(clean, findings=tuple(finding(where=where) for where in places))
    rows = numbered(result)
    assert [row.finding.where for row in rows] == [at(2, 3), at(2, 9), at(5), Location()]
    assert [row.number for row in rows] == [1, 2, 3, 4]


def test_the_order_does_not_depend_on_the_order_found(hostile: FileResult) -> None:
    backwards = replace(hostile, findings=hostile.findings[::-1])
    assert numbered(backwards) == numbered(hostile)


def test_what_matters_most_comes_first(clean: FileResult, finding: Maker) -> None:
    """Severity, then certainty, then how many places, then reading order."""
    more = (Evidence(at(9), "also here"),)
    wanted = [
        finding(where=at(5), severity=Severity.ERROR, certainty=Certainty.POSSIBLE),
        finding(where=at(8), severity=Severity.WARNING, certainty=Certainty.CERTAIN),
        finding(where=at(7), severity=Severity.WARNING, certainty=Certainty.LIKELY, evidence=more),
        finding(where=at(2), severity=Severity.WARNING, certainty=Certainty.LIKELY),
        finding(where=at(3), severity=Severity.WARNING, certainty=Certainty.LIKELY),
        finding(where=at(1), severity=Severity.INFO, certainty=Certainty.CERTAIN),
    ]
    for found in (wanted, wanted[::-1], sorted(wanted, key=lambda each: each.where.block)):
        rows = numbered(replace(clean, findings=tuple(found)))
        assert [row.finding for row in rows] == wanted
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]


def test_what_was_not_audited_is_said_first_and_nothing_is_clean_then(clean: FileResult) -> None:
    said = verdict(clean, count(clean))
    assert said == "No findings."
    blind = replace(clean, unaudited=MarkingPresence(("banner SECRET",), profile="classic"))
    assert verdict(blind, count(blind)).startswith(
        "This document carries security markings that were not audited by the profile “classic”: banner SECRET. "
        "Check it again"
    )
    assert verdict(blind, count(blind)).endswith("No findings in what was checked.")
    torn = replace(clean, warnings=("A header could not be read.",))
    assert verdict(torn, count(torn)).startswith("No findings in what was checked. 1 thing could not be read")
    assert [complete(each) for each in (clean, blind, torn)] == [True, False, False]


def test_counts_add_up(hostile: FileResult) -> None:
    counts = count(hostile)
    assert counts.total == len(hostile.findings) == sum(item.total for item in counts.by_rule)
    assert sum(counts.by_severity.values()) == sum(counts.by_colour.values()) == counts.total
    assert list(counts.by_severity) == [Severity.ERROR, Severity.WARNING, Severity.INFO]
    assert list(counts.by_colour) == list(Colour)
    spaces = next(item for item in counts.by_rule if item.rule == "SPC-DOUBLE")
    assert (spaces.colour, spaces.total) == (Colour.RED, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({}, "No findings.", id="clean"),
        pytest.param({"characters": 0}, "There was no text to check.", id="no-text"),
        pytest.param(
            {"warnings": ("Page 1 has no text.",)},
            "No findings in what was checked. 1 thing could not be read, or only with a repair: see “Not read”.",
            id="partly-read",
        ),
        pytest.param(
            {"error": "It is damaged.", "hint": "Save it again."},
            "This file was not checked. It is damaged. Save it again.",
            id="not-checked",
        ),
    ],
)
def test_the_verdict_without_findings(clean: FileResult, changes: dict[str, object], sentence: str) -> None:
    result = replace(clean, **changes)  # type: ignore[arg-type]
    assert verdict(result, count(result)) == sentence


def test_the_verdict_counts(clean: FileResult, finding: Maker) -> None:
    found = (finding(severity=Severity.ERROR), *[finding(severity=Severity.INFO)] * 1_200)
    result = replace(clean, findings=found)
    assert verdict(result, count(result)) == "1,201 findings: 1 error, 1,200 for information."


def test_evidence_names_the_first_places_and_counts_the_rest() -> None:
    places = tuple(Evidence(at(n), "also used here") for n in range(5))
    assert evidence_words(places[:1]) == "also used here: paragraph 1"
    assert evidence_words(places).endswith("also used here: paragraph 3; and 2 more")


@pytest.mark.parametrize(
    ("replacement", "safe", "words"),
    [
        ("", True, "Delete it."),
        (" ", True, "Replace with 1 space."),
        ("  ", True, "Replace with 2 spaces."),
        ("\N{NO-BREAK SPACE}", True, "Replace with a no-break space."),
        ("\N{ZERO WIDTH SPACE}\t\t", True, "Replace with a zero width space and 2 tabs."),
        ("5\N{NO-BREAK SPACE}km", True, "Replace with “5\N{NO-BREAK SPACE}km”, with a no-break space."),
        ("5 km", True, "Replace with “5 km”."),
        ("ABC", False, "Replace with “ABC”. A person must decide."),
    ],
)
def test_a_fix_in_words(replacement: str, safe: bool, words: str) -> None:
    assert fix_words(Fix(at(1), replacement, safe)) == words


def test_a_fix_that_is_only_proposed_says_why() -> None:
    fix = Fix(at(1), "ABC", safe=False, reason="it stands in a heading")
    assert fix_words(fix) == "Replace with “ABC”. Proposed, not made: it stands in a heading."
    assert fix_words(fix, "proposed") == "Replace with “ABC”. Proposed: it stands in a heading."
    assert fix_words(Fix(at(1), "ABC", safe=True), "proposed") == "Replace with “ABC”."


def test_a_change_of_look_in_words() -> None:
    assert fix_words(Fix(at(1), "", safe=True, font="Arial", size_pt=10.5)) == "Set it in Arial 10.5 pt."
    assert fix_words(Fix(at(1), "", safe=False, size_pt=12)) == "Set it in 12 pt. A person must decide."


@pytest.mark.parametrize(
    ("colour", "rule", "word"),
    [
        (Colour.NONE, "MRK-BANNER-UNDER", "Marking"),
        (Colour.NONE, "ACR-LIST-UNUSED", "List"),
        (Colour.NONE, "ACR-TABLE-ORDER", "List"),
        (Colour.NONE, "ACR-WELL-KNOWN", "Acronym"),
        (Colour.NONE, "TYP-CAPTION", "Document"),
        (Colour.NONE, "NEW-RULE", "Other"),
        (Colour.RED, "SPC-DOUBLE", "Spacing"),
        (Colour.YELLOW, "MRK-BANNER-UNDER", "Not defined"),
    ],
)
def test_a_kind_is_called_by_what_it_is_about(colour: Colour, rule: str, word: str) -> None:
    assert kind(colour, rule) == word


def test_several_kinds_without_a_colour_are_named_once_each() -> None:
    assert kinds(Colour.NONE, ["MRK-CASE", "ACR-RARE", "MRK-PORTION-MISSING"]) == "Marking, Acronym"
    assert kinds(Colour.NONE, []) == "Other"
