"""Matrices of several reviewers made one: each comment once, what was decided kept, conflicts shown.

A comment is recognised by who made it, its number there and its words, or most of its words where it was
reworded. A matrix that went round and came back with decisions is therefore the same comments with more known
about them. The result does not depend on the order in which the matrices are given, and giving one twice, or
giving the result again, changes nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.order import in_order, place
from stormdat_core.reports.matrix.reading import Matrix
from stormdat_core.reports.matrix.terms import decision_kind, is_bare
from stormdat_core.reports.text import shorten

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_FROM = re.compile(
    r"^(.{1,300}?\.(?:xls[xm]|do[ct][xm]|csv|tsv|txt|html?|pptx)): ", re.MULTILINE | re.IGNORECASE
)
"""The name of a matrix before what it says, as `_behind_names` writes it."""
_NAMED = ("comment", "rationale", "proposed", "response")
"""Cells of which every answer is kept, with the name of the matrix it stands in."""
_BESIDE = " / "
"""Between what matrices say in the other cells, where they say different things."""
_TOLD = ("comment", "type", "page", "paragraph", "line")
"""Cells in which different answers are a conflict, beside the disposition."""
_PLACE = ("page", "paragraph", "line")
OPEN = "Open: decided differently"
"""The disposition of a comment that matrices decide differently, until a person settles it."""
_ALIKE = 0.6
"""Of the words of the shorter of two wordings, how many the other must have to be the same comment."""
_MOST_WORDINGS = 20
"""Comments of one number that are compared with each other."""
_SHOWN = 200
"""Characters of an answer in the sentence of a conflict."""
_FIELDS = tuple(each.name for each in fields(Comment) if each.name not in ("item", "others"))
_Told = Sequence[tuple[str, Comment]]
"""What matrices say of one comment, each with its name."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One comment about which matrices say different things."""

    comment: Comment
    said: tuple[tuple[str, str], ...]
    """Name of the matrix, and what it says."""
    about: str = "disposition"
    """The column that it is about."""

    @property
    def sentence(self) -> str:
        """Return the conflict as a sentence."""
        each = (
            f"{name}: {shorten(_BLANKS.sub(' ', words).rstrip('.'), _SHOWN)}" for name, words in self.said
        )
        said = "; ".join(each)
        who = " ".join(filter(None, [self.comment.source, self.comment.reviewer])) or _and(self.said)
        return f"Comment {self.comment.number or '?'} of {who} {_WAYS[self.about]}: {said}."


def _and(said: Sequence[tuple[str, str]]) -> str:
    return ", ".join(dict.fromkeys(name for name, _ in said))


