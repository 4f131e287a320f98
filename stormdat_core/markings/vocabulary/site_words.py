"""The words of a site: codewords, compartments, categories and organisations that no public list holds."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator

from stormdat_core.errors import BadProfile
from stormdat_core.markings.model import Category, Level
from stormdat_core.markings.vocabulary.words import Control, SciRow, Vocabulary, shipped_vocabulary
from stormdat_core.options import Options, first_mistake
from stormdat_core.regular import read_regular

CodeKind = Literal[
    "country",
    "organisation",
    "control-system",
    "compartment",
    "specified",
    "basic",
    "dissemination",
    "non-ic",
]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9 -]{0,38}[A-Z0-9]$")]
"""Capitals and digits; hyphens and single spaces inside."""
_CODES = ("country", "organisation")
_SYSTEMS = ("control-system", "compartment")
_LARGEST = 4_000_000
"""Bytes of a list."""
_COLUMNS = ("kind", "word", "long", "portion", "levels", "needs", "members")


def _levels(text: str) -> str:
    unknown = set(text.split()) - {"TS", "S", "C"}
    if unknown:
        raise ValueError(f"“{min(unknown)}” is no classified level; use TS, S and C")
    return text


def _needs(text: str) -> str:
    unknown = set(text.split()) - {"NOFORN", "ORCON"}
    if unknown:
        raise ValueError(f"“{min(unknown)}” cannot be demanded; use NOFORN and ORCON")
    return text


class SiteCode(Options):
    """One word of a site."""

    kind: CodeKind
    word: Word
    """As it stands in a banner; a compartment with its control: `SI-XYZ`. A category without `SP-`."""
    long: str = Field(default="", max_length=200)
    """A control spelled out."""
    portion: str = Field(default="", max_length=40)
    """A control in a portion mark, where it differs."""
    levels: Annotated[str, AfterValidator(_levels)] = ""
    """Levels that a control system or compartment stands with: `TS S`. Empty: every classified one."""
    needs: Annotated[str, AfterValidator(_needs)] = ""
    """Controls that a control system or compartment demands: `NOFORN ORCON`."""
    members: str = Field(default="", max_length=4000)
    """Countries of an organisation, which may then be taken apart when release lists are compared."""

    @model_validator(mode="after")
    def _fits(self) -> "SiteCode":
        if self.kind == "compartment" and "-" not in self.word:
            raise ValueError("a compartment is written with its control: SI-XYZ")
        if self.kind in _CODES and not self.word.isalnum():
            raise ValueError("a code is one word")
        return self


def read_codes(path: Path) -> tuple[SiteCode, ...]:
    """Return the words of a `.csv` or `.toml` list.

    A CSV begins with a row of column names: `kind` and `word`, and any of `long`, `portion`, `levels`,
    `needs` and `members`. A TOML file holds a `[[code]]` for each word.

    Raises:
        BadProfile: it cannot be read, or has a mistake; with its line.
    """
    return codes_in(code_bytes(path), path.name)


def code_bytes(path: Path) -> bytes:
    """Return the content of a list of site words. Raises as `read_codes` does."""
    try:
        data = read_regular(path, _LARGEST)
    except OSError as exc:
        raise BadProfile(f"The list of site words {path.name} could not be read: {exc}.") from exc
    if len(data) > _LARGEST:
        raise BadProfile(f"The list of site words {path.name} is larger than {_LARGEST:,} bytes.")
    return data


def codes_in(data: bytes, name: str) -> tuple[SiteCode, ...]:
    """Return the words of a list by its content; `name` is that of its file. Raises as `read_codes` does."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadProfile(f"The list of site words {name} could not be read: {exc}.") from exc
    return _from_toml(text, name) if name.lower().endswith(".toml") else _from_csv(text, name)


def _from_toml(text: str, name: str) -> tuple[SiteCode, ...]:
    try:
        data = tomllib.loads(text)
        return tuple(_CodeFile.model_validate(data).code)
    except tomllib.TOMLDecodeError as exc:
        raise BadProfile(f"The list of site words {name} is not valid TOML: {exc}.") from exc
    except ValidationError as exc:
        raise BadProfile(f"The list of site words {name} has a mistake. {first_mistake(text, exc)}") from exc


