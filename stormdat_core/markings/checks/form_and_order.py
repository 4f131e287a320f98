"""Form and order: what is spelled for the other kind of marking, out of order, or said twice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from stormdat_core.markings.model import Category, Item, Level, Marking, Segment, Slip, System
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary

_LISTS = ("REL", "EYES")
_COMPARTMENT = 2
"""Length of the path of a compartment: the control and its name."""


def check_forms(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a control in the form of the other kind of marking."""
    for item in marking.items:
        if marking.kind == "banner" and item.form == "portion":
            text = f"A banner does not abbreviate so: write {_spelled(item, 'banner', scheme.vocabulary)}."
            yield Slip("MRK-FORM-PORTION-IN-BANNER", item.start, item.end, text)
        elif marking.kind == "portion" and item.form == "banner":
            text = f"A portion mark abbreviates: write {_spelled(item, 'portion', scheme.vocabulary)}."
            yield Slip("MRK-FORM-BANNER-IN-PORTION", item.start, item.end, text)


def _spelled(item: Item, kind: str, known: Vocabulary) -> str:
    if item.category is Category.ATOMIC and item.numbers:
        return "SIGMA and the numbers" if kind == "banner" else "SG and the numbers"
    if item.name in _LISTS and kind == "banner":
        return "the release list in full"
    control = known.controls.get(item.name) or known.atomic[item.name]
    return control.banner if kind == "banner" else control.portion


def check_order(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report categories, and values inside a category, that are out of order."""
    for one, other in pairwise(marking.segments):
        if other.category < one.category:
            text = f"The category {other.category.word} comes before {one.category.word}."
            yield Slip("MRK-ORDER-CATEGORY", other.start, other.end, text)
    for segment in marking.segments:
        yield from _inside(segment, marking, scheme.vocabulary)


def _inside(segment: Segment, marking: Marking, vocabulary: Vocabulary) -> Iterator[Slip]:
    if segment.category is Category.SCI:
        yield from _paths(segment, "MRK-ORDER-SCI", _control_paths(segment))
    elif segment.category is Category.SAP:
        yield from _paths(segment, "MRK-ORDER-SAP", [item.paths for item in segment.items])
    elif marking.system is not System.UK and segment.category in (Category.DISSEMINATION, Category.NON_IC):
        yield from _controls(segment, marking, vocabulary)


def _control_paths(segment: Segment) -> list[tuple[tuple[str, ...], ...]]:
    return [item.paths for item in segment.items if item.category is Category.SCI]


def _paths(segment: Segment, rule: str, groups: list[tuple[tuple[str, ...], ...]]) -> Iterator[Slip]:
    """Report the first control, compartment or sub-compartment that stands behind one it should precede."""
    roots = [group[0] for group in groups if group]
    for ordered in (roots, *chain.from_iterable(map(_runs, groups))):
        if not _ascending(ordered):
            right = ", ".join("-".join(path) for path in sorted(set(ordered)))
            text = f"Digits come before letters, then the alphabet: {right}."
            yield Slip(rule, segment.start, segment.end, text)
            return


def _runs(paths: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Return paths in runs, each in order by itself: a compartment that comes again begins a new one.

    `HCS-P JJJ-P DDDD` names the compartment P for each group of its sub-compartments.
    """
    runs: list[list[tuple[str, ...]]] = [[]]
    seen: set[tuple[str, ...]] = set()
    for path, below in zip_longest(paths, paths[1:], fillvalue=()):
        if path in seen and len(path) == _COMPARTMENT and below[:_COMPARTMENT] == path != below:
            runs.append([])
        runs[-1].append(path)
        seen.add(path)
    return runs


def _ascending(values: Sequence[tuple[str, ...]]) -> bool:
    return all(one <= other for one, other in pairwise(values))


def _controls(segment: Segment, marking: Marking, vocabulary: Vocabulary) -> Iterator[Slip]:
    """Report controls out of the order of the Register; CUI lists its own alphabetically."""
    controls = vocabulary.controls
    if marking.system is System.CUI:
        words = [item.text for item in segment.items]
        if any(one > other for one, other in pairwise(words)):
            text = f"Dissemination controls of CUI stand in alphabetical order: {'/'.join(sorted(words))}."
            yield Slip("MRK-CUI-ORDER", segment.start, segment.end, text)
        return
    known = [item for item in segment.items if item.name in controls and item.name != "ACCM"]
    same = [item for item in known if controls[item.name].category is segment.category]
    for limited in (False, True):  # the Register orders its own, and nothing orders those of CUI among them
        ordered = [item for item in same if controls[item.name].limited is limited]
        for one, other in pairwise(ordered):
            if controls[one.name].order > controls[other.name].order:
                text = f"{other.text} comes before {one.text}."
                yield Slip("MRK-ORDER-WITHIN", other.start, other.end, text)
                return


def check_repeats(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a category or a value that is there twice."""
    seen: set[Category] = set()
    before: Category | None = None
    for segment in marking.segments:
        if segment.category is before and segment.category is not Category.CUI:
            text = f"A single slash parts values of one category ({segment.category.word})."
            yield Slip("MRK-SEP-DOUBLE", segment.start, segment.end, text)
        elif segment.category in seen and segment.category is not Category.CUI:
            text = f"The category {segment.category.word} stands here a second time."
            yield Slip("MRK-CATEGORY-TWICE", segment.start, segment.end, text)
        seen.add(segment.category)
        before = segment.category
    yield from _duplicates(marking.items)


def _duplicates(items: Iterable[Item]) -> Iterator[Slip]:
    seen: set[object] = set()
    for item in items:
        key = (item.category, item.name, item.paths, item.codes)
        first, *more = _runs(item.paths)
        paths = [*first, *(path for run in more for path in run[1:])]
        if key in seen or len(set(item.codes)) < len(item.codes) or len(set(paths)) < len(paths):
            yield Slip("MRK-DUPLICATE", item.start, item.end, f"{item.text} says a thing twice.")
        seen.add(key)


def is_classified(marking: Marking) -> bool:
    """Return True for a level above UNCLASSIFIED."""
    return marking.level is not None and marking.level > Level.U