_WAYS = {
    "disposition": "was decided in different ways",
    "comment": "is worded in different ways",
    "type": "has different types",
    "page": "has different pages",
    "paragraph": "has different paragraphs",
    "line": "has different lines",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """One matrix out of several."""

    comments: tuple[Comment, ...]
    conflicts: tuple[Conflict, ...]


def merge(matrices: Sequence[Matrix]) -> Merged:
    """Return all comments in the order of the document, numbered anew in `item`.

    Where matrices decide a comment differently, its disposition says so and every answer is kept in its
    response, for a person to settle; different wordings stand below each other.
    """
    known: dict[tuple[str, ...], list[tuple[str, Comment]]] = {}
    anew = _begun_anew(matrices)
    for matrix in sorted(matrices, key=_by_name):
        again: Counter[tuple[str, ...]] = Counter()
        for comment in matrix.comments:
            same = _identity(comment)
            same = (*same[:4], *_place(comment)) if same in anew else same
            again[same] += 1  # rows of one file that are alike are as many comments
            known.setdefault((*same, f"{again[same]:09}"), []).append((matrix.name, comment))
    groups = list(_reworded(known))
    joined = [_joined(groups[number]) for number in in_order(_rows_of(matrices, groups))]
    comments = (replace(comment, item=str(at)) for at, (comment, _) in enumerate(joined, 1))
    return Merged(tuple(comments), tuple(conflict for _, conflicts in joined for conflict in conflicts))


def _rows_of(matrices: Sequence[Matrix], groups: Sequence[_Told]) -> list[list[tuple[int, Comment]]]:
    """Return the rows of each matrix with the number of the group that each is in."""
    homes: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for name, comment in group:
            homes[name, id(comment)].append(number)
    found = []
    for matrix in sorted(matrices, key=_by_name):
        own = [(matrix.name, id(each)) for each in matrix.comments]
        found.append([(homes[key].pop(0), each) for key, each in zip(own, matrix.comments, strict=True)])
    return found


def _by_name(matrix: Matrix) -> tuple[str, list[tuple[str, ...]]]:
    return matrix.name, list(map(_identity, matrix.comments))


def _begun_anew(matrices: Iterable[Matrix]) -> frozenset[tuple[str, ...]]:
    """Return what one matrix says at several places: its numbers begin anew, as on each sheet."""
    found = set()
    for matrix in matrices:
        places: dict[tuple[str, ...], tuple[str, ...]] = {}
        for comment in matrix.comments:
            same = _identity(comment)
            if places.setdefault(same, _place(comment)) != _place(comment):
                found.add(same)
    return frozenset(found)


def _place(comment: Comment) -> tuple[str, ...]:
    return tuple(_same(comment.value(key)) for key in _PLACE)


def _identity(comment: Comment) -> tuple[str, ...]:
    number = comment.number.strip().rstrip(".")
    place = ("", "", "") if number else (comment.page, comment.paragraph, comment.line)
    texts = (comment.source, comment.reviewer, number, comment.comment, *place)
    return tuple(_BLANKS.sub(" ", text).strip().casefold() for text in texts)


def _reworded(known: Mapping[tuple[str, ...], list[tuple[str, Comment]]]) -> Iterator[_Told]:
    """Yield what matrices say of each comment; wordings of one number that are alike are one comment.

    Two comments of one matrix never are one, nor are those of different places.
    """
    numbered: defaultdict[tuple[str, ...], list[list[tuple[str, Comment]]]] = defaultdict(list)
    for key in sorted(known):
        if key[2]:
            numbered[key[:3]].append(known[key])
        else:
            yield known[key]
    for groups in numbered.values():
        yield from _alike(groups) if len(groups) <= _MOST_WORDINGS else groups


def _alike(groups: Iterable[list[tuple[str, Comment]]]) -> list[list[tuple[str, Comment]]]:
    found: list[list[tuple[str, Comment]]] = []
    for group in groups:
        same = next((each for each in found if _is_reworded(each, group)), None)
        if same is None:
            found.append(list(group))
        else:
            same += group
            same.sort(key=lambda told: told[0])
    return found


def _is_reworded(one: _Told, other: _Told) -> bool:
    if {name for name, _ in one} & {name for name, _ in other}:
        return False
    first, second = one[0][1], other[0][1]
    words = [set(_WORD.findall(each.comment.casefold())) for each in (first, second)]
    fewer = min(map(len, words))
    if _identity(first) == _identity(second):  # numbers that begin anew: only the place tells them apart
        return _is_near(first, second, _PLACE)
    near = _is_near(first, second, ("page", "paragraph"))
    if not fewer:
        return near and not any(words)
    return len(words[0] & words[1]) >= _ALIKE * fewer and (near or bool(first.source or first.reviewer))


def _is_near(one: Comment, other: Comment, keys: Iterable[str]) -> bool:
    """Return whether two comments are at one place, as far as both say theirs."""
    return all(
        not one.value(key) or not other.value(key) or _same(one.value(key)) == _same(other.value(key))
        for key in keys
    )


def _joined(told: _Told) -> tuple[Comment, tuple[Conflict, ...]]:
    """Return one comment out of what several matrices say of it, and what they say differently."""
    whole = Comment(**{key: _every(told, key) for key in _FIELDS}, others=_others(told))
    conflicts = [_conflict(whole, told, key) for key in _TOLD]
    answers = _answers(told)
    if len({decision_kind(words) for _, words in answers}) > 1:
        conflicts.insert(0, Conflict(whole, tuple(answers)))
        whole = replace(whole, disposition=OPEN, response=_behind_names(answers))
    else:
        decided = [(name, words) for name, each in told if (words := each.disposition.strip())]
        first, response = _settled(whole.response, decided)
        whole = replace(whole, disposition=first, response=response)
    return whole, tuple(each for each in conflicts if each is not None)


def _settled(response: str, decided: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the disposition that all agree on, and the response with what some say beside "accepted"."""
    first = decided[0][1] if decided else ""
    more = (
        f"{name}: {words}" for name, words in decided if not is_bare(words) and _same(words) != _same(first)
    )
    lines = [response, *(line for line in dict.fromkeys(more) if not _has_lines(response, line))]
    return first, "\n".join(filter(None, lines))


def _conflict(whole: Comment, told: _Told, key: str) -> Conflict | None:
    said = _different(told, key)
    return Conflict(whole, said, key) if len(said) > 1 else None


def _every(told: _Told, key: str) -> str:
    """Return what stands in a cell, or each answer where matrices differ: of a text behind their names."""
    said = _different(told, key)
    if key in _NAMED:
        return _behind_names(said)
    return _BESIDE.join(sorted({text for _, text in said}, key=lambda text: (place(text), text)))


def _different(told: _Told, key: str) -> tuple[tuple[str, str], ...]:
    """Return what matrices say in a cell: each text once, with the first matrix that says it."""
    cells = [(name, text) for name, comment in told if (text := comment.value(key).strip())]
    if key in _NAMED:
        return _longest(_once(cells, lines=False)) if key == "comment" else _once(cells, lines=True)
    found = _once(cells, lines=False)
    return found if len(found) <= 1 else _once(_beside(found), lines=False)


def _longest(said: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return texts without those that another one begins with: who adds a line says nothing else."""
    if len(said) > _MOST_WORDINGS:
        return said
    return tuple(
        each for each in said if not any(_goes_on(text, each[1]) for _, text in said if text != each[1])
    )


def _goes_on(text: str, part: str) -> bool:
    """Return whether a text is a part with lines added below it, line ends and blanks aside."""
    lines, own = ([_same(line) for line in each.strip().splitlines()] for each in (text, part))
    return len(lines) > len(own) and lines[: len(own)] == own


def _beside(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, part) for name, text in cells for part in text.split(_BESIDE))


def _once(cells: Iterable[tuple[str, str]], *, lines: bool) -> tuple[tuple[str, str], ...]:
    """Return each text once; what a merged matrix says counts as that of those it was made of.

    Args:
        cells: names of matrices, and their texts.
        lines: whether a text that is among the lines of another one is left out.
    """
    said: dict[str, tuple[str, str]] = {}
    for name, text in sorted(each for cell in cells for each in _entries(*cell)):
        said.setdefault(_same(text), (name, text))
    found = tuple(said.values())
    if not lines or len(found) > _MOST_WORDINGS:
        return found
    return tuple(
        each for each in found if not any(_has_lines(text, each[1]) for _, text in found if text != each[1])
    )


def _has_lines(text: str, part: str) -> bool:
    return f"\n{part}\n" in f"\n{text}\n"


def _entries(name: str, text: str) -> list[tuple[str, str]]:
    """Return a text with its matrix, or, of a merged text, each of its texts with the matrix it is from."""
    begins = list(_FROM.finditer(text))
    if len(begins) < 2 or begins[0].start():
        return [(name, text)]
    ends = [*(each.start() for each in begins[1:]), len(text)]
    return [(each[1], text[each.end() : end].strip()) for each, end in zip(begins, ends, strict=True)]


def _behind_names(said: Sequence[tuple[str, str]]) -> str:
    """Return the only text, or each behind the name of its matrix."""
    if len(said) <= 1:
        return said[0][1] if said else ""
    return "\n".join(f"{name}: {text}" for name, text in said)


def _others(told: _Told) -> tuple[tuple[str, str], ...]:
    """Return what stands in unknown columns, in the order of their headings."""
    held: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    names: dict[str, str] = {}
    for name, comment in told:
        for heading, text in comment.others:
            names[_same(heading)] = min(heading, names.get(_same(heading), heading))
            held[_same(heading)].append((name, text))
    return tuple((names[key], _behind_names(_once(held[key], lines=True))) for key in sorted(held))


def _answers(told: _Told) -> list[tuple[str, str]]:
    """Return what matrices decide, with their reasons; what is open gives the answers it is open for."""
    found: dict[tuple[str, str], None] = {}
    for name, comment in told:
        decision, response = comment.disposition.strip(), comment.response.strip()
        if decision == OPEN and len(entries := _entries(name, response)) > 1:
            found |= dict.fromkeys(entries)
        elif decision:
            found[name, " ".join(filter(None, (decision, response)))] = None
    return sorted(found)


def _same(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().casefold()
