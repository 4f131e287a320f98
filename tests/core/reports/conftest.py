"""A checked file for the report tests: every colour and severity, and text that attacks what shows it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.model import (
    BlockKind,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    ListSource,
    Location,
    Severity,
)
from stormdat_core.model.excerpts import make_excerpt
from stormdat_core.reports import ReportContext

HOSTILE = (
    "<script>alert('PWNED')</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "|calc",
    "'quoted",
    " \u200b=1+1",
    "＝1+1",
    "#N/A",
    "TRUE",
    "007",
    "{{ 7*7 }} ${7*7} %s",
    "right \u202eto left\u202c and \u2067isolated",
    "lone \ud800 surrogate and \udcff byte",
    "nul \x00 bell \x07 escape \x1b delete \x7f next line \x85 and \ufffe",
    "emoji \U0001f680 and עברית and ﷺ",
    "literal _x0041_ and &amp; ]]> -->",
    'comma, "quote"; line\nbreak',
)
"""Text a document may hold."""


def place(block: int = 0, start: int = 0, end: int = 0, **more: object) -> Location:
    """Return a location in the body."""
    values: dict[str, object] = {"part": "word/document.xml", "paragraph": block + 1, **more}
    return Location(block=block, start=start, end=end, **values)  # type: ignore[arg-type]


def make_finding(text: str = "The ABC is used.", match: str = "ABC", **more: object) -> Finding:
    """Return a finding about `match` in a paragraph `text`; keywords replace single values."""
    start = max(text.find(match), 0)
    values: dict[str, object] = {
        "rule": "ACR-UNDEFINED",
        "severity": Severity.WARNING,
        "colour": Colour.YELLOW,
        "where": place(3, start, start + len(match), heading=("1 Scope", "1.2 Terms"), page=2),
        "message": f"“{match}” is used without its definition.",
        "excerpt": make_excerpt(text, start, start + len(match)),
        "fingerprint": "0f" * 12,
        **more,
    }
    return Finding(**values)  # type: ignore[arg-type]


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """Return the maker of single findings."""
    return make_finding


@pytest.fixture
def context() -> ReportContext:
    return ReportContext("9.8.7", datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC))


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture
def hostile() -> FileResult:
    """Return a file whose every text is hostile somewhere: 3 findings that are not, then one for each text."""
    return FileResult(
        path=Path("/somewhere/else/=report <b>\u202excod.docx"),
        sha256="5e" * 32,
        format="docx",
        title=HOSTILE[0],
        findings=(_whole_document(), *_ordinary(), *map(_hostile, range(len(HOSTILE)))),
        warnings=("The part word/media/<x>.bin could not be read.", HOSTILE[1]),
        profile="classic",
        profile_digest="c1" * 32,
        lists=(ListSource("=list.xlsx", "1a" * 32, 1200),),
        blocks=40,
        characters=54321,
        seconds=1.5,
    )


def _whole_document() -> Finding:
    return make_finding(
        rule="MRK-BANNER",
        colour=Colour.NONE,
        severity=Severity.ERROR,
        where=Location(),
        message="No header carries a marking.",
        excerpt="",
    )


def _ordinary() -> tuple[Finding, ...]:
    where = place(2, 3, 5, heading=("1 Scope",))
    spaces = make_finding(
        "The  test is done.",
        "  ",
        rule="SPC-DOUBLE",
        colour=Colour.RED,
        severity=Severity.INFO,
        where=where,
        message="Two spaces.",
        fix=Fix(where, " ", safe=True),
    )
    cell = place(9, 0, 3, kind=BlockKind.CELL, table=1, row=2, column=3, heading=("2 Data",))
    others = tuple(Evidence(place(10 + at), "also used here", marked=at % 2 == 0) for at in range(5))
    more = Fix(cell, "alpha (ABC)", safe=False, others=((place(11, 2, 5), "ABC"),))
    return spaces, make_finding("ABC", where=cell, evidence=others, fix=more)


def _hostile(at: int) -> Finding:
    text = HOSTILE[at]
    colours = [colour for colour in Colour if colour is not Colour.NONE]
    where = place(20 + at, 0, len(text), heading=(text, "sub " + text), page=at + 1)
    return Finding(
        rule=f"RULE-{at % 4}",
        severity=Severity(at % 3 + 1),
        colour=colours[at % len(colours)],
        where=where,
        message=text,
        excerpt=text,
        evidence=(Evidence(where, text),),
        fix=Fix(where, text, safe=False),
        fingerprint=f"{at:024x}",
    )


@pytest.fixture
def clean() -> FileResult:
    return FileResult(Path("clean.docx"), sha256="aa" * 32, format="docx", characters=10, blocks=1)


@pytest.fixture
def unreadable() -> FileResult:
    return FileResult(
        Path("locked.docx"),
        sha256="bb" * 32,
        error="locked.docx is password protected, so it was not checked.",
        hint="Open it in Word, remove the password, and check it again.",
    )