class _CodeFile(Options):
    code: tuple[SiteCode, ...] = Field(max_length=20_000)


def _from_csv(text: str, name: str) -> tuple[SiteCode, ...]:
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="more", skipinitialspace=True)
    unknown = [column for column in rows.fieldnames or () if column not in _COLUMNS]
    if unknown or not {"kind", "word"} <= set(rows.fieldnames or ()):
        wrong = f"“{unknown[0]}” is no column" if unknown else "the columns “kind” and “word” are missing"
        raise BadProfile(
            f"The list of site words {name} has a mistake. Line 1: {wrong}.",
            f"Columns: {', '.join(_COLUMNS)}.",
        )
    return tuple(_csv_codes(rows, name))


def _csv_codes(rows: "csv.DictReader[str]", name: str) -> Iterator[SiteCode]:
    for row in rows:
        said = {key: value.strip() for key, value in row.items() if key != "more" and value and value.strip()}
        if not said:
            continue
        try:
            yield SiteCode.model_validate(said)
        except ValidationError as exc:
            first: Any = exc.errors(include_url=False)[0]
            message = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
            column = f", “{first['loc'][0]}”" if first["loc"] else ""
            raise BadProfile(
                f"The list of site words {name} has a mistake. Line {rows.line_num}{column}: {message}."
            ) from exc


@lru_cache(maxsize=8)
def words_with(codes: tuple[SiteCode, ...]) -> Vocabulary:
    """Return the vocabulary that ships with the program, and a site's own words."""
    base = shipped_vocabulary()
    of = {kind: [code for code in codes if code.kind == kind] for kind in CodeKind.__args__}  # type: ignore[attr-defined]
    controls = dict(_controls(of["dissemination"], Category.DISSEMINATION, base))
    controls |= dict(_controls(of["non-ic"], Category.NON_IC, base))
    systems = {code.word: _row(code) for kind in _SYSTEMS for code in of[kind]}
    members = {code.word: frozenset(code.members.split()) for code in of["organisation"] if code.members}
    return replace(
        base,
        controls={**base.controls, **controls},
        spellings={**base.spellings, **_spellings(controls)},
        sci={**base.sci, **systems, **_roots(systems, base)},
        countries=base.countries | _words(of["country"]),
        organisations=base.organisations | _words(of["organisation"]),
        expand={**base.expand, **members},
        specified=base.specified | _words(of["specified"]),
        basic=base.basic | _words(of["basic"]),
    )


def _words(codes: Sequence[SiteCode]) -> frozenset[str]:
    return frozenset(code.word for code in codes)


def _controls(
    codes: Sequence[SiteCode], category: Category, base: Vocabulary
) -> Iterator[tuple[str, Control]]:
    """Yield controls that sort behind those of the public lists, in the order of the site's list."""
    last = max(control.order for control in base.controls.values())
    for order, code in enumerate(codes, last + 1):
        long = code.long.upper() or code.word
        yield code.word, Control(code.word, category, long, code.word, code.portion or code.word, order)


def _spellings(controls: Mapping[str, Control]) -> Mapping[str, Control]:
    return {
        spelling.upper(): control
        for control in controls.values()
        for spelling in (control.long, control.banner, control.portion)
    }


def _row(code: SiteCode) -> SciRow:
    levels = frozenset(Level[word] for word in code.levels.split())
    needs = code.needs.split()
    return SciRow(levels=levels, noforn="NOFORN" in needs, orcon="ORCON" in needs)


def _roots(systems: Mapping[str, SciRow], base: Vocabulary) -> Mapping[str, SciRow]:
    """Return rows for controls that only a compartment names, so that they are known."""
    roots = {word.split("-")[0] for word in systems}
    return {root: SciRow() for root in roots if root not in base.sci and root not in systems}
