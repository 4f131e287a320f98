"""Recognise a finding whose surroundings changed: by its rule, its words, and a part of its neighbourhood.

Fingerprints hold forty characters on both sides, so a rewritten sentence beside a finding changes them. What
is left over on both sides is matched again, from the strictest likeness to the loosest. Where two findings
would do, nothing is matched: a decision must not go to another finding than it was made about.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from stormdat_core.model.excerpts import CUT, split_excerpt

_NUMBERS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_NEAR = 3
"""Words that make one side of a neighbourhood."""
_FAR = 4
"""The same where that side is all that a finding is recognised by."""
_SUBJECT = re.compile(r"\S*[A-Z]\S*[A-Z]\S*")
"""Words that are a name: what is said of it is said once in a document."""
_SHORT = 3
"""Characters of words that stand everywhere."""
_SHARED = 1 / 3
"""Of the longer words round two findings, how many must be the same where the near ones are not."""
_MOSTLY = 0.6
"""Share of its words that a sentence keeps to be the same one under the same heading, and under any other."""
_NEARLY = 0.85
_SENTENCE = re.compile(r"[.!?][”\"')\]]*\s+")
_TELLING = 5
"""Words of a sentence that say by themselves which one it is."""
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that has no equal fingerprint on the other side."""

    id: int
    rule: str
    words: str
    """What it frames; its sentence where it frames nothing."""
    before: tuple[str, ...]
    """The words before it, the nearest last, and those behind it, the nearest first."""
    after: tuple[str, ...]
    heading: str
    around: frozenset[str] = frozenset()
    """Longer words of the excerpt on both sides."""
    name: str = ""
    """What it frames, where that is a name in capitals."""
    sentence: tuple[str, ...] = ()
    """The words of the sentence it stands in, as far as the excerpt holds it."""

    @classmethod
    def of(cls, row: Sequence[object]) -> "Left":
        """Return a finding from its id, rule, message, excerpt, start, end and nearest heading."""
        key, rule, message, excerpt, start, end, heading = row
        before, match, after = split_excerpt(str(excerpt), int(str(start)), int(str(end)))
        words = _folded(match) or (match and f"[{match}]") or _folded(str(message))
        first, last = _words(before), _words(after)
        near = tuple(first[-_FAR:]), tuple(last[:_FAR])
        around = frozenset(each for each in (*first, *last) if len(each) > _SHORT)
        name = match if _SUBJECT.fullmatch(match) else ""
        sentence = _sentence(before, match, after)
        return cls(int(str(key)), str(rule), words, *near, _folded(str(heading)), around, name, sentence)


Known = Callable[[frozenset[str]], frozenset[Key]]
"""Returns what the findings of some rules that have equal fingerprints are about: rules and names."""


def pairs(
    old: Iterable[Left],
    new: Iterable[Left],
    known: Known = lambda _: frozenset(),
    fixed: Collection[int] = frozenset(),
) -> dict[int, int]:
    """Return the earlier finding of each newer one that is surely the same, by ids. Linear in number.

    Args:
        old: what is left over of the earlier file.
        new: of the newer one.
        known: what those are about that are not left over.
        fixed: earlier findings whose text is to be changed: their sentences must be the same.
    """
    lost, come = list(old), list(new)
    found: dict[int, int] = {}
    for key in _KEYS:
        matched = _unique(lost, come, key)
        if key is _heading:
            matched = _alike(matched, lost, come)
        if key is _name:
            matched = _said_once(matched, come, known)
        if fixed:
            matched = _in_same_sentences(matched, lost, come, fixed)
        found |= matched
        gone = set(matched.values())
        lost = [each for each in lost if each.id not in gone]
        come = [each for each in come if each.id not in matched]
    return found


def _unique(old: Sequence[Left], new: Sequence[Left], key: Callable[[Left], Key | None]) -> dict[int, int]:
    before, after = _by(old, key), _by(new, key)
    alone = {each: ids[0] for each, ids in after.items() if len(ids) == 1}
    return {id_: before[each][0] for each, id_ in alone.items() if len(before.get(each, ())) == 1}


