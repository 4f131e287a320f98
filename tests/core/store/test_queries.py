"""Pages and facets against the same question answered in plain Python."""

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.model import Certainty, Colour, FileResult, Finding, Location, Severity, SweepRequest
from stormdat_core.rules.registry import title
from stormdat_core.store import FindingRow, Store
from stormdat_core.store.sweeps.orders import SORTS

Make = Callable[..., Any]


class Library:
    """A sweep of three files, stored out of order, and the findings as (file ordinal, ordinal, finding)."""

    def __init__(self, store: Store, make_finding: Make) -> None:
        self.store = store
        self.sweep_id = store.start_sweep(SweepRequest((Path("/docs"),)), "1", "d")
        other = store.start_sweep(SweepRequest((Path("/docs"),)), "1", "d")
        self.files: dict[int, int] = {}
        self.everything: list[tuple[int, int, Finding]] = []
        for ordinal in (2, 0, 1):
            findings = [make_finding(number + ordinal) for number in range(12 + ordinal)]
            self.everything += [(ordinal, number, finding) for number, finding in enumerate(findings)]
            result = FileResult(Path(f"/docs/{ordinal}.docx"), findings=tuple(findings))
            self.files[ordinal] = store.add_result(self.sweep_id, result, ordinal=ordinal)
            store.add_result(other, result)
        self.everything.sort(key=lambda one: one[:2])

    def ask(self, **wanted: Any) -> list[tuple[int, int]]:
        page = self.store.findings(self.sweep_id, limit=1000, **{"sort": "document", **wanted})
        assert page.total == len(page.items)
        return [self.place(row) for row in page.items]

    def place(self, row: FindingRow) -> tuple[int, int]:
        ordinals = {file_id: ordinal for ordinal, file_id in self.files.items()}
        return ordinals[row.file_id], row.ordinal

    def expect(self, keep: Callable[[Finding], bool]) -> list[tuple[int, int]]:
        return [(file, number) for file, number, finding in self.everything if keep(finding)]


@pytest.fixture
def library(store: Store, make_finding: Make) -> Library:
    return Library(store, make_finding)


def test_everything_can_stand_in_the_order_of_files_and_documents(library: Library) -> None:
    assert library.ask() == library.expect(lambda finding: True)
    assert library.ask(sort="-document") == library.expect(lambda finding: True)[::-1]


@pytest.mark.parametrize(
    ("wanted", "keep"),
    [
        ({"rules": ["TYP-FONT"]}, lambda f: f.rule == "TYP-FONT"),
        ({"rules": ["TYP-FONT", "SPC-DOUBLE"]}, lambda f: f.rule in ("TYP-FONT", "SPC-DOUBLE")),
        ({"colours": [Colour.RED]}, lambda f: f.colour is Colour.RED),
        ({"severities": {Severity.ERROR}}, lambda f: f.severity is Severity.ERROR),
        ({"section": "2 Chapter"}, lambda f: f.where.heading[0] == "2 Chapter"),
        ({"text": "NUMBER 1"}, lambda f: "number 1" in f.excerpt),
        ({"text": "typ-f"}, lambda f: f.rule == "TYP-FONT"),
        ({"text": "page 1"}, lambda f: f.where.page == 1),
        ({"text": "100%"}, lambda f: False),
        ({"text": ""}, lambda f: True),
        ({"rules": ["TYP-FONT"], "colours": [Colour.RED]}, lambda f: False),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",  # a lambda's text is its address
)
def test_a_filter_keeps_what_it_says(
    library: Library, wanted: dict[str, Any], keep: Callable[[Finding], bool]
) -> None:
    assert library.ask(**wanted) == library.expect(keep)


def test_one_file_can_be_asked_for(library: Library) -> None:
    assert library.ask(file_id=library.files[1]) == [one[:2] for one in library.everything if one[0] == 1]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("severity", lambda f: f.severity),
        ("rule", lambda f: title(f.rule).casefold()),
        ("colour", lambda f: list(Colour).index(f.colour)),
        ("message", lambda f: f.message),
        ("section", lambda f: f.where.heading[0]),
        ("page", lambda f: f.where.page),
    ],
)
@pytest.mark.parametrize("downwards", [False, True])
def test_the_worst_of_equals_comes_first_then_the_order_of_documents(
    library: Library, sort: str, key: Callable[[Finding], Any], downwards: bool
) -> None:
    worst = sorted(library.everything, key=lambda one: _worst(one[2]))
    ordered = sorted(worst, key=lambda one: key(one[2]), reverse=downwards)
    assert library.ask(sort="-" + sort if downwards else sort) == [one[:2] for one in ordered]


