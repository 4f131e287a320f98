"""Codes of countries and organisations: lists of release, display, ownership."""

from collections.abc import Iterator, Sequence

from stormdat_core.markings.model import Item, Marking, Slip, System
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary, sort_codes, sort_release


def check_codes(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report lists of codes that are incomplete, out of order or unknown."""
    words = scheme.vocabulary
    for item in marking.items:
        if item.name == "REL":
            yield from _release(item, words)
        elif item.name == "DISPLAY":
            yield from _display(item, words)
        elif item.name == "FGI":
            yield from _owners(item.codes, item.start, item.end, "MRK-FGI-ORDER", "FGI", words)
        if item.name in ("REL", "DISPLAY", "FGI"):
            yield from _unknown(item.codes, item.start, item.end, words)
    yield from _head(marking, words)


def _head(marking: Marking, words: Vocabulary) -> Iterator[Slip]:
    if marking.system is System.FOREIGN:
        owners = tuple(code for code in marking.owners if code != "FGI")
        yield from _owners(owners, 0, marking.head_end, "MRK-FGI-ORDER", "Owners", words)
    elif marking.system is System.JOINT:
        yield from _owners(marking.owners, 0, marking.head_end, "MRK-JOINT-ORDER", "JOINT", words)
        yield from _unknown(marking.owners, 0, marking.head_end, words)


def _release(item: Item, words: Vocabulary) -> Iterator[Slip]:
    codes = item.codes
    if not codes:
        if item.text != "REL":
            yield Slip(
                "MRK-REL-USA-ALONE", item.start, item.end, "A release list names USA and another code."
            )
        return
    if codes[0] != "USA":
        yield Slip("MRK-REL-USA-FIRST", item.start, item.end, "The release list does not begin with USA.")
    if set(codes) == {"USA"}:
        text = "A release list of USA alone releases to nobody; name another code, or use NOFORN."
        yield Slip("MRK-REL-USA-ALONE", item.start, item.end, text)
    if "USA" in codes[:1] and list(codes) != sort_release(codes, words):
        right = _shown(sort_release(codes, words))
        text = f"Countries come first, then organisations, each in alphabetical order: {right}."
        yield Slip("MRK-REL-ORDER", item.start, item.end, text)
    for group, members in words.expand.items():
        covered = [code for code in codes if code in members and code != "USA"]
        if group in codes and covered:
            text = f"{_shown(covered)} is already part of {group}."
            yield Slip("MRK-REL-REDUNDANT", item.start, item.end, text)


def _display(item: Item, words: Vocabulary) -> Iterator[Slip]:
    if not item.codes:
        yield Slip(
            "MRK-DISPLAY-EMPTY", item.start, item.end, "DISPLAY ONLY names no code; it needs at least one."
        )
    elif list(item.codes) != (right := sort_codes(item.codes, words)):
        text = f"Countries come first, then organisations, alphabetically: {_shown(right)}."
        yield Slip("MRK-DISPLAY-ORDER", item.start, item.end, text)


def _owners(
    codes: Sequence[str], start: int, end: int, rule: str, name: str, words: Vocabulary
) -> Iterator[Slip]:
    right = sort_codes(codes, words)
    if list(codes) != right:
        text = f"{name}: countries come first, then organisations, alphabetically: {_shown(right)}."
        yield Slip(rule, start, end, text)


def _unknown(codes: Sequence[str], start: int, end: int, known: Vocabulary) -> Iterator[Slip]:
    for code in codes:
        if code in known.not_codes:
            text = f"{code} is not the code; write {known.not_codes[code]}."
            yield Slip("MRK-REL-CODE", start, end, text)
            return
        if not known.is_code(code):
            yield Slip("MRK-REL-CODE", start, end, f"{code} is not a code the list of codes holds.")
            return


def _shown(codes: Sequence[str]) -> str:
    return ", ".join(codes[:8]) + (", …" if len(codes) > 8 else "")