def _alike(matched: dict[int, int], old: Sequence[Left], new: Sequence[Left]) -> dict[int, int]:
    """Return those that share enough of what stands round them."""
    before = {each.id: each.around for each in old}
    after = {each.id: each.around for each in new}
    return {one: other for one, other in matched.items() if _share(after[one], before[other]) >= _SHARED}


def _said_once(matched: dict[int, int], new: Sequence[Left], known: Known) -> dict[int, int]:
    """Return those whose names stand in no other finding of the rule: "QRS is not defined" moved with it."""
    keys = {each.id: (each.rule, each.name) for each in new if each.id in matched}
    held = known(frozenset(rule for rule, _ in keys.values())) if keys else frozenset()
    return {one: other for one, other in matched.items() if keys[one] not in held}


def _in_same_sentences(
    matched: dict[int, int], old: Sequence[Left], new: Sequence[Left], strict: Collection[int]
) -> dict[int, int]:
    """Return those that stand in the same sentences, and those of which that is not asked."""
    before = {each.id: each for each in old}
    after = {each.id: each for each in new}
    return {
        one: other
        for one, other in matched.items()
        if other not in strict or _is_same_sentence(before[other], after[one])
    }


def _is_same_sentence(one: Left, other: Left) -> bool:
    """Return whether what stands round two findings is one sentence, reworded at most."""
    alike = one.heading == other.heading
    if min(len(one.sentence), len(other.sentence)) < _TELLING:
        return alike and one.sentence == other.sentence
    words, others = Counter(one.sentence), Counter(other.sentence)
    shared = (words & others).total() / max(words.total(), others.total())
    return shared >= (_MOSTLY if alike else _NEARLY)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0


def _by(findings: Iterable[Left], key: Callable[[Left], Key | None]) -> dict[Key, list[int]]:
    held: defaultdict[Key, list[int]] = defaultdict(list)
    for each in findings:
        made = key(each)
        if made is not None:
            held[made].append(each.id)
    return held


def _both_sides(one: Left) -> Key:
    return one.rule, one.words, one.before[-_NEAR:], one.after[:_NEAR]


def _before_and_heading(one: Left) -> Key | None:
    before = one.before[-_NEAR:]
    return (one.rule, one.words, before, one.heading) if len(before) == _NEAR else None


def _after_and_heading(one: Left) -> Key | None:
    after = one.after[:_NEAR]
    return (one.rule, one.words, after, one.heading) if len(after) == _NEAR else None


def _before(one: Left) -> Key | None:
    return (one.rule, one.words, one.before) if len(one.before) == _FAR else None


def _after(one: Left) -> Key | None:
    return (one.rule, one.words, one.after) if len(one.after) == _FAR else None


def _name(one: Left) -> Key | None:
    return (one.rule, one.name) if one.name else None


def _heading(one: Left) -> Key | None:
    """Return the weakest likeness: the only such words under a heading. Spaces and signs are everywhere."""
    telling = sum(map(str.isalnum, one.words)) > 1
    return (one.rule, one.words, one.heading) if telling else None


_KEYS = (_both_sides, _before_and_heading, _after_and_heading, _before, _after, _heading, _name)


def _sentence(before: str, match: str, after: str) -> tuple[str, ...]:
    """Return the words of the sentence of a match; words that are cut by the end of the excerpt are none."""
    first = _SENTENCE.split(before)[-1]
    last = _SENTENCE.split(after)[0]
    if first.startswith(CUT):
        first = first.partition(" ")[2]
    if last.endswith(CUT):
        last = last.rpartition(" ")[0]
    return tuple(_words(f"{first}{match}{last}"))


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text).replace("#", "0"))


def _folded(text: str) -> str:
    return " ".join(_NUMBERS.sub("#", text).split()).casefold()
