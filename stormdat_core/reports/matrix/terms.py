"""What headings and decisions of matrices are called, by language: `terms.toml` as look-up tables."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from stormdat_core.reports.matrix.layouts import Layout

_NO_WORD = re.compile(r"[\W_]+")
_EXPLAINED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What a heading adds in brackets: Decision (A/R/P)."""
_PIECES = re.compile(r"[/\n|;,&+]|\s[-–—]\s|\b(?:and|und|et|e|y|en|i|or|oder|ou)\b", re.IGNORECASE)
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "№": " no ", "º": " ", "°": " ", "ª": " "})
_PLACES = ("page", "paragraph", "line")
_LONGEST = 200
"""Characters of a heading; what is longer is text."""


def plain(text: str) -> str:
    """Return a text as `terms.toml` writes it: without capitals, accents and signs; "#" is read as "no"."""
    folded = text.replace("#", " no ").casefold().translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", folded)
    return _NO_WORD.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


@dataclass(frozen=True, slots=True)
class Terms:
    """What columns are called: in the languages of `terms.toml`, and in a house's own form."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Columns by the headings of the form."""

    @classmethod
    def of(cls, layout: Layout) -> "Terms":
        """Return the terms with the headings of a form, which come first."""
        return cls({plain(column.heading): column.key for column in layout.columns if plain(column.heading)})

    def key(self, heading: str) -> str:
        """Return which column a heading means, "" for none that is known.

        Of a heading in parts, as in two languages, all must be known; a comment with anything is a comment.
        """
        if len(heading) > _LONGEST:
            return ""
        said = _EXPLAINED.sub(" ", heading)
        if found := self.own.get(plain(heading)) or self._known(said):
            return found
        keys = [self._known(each) for each in pieces(said)]
        if not keys or not all(keys):
            return ""
        return "comment" if "comment" in keys else keys[0]

    def places(self, heading: str) -> tuple[str, ...]:
        """Return which places a heading names, where it names several and no more: Page / Para / Line."""
        said = _EXPLAINED.sub(" ", heading)
        keys = tuple(map(self._known, pieces(said))) if not self._known(said) else ()
        several = len(keys) > 1 and len(set(keys)) == len(keys)
        return keys if several and all(key in _PLACES for key in keys) else ()

    def _known(self, heading: str) -> str:
        said = plain(heading)
        return self.own.get(said) or _columns().get(said, "")


def pieces(text: str) -> list[str]:
    """Return the parts of a heading or of the places below it."""
    return [each for part in _PIECES.split(text) if (each := part.strip())]


def decision_kind(disposition: str) -> str:
    """Return what a disposition says, however it is written; what is not known stands for itself."""
    said = plain(disposition)
    return next((kind for kind, begins in _decisions() if begins.match(said)), said)


def is_bare(disposition: str) -> bool:
    """Return whether a disposition says no more than what was decided: A, Accepted."""
    return len(plain(disposition).split()) <= 1


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    text = (resources.files("stormdat_core.reports.matrix") / "terms.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _columns() -> Mapping[str, str]:
    """Return the column of each term; the languages of one column may share terms."""
    return {
        term: key for key, said in _tables()["columns"].items() for words in said.values() for term in words
    }


@cache
def _decisions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each kind of decision begins, "in part" before "accepted", "not accepted" too."""
    return tuple((kind, _begins(said)) for kind, said in _tables()["decisions"].items())


def _begins(said: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Return a pattern of a kind's letters, which stand alone, and its words, which begin or stand within."""
    letters = "|".join(said["letters"])
    own = [word for language, words in said.items() if language != "letters" for word in words]
    words = "|".join(rf".*\b{re.escape(each[1:])}" if each[0] == "*" else re.escape(each) for each in own)
    return re.compile(rf"(?:{letters})\b|{words}")