def test_what_matters_most_comes_first_in_all_files(library: Library) -> None:
    ordered = sorted(library.everything, key=lambda one: _worst(one[2]))
    assert library.ask(sort="importance") == [one[:2] for one in ordered]
    page = library.store.findings(library.sweep_id, limit=1000)
    assert [row.severity for row in page.items] == [one[2].severity for one in ordered]
    least = max(_worst(one[2]) for one in library.everything)
    last = [one[:2] for one in library.everything if _worst(one[2]) == least]
    assert library.ask(sort="-importance")[: len(last)] == last[::-1]


def _worst(finding: Finding) -> tuple[int, int, int]:
    return -finding.severity, -finding.certainty, -len(finding.evidence)


def test_an_unknown_sort_is_refused(library: Library) -> None:
    for sort in ("id; drop table sweeps", "", "-", "--page"):
        with pytest.raises(ValueError, match="unknown sort"):
            library.ask(sort=sort)


@pytest.mark.parametrize("text", [None, "excerpt"])
def test_windows_put_together_are_the_whole(library: Library, text: str | None) -> None:
    windows = [
        library.store.findings(library.sweep_id, text=text, sort="-severity", offset=offset, limit=7)
        for offset in range(0, 42, 7)
    ]
    assert {window.total for window in windows} == {39}
    together = [library.place(row) for row in itertools.chain(*(window.items for window in windows))]
    assert together == library.ask(text=text, sort="-severity")


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("text", [None, "excerpt"])
def test_windows_behind_and_before_a_finding_are_the_whole(
    library: Library, sort: str, sign: str, text: str | None
) -> None:
    every = library.store.findings(library.sweep_id, text=text, sort=sign + sort, limit=1000).items
    windows, after = [], None
    while not windows or windows[-1].more:
        windows.append(
            library.store.findings(library.sweep_id, text=text, sort=sign + sort, limit=7, after=after)
        )
        after = windows[-1].items[-1].id
    assert [row for window in windows for row in window.items] == list(every)
    assert [window.first for window in windows] == list(range(0, 39, 7))
    for window, behind in itertools.pairwise(windows):
        back = library.store.findings(
            library.sweep_id, text=text, sort=sign + sort, limit=7, before=behind.items[0].id
        )
        assert back == window


def test_a_window_behind_a_finding_that_is_not_there_is_the_first(library: Library) -> None:
    first = library.store.findings(library.sweep_id, limit=5)
    for odd in (10**6, 2**62):
        assert library.store.findings(library.sweep_id, limit=5, after=odd) == first
        assert library.store.findings(library.sweep_id, limit=5, before=odd) == first


def test_a_window_stays_behind_its_finding_while_files_come(library: Library, make_finding: Make) -> None:
    store, sweep = library.store, library.sweep_id
    first = store.findings(sweep, limit=10)
    behind = store.findings(sweep, limit=1000, after=first.items[-1].id)
    worst = tuple(make_finding(at, severity=Severity.ERROR, certainty=Certainty.CERTAIN) for at in range(3))
    store.add_result(sweep, FileResult(Path("/docs/new.docx"), findings=worst), ordinal=7)
    now = store.findings(sweep, limit=1000, after=first.items[-1].id)
    assert [row for row in now.items if row.file != "new.docx"] == list(behind.items)
    assert now.total == behind.total + 3


def test_rules_that_are_known_no_more_stand_last_by_name(store: Store, make_finding: Make) -> None:
    findings = tuple(make_finding(at, rule=rule) for at, rule in enumerate(("OLD-RULE", "TYP-FONT")))
    sweep = store.start_sweep(SweepRequest(()), "1", "d")
    store.add_result(sweep, FileResult(Path("a"), findings=findings))
    for sort, rules in (("rule", ["TYP-FONT", "OLD-RULE"]), ("-rule", ["OLD-RULE", "TYP-FONT"])):
        assert [row.rule for row in store.findings(sweep, sort=sort).items] == rules


