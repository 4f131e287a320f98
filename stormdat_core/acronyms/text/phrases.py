"""Many phrases found in one pass over the words of a text, whatever their number.

The phrases form a trie of words. Case, dashes, spaces and quotes fold because only words are compared;
`&` reads as "and"; the last word matches in singular and plural. Looking up costs a dictionary access per
word, so a list of 20,000 full forms costs what one of 50 costs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import compress, islice
from typing import Generic, NamedTuple, TypeVar

from stormdat_core.acronyms.forms.folding import folded

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+|&")
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
_LINED = _SPACED | {ord("\n"): "\n"}
_ARTICLES = frozenset(("the", "a", "an"))


class Hit(NamedTuple, Generic[Value]):
    """A phrase in a text."""

    start: int
    end: int
    value: Value
    exact: bool
    """False when the last word stands in another number than in the phrase."""


class _Node(Generic[Value]):
    """What may follow a sequence of words: more words, or a last one (by its singular)."""

    __slots__ = ("ends", "more")

    def __init__(self) -> None:
        self.more: dict[str, _Node[Value]] = {}
        self.ends: dict[str, tuple[str, Value]] = {}


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, `&` as "and"."""
    if "&" not in text:
        low = text.lower()
        if text.isascii():
            return low.translate(_SPACED).split()
        if len(low) == len(text):  # some capitals have a small form of two characters
            return _WORD.findall(low)
    return ["and" if word == "&" else word.lower() for word in _WORD.findall(text)]


def words_of_each(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield `words_of` each text; plain texts are prepared together, for a call costs more than its words."""
    plain = [text.isascii() and "&" not in text and "\n" not in text for text in texts]
    lines = iter("\n".join(compress(texts, plain)).lower().translate(_LINED).split("\n"))
    for text, is_plain in zip(texts, plain, strict=True):
        yield next(lines).split() if is_plain else words_of(text)


@lru_cache(maxsize=1 << 16)
def singular_word(word: str) -> str:
    """Return an English word without its plural ending, so that both numbers compare equal."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


def normal(text: str) -> str:
    """Return the form in which full forms are compared: words, no article before, last word singular."""
    words = words_of(folded(text))
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if words:
        words[-1] = singular_word(words[-1])
    return " ".join(words)


def ending_with(text: str, end: int, phrase: str) -> int | None:
    """Return where `phrase` begins if it is what ends at `end`; case, spaces, dashes and number folded."""
    wanted = words_of(folded(phrase))
    first = max(0, end - 2 * len(phrase) - 8)
    found = list(_WORD.finditer(text, first, end))[-len(wanted) :] if wanted else []
    if len(found) < len(wanted) or not found:
        return None
    words = words_of(" ".join([match.group() for match in found]))
    same = words[:-1] == wanted[:-1] and singular_word(words[-1]) == singular_word(wanted[-1])
    cut = found[0].start() == first > 0  # the window may begin inside a word
    return found[0].start() if same and not cut else None


def _numbers(word: str) -> set[str]:
    """Return the forms of a last word that match it."""
    return {word, singular_word(word), word + "s", word + "es", word[:-1] + "ies"}


def _followers(node: _Node[Value]) -> set[str]:
    """Return the words that may follow a first one."""
    found = set(node.more)
    for word, _ in node.ends.values():
        found |= _numbers(word)
    return found


class PhraseIndex(Generic[Value]):
    """Phrases with a value each, ready to be searched for together."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Build the trie. Of two phrases with the same words the first stands."""
        self._root: _Node[Value] = _Node()
        for phrase, value in phrases:
            self._add(words_of(folded(phrase)), value)
        self._first = set(self._root.more)
        for word, _ in self._root.ends.values():
            self._first |= _numbers(word)
        self._second = {word: _followers(node) for word, node in self._root.more.items()}

    def _add(self, words: list[str], value: Value) -> None:
        if not words:
            return
        node = self._root
        for word in words[:-1]:
            following = node.more.get(word)
            if following is None:
                following = node.more[word] = _Node()
            node = following
        node.ends.setdefault(singular_word(words[-1]), (words[-1], value))

    def __bool__(self) -> bool:
        return bool(self._first)

    @property
    def first(self) -> Set[str]:
        """The words a phrase may begin with; a text that holds none of them holds no phrase."""
        return self._first

    def get(self, phrase: str) -> Value | None:
        """Return the value of a phrase, or None."""
        words = words_of(folded(phrase))
        node: _Node[Value] | None = self._root
        for word in words[:-1]:
            node = node.more.get(word) if node else None
        found = node.ends.get(singular_word(words[-1])) if node and words else None
        return found[1] if found else None

    def find(self, text: str, words: list[str] | None = None) -> Iterable[Hit[Value]]:
        """Return the phrases in `text`, the longest at each place, none overlapping.

        Args:
            text: the text, folded.
            words: `words_of(text)` where the caller has it already.
        """
        words = words_of(text) if words is None else words
        found = list(self._matches(words))
        return self._hits(text, found) if found else ()

    def _hits(self, text: str, found: list[tuple[int, int, Value, bool]]) -> Iterator[Hit[Value]]:
        needed = islice(_WORD.finditer(text), found[-1][1])
        spans = [match.span() for match in needed]
        for at, after, value, exact in found:
            yield Hit(spans[at][0], spans[after - 1][1], value, exact)

    def _beginnings(self, words: list[str]) -> set[str]:
        """Return the words with which a phrase can begin here: one of its second words is there too."""
        second, ends = self._second, self._root.ends
        return {
            word
            for word in self._first.intersection(words)
            if word not in second or singular_word(word) in ends or not second[word].isdisjoint(words)
        }

    def _matches(self, words: list[str]) -> Iterator[tuple[int, int, Value, bool]]:
        beginnings, free = self._beginnings(words), 0
        places = [at for at, word in enumerate(words) if word in beginnings] if beginnings else ()
        for at in places:
            if at >= free:
                found = self._longest(words, at)
                if found is not None:
                    free = found[0]
                    yield at, *found

    def _longest(self, words: list[str], at: int) -> tuple[int, Value, bool] | None:
        node, best = self._root, None
        for after in range(at, len(words)):
            word = words[after]
            found = node.ends.get(singular_word(word))
            if found is not None:
                best = after + 1, found[1], found[0] == word
            following = node.more.get(word)
            if following is None:
                break
            node = following
        return best
