"""A library in a temporary folder, and builders of results with every corner that a value can have."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stormdat_core.model import (
    AcronymMatrix,
    AcronymRow,
    BlockKind,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    ListedMeaning,
    ListSource,
    Location,
    Meaning,
    Severity,
    Standing,
    SuppressedForms,
)
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store

_ALPHABET = "aB 0\t\n\r\x00\x7f\"'\\%_;{}[]<>&,éßİ\u200b\u2028\ufeff漢😀\ud83d\ude00\udce9"
_DIGITS = "0123456789abcdef"


class Chance:
    """Random values of the model, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def text(self, most: int = 12) -> str:
        return "".join(self._random.choices(_ALPHABET, k=self._random.randint(0, most)))

    def number(self) -> int:
        return self._random.choice((0, 1, 7, 10_000, 2**40))

    def maybe(self) -> int | None:
        return self._random.choice((None, self.number()))

    def texts(self) -> tuple[str, ...]:
        return tuple(self.text() for _ in range(self._random.randint(0, 3)))

    def digest(self) -> str:
        return "".join(self._random.choices(_DIGITS, k=64))

    def path(self) -> Path:
        name = self.text().replace("/", "").replace("\x00", "") or "x"
        return Path("/home/ä", name, "report.docx")

    def location(self) -> Location:
        if self._random.random() < 0.2:
            return Location()
        return Location(
            part=self.text(),
            kind=self._random.choice(tuple(BlockKind)),
            block=self._random.choice((-1, 0, 5)),
            section=self.number(),
            heading=self.texts(),
            paragraph=self.number(),
            table=self.maybe(),
            row=self.maybe(),
            column=self.maybe(),
            note=self._random.choice((None, "", self.text())),
            page=self.maybe(),
            start=self.number(),
            end=self.number(),
        )

    def finding(self) -> Finding:
        waiting = ((self.location(), self.text()),) if self._random.random() < 0.5 else ()
        fix = Fix(
            self.location(),
            self.text(),
            self._random.random() < 0.5,
            independent=bool(waiting),
            waiting=waiting,
        )
        return Finding(
            rule=self._random.choice(("SPC-DOUBLE", "ACR-UNDEFINED", "TYP-FONT")),
            severity=self._random.choice(tuple(Severity)),
            colour=self._random.choice(tuple(Colour)),
            where=self.location(),
            message=self.text(40),
            excerpt=self.text(40),
            evidence=tuple(
                Evidence(self.location(), self.text(), self._random.random() < 0.5)
                for _ in range(self._random.randint(0, 3))
            ),
            fix=self._random.choice((None, fix)),
            fingerprint=self.text(),
        )

    def matrix(self) -> AcronymMatrix:
        meanings = tuple(Meaning(self.text(), self.location()) for _ in range(2))
        row = AcronymRow(
            key=self.text(),
            acronym=self.text(),
            standing=self._random.choice(tuple(Standing)),
            full_form=self.text(),
            uses=self.number(),
            first=self._random.choice((None, self.location())),
            text=meanings,
            table=meanings[:1],
            lists=(ListedMeaning(self.text(), self.number(), self.text()),),
            ignored=self._random.random() < 0.5,
            findings=self.texts(),
        )
        forms = SuppressedForms(self.text(), self.number(), ((self.text(), self.number()),), self.number())
        left_out = ((self.text(), self.number()),)
        return AcronymMatrix((row,), self.number(), self.texts(), self.number(), (forms,), left_out)

    def result(self) -> FileResult:
        return FileResult(
            path=self.path(),
            sha256=self.digest(),
            format=self.text(),
            title=self.text(),
            findings=tuple(self.finding() for _ in range(self._random.randint(0, 6))),
            error=self.text(),
            hint=self.text(),
            warnings=self.texts(),
            profile=self.text(),
            profile_digest=self.digest(),
            lists=tuple(ListSource(self.text(), self.digest(), self.number()) for _ in range(2)),
            blocks=self.number(),
            characters=self.number(),
            seconds=self._random.choice((0.0, 0.1, 1e-9, 12345.678901234567)),
            acronyms=self._random.choice((None, AcronymMatrix(), self.matrix())),
        )


def finding(number: int = 0, **changes: object) -> Finding:
    """Return a plausible finding; its text differs with its number."""
    kind = number % 3
    where = Location(
        part="word/document.xml",
        block=number,
        heading=(f"{kind + 1} Chapter", f"{kind + 1}.{number} Section"),
        paragraph=number + 1,
        page=number // 10,
        start=4,
        end=6,
    )
    values: dict[str, object] = {
        "rule": ("SPC-DOUBLE", "ACR-UNDEFINED", "TYP-FONT")[kind],
        "severity": (Severity.INFO, Severity.ERROR, Severity.WARNING)[kind],
        "colour": (Colour.RED, Colour.YELLOW, Colour.PINK)[kind],
        "where": where,
        "message": f"Message {number}.",
        "excerpt": f"An excerpt of the document with number {number} and some more words around it.",
        "fingerprint": f"{number:024x}",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def file_result(path: str = "/docs/a.docx", count: int = 3, **changes: object) -> FileResult:
    values: dict[str, object] = {
        "path": Path(path),
        "sha256": "ab" * 32,
        "format": "docx",
        "title": "Report",
        "findings": tuple(finding(number) for number in range(count)),
        "profile": "classic",
        "profile_digest": "cd" * 32,
    }
    return FileResult(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths.below(tmp_path / "app")


@pytest.fixture
def store(paths: AppPaths) -> Iterator[Store]:
    with Store.open(paths) as store:
        yield store


@pytest.fixture
def make_finding() -> Callable[..., Finding]:
    return finding


@pytest.fixture
def make_result() -> Callable[..., FileResult]:
    return file_result


@pytest.fixture
def chance() -> type[Chance]:
    return Chance