@pytest.mark.parametrize("text", ["*", "a?c", "[b]", "%", "_"])
def test_signs_of_patterns_are_sought_as_they_are(store: Store, make_finding: Make, text: str) -> None:
    messages = ("a*c", "a?c", "a[b]c", "a%c", "a_c", "abc")
    sweep = store.start_sweep(SweepRequest(()), "1", "d")
    findings = tuple(make_finding(at, message=each, excerpt="") for at, each in enumerate(messages))
    store.add_result(sweep, FileResult(Path("a"), findings=findings))
    found = {messages[row.ordinal] for row in store.findings(sweep, text=text).items}
    assert found == {each for each in messages if text in each}


@pytest.mark.parametrize(("offset", "limit"), [(10_000, 10), (-5, 0), (0, -1)])
@pytest.mark.parametrize("text", [None, "excerpt"])
def test_odd_windows_are_empty(library: Library, offset: int, limit: int, text: str | None) -> None:
    page = library.store.findings(library.sweep_id, offset=offset, limit=limit, text=text)
    assert (page.total, page.items) == (39, ())


def test_a_window_larger_than_sqlite_takes_parameters(store: Store, make_finding: Make) -> None:
    findings = tuple(make_finding(number) for number in range(1200))
    sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
    store.add_result(sweep_id, FileResult(Path("a"), findings=findings))
    rows = store.findings(sweep_id, sort="document", limit=100_000).items
    assert [row.ordinal for row in rows] == list(range(1200))


def test_a_row_shows_what_the_finding_says(library: Library) -> None:
    row = library.store.findings(library.sweep_id, limit=1).items[0]
    finding = library.store.finding(row.id)
    assert (row.rule, row.severity, row.colour) == (finding.rule, finding.severity, finding.colour)
    assert (row.message, row.excerpt, row.label) == (finding.message, finding.excerpt, finding.where.label)
    assert (row.section, row.heading) == (finding.where.heading[0], finding.where.heading[-1])
    assert isinstance(row.severity, Severity)
    assert isinstance(row.colour, Colour)
    assert (row.places, row.safe) == (0, None)


def test_facets_count_what_a_filter_would_find(library: Library) -> None:
    facets = library.store.facets(library.sweep_id)
    findings = [one[2] for one in library.everything]
    assert facets.total == len(findings) == 39
    assert facets.rules == Counter(finding.rule for finding in findings)
    assert facets.colours == Counter(finding.colour for finding in findings)
    assert facets.severities == Counter(finding.severity for finding in findings)
    assert facets.sections == Counter(finding.where.heading[0] for finding in findings)
    assert list(facets.severities) == sorted(facets.severities, reverse=True)


def test_facets_of_one_file(library: Library) -> None:
    facets = library.store.facets(library.sweep_id, file_id=library.files[2])
    assert facets.total == sum(facets.rules.values()) == 14


def test_sections_stand_in_the_order_of_the_document(store: Store, make_finding: Make) -> None:
    headings = ("Scope", "Annex", "Introduction", "Annex")
    findings = tuple(
        make_finding(number, where=Location(block=number, heading=(heading,)))
        for number, heading in enumerate(headings)
    )
    sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
    store.add_result(sweep_id, FileResult(Path("a"), findings=(*findings, make_finding(9, where=Location()))))
    sections = store.facets(sweep_id).sections
    assert list(sections.items()) == [("Scope", 1), ("Annex", 2), ("Introduction", 1), ("", 1)]


def test_search_folds_case_beyond_ascii_and_finds_what_is_not_unicode(
    store: Store, make_finding: Make
) -> None:
    sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
    messages = ("ÜBERSCHRIFT", "Straße", "caf\udce9", "nothing")
    findings = tuple(make_finding(n, message=message) for n, message in enumerate(messages))
    store.add_result(sweep_id, FileResult(Path("a"), findings=findings))
    for text, expected in (("überschrift", 0), ("STRASSE", 1), ("f\udce9", 2)):
        assert [row.ordinal for row in store.findings(sweep_id, text=text).items] == [expected]


def test_an_unknown_sweep_has_no_findings(store: Store) -> None:
    assert store.findings(99).total == 0
    assert store.facets(99).total == 0
