"""Controlled unclassified information, alone and beside classified information."""

from collections.abc import Iterator

from stormdat_core.markings.model import Category, Item, Level, Marking, Slip, System
from stormdat_core.markings.reading import CUI_WORDS, categories_of
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary, is_limited, sort_categories


def check_cui(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report CUI categories and controls that the registry does not hold, or holds otherwise."""
    categories = categories_of(marking)
    names = [item.name for item in categories]
    if names != sort_categories(names):
        right = "/".join(sort_categories(names))
        text = f"Specified categories come first, each group in alphabetical order: {right}."
        yield Slip("MRK-CUI-ORDER", categories[0].start, categories[-1].end, text)
    for item in categories:
        yield from _category(item, scheme.vocabulary)
    for item in marking.items:
        if item.form == "administrative":
            text = f"{item.text} is no part of a CUI marking; write it apart from it."
            yield Slip("MRK-CUI-ADMIN", item.start, item.end, text)
    if marking.system is System.CUI:
        yield from _alone(marking, scheme.vocabulary)
    yield from _privilege(marking, names)


def _category(item: Item, known: Vocabulary) -> Iterator[Slip]:
    bare = item.name.removeprefix("SP-")
    if not item.known:
        text = f"{item.text} is not in the registry of {known.snapshot}."
        yield Slip("MRK-CUI-CATEGORY", item.start, item.end, text)
    elif bare != item.name and bare not in known.specified:
        text = f"{bare} is a Basic category and takes no SP-."
        yield Slip("MRK-CUI-SP-PREFIX", item.start, item.end, text)
    elif bare == item.name and bare not in known.basic:
        text = f"{bare} is a Specified category and takes SP-."
        yield Slip("MRK-CUI-SP-PREFIX", item.start, item.end, text)


def _alone(marking: Marking, vocabulary: Vocabulary) -> Iterator[Slip]:
    controlled = marking.text.strip("() ").upper().startswith("CONTROLLED")
    if controlled:
        rule = "MRK-CUI-CONTROLLED" if marking.kind == "banner" else "MRK-CUI-CONTROLLED-PORTION"
        yield Slip(rule, 0, marking.head_end, "Write CUI, not CONTROLLED.")
    segments = [segment for segment in marking.segments if segment.category is Category.CUI]
    if marking.kind == "banner" and marking.segments:
        text = "The banner is the word CUI alone; categories and controls stand in the designation block."
        yield Slip("MRK-CUI-BANNER-CAT", marking.segments[0].start, marking.segments[-1].end, text)
    for segment in segments[1:]:
        yield Slip(
            "MRK-SEP-DOUBLE",
            segment.start,
            segment.end,
            "A double slash parts categories; write a single one.",
        )
    for item in marking.items:
        if item.category in (Category.DISSEMINATION, Category.NON_IC) and not is_limited(
            item.name, vocabulary
        ):
            text = f"{item.text} is no limited dissemination control of CUI."
            yield Slip("MRK-CUI-LDC", item.start, item.end, text)


def _privilege(marking: Marking, names: list[str]) -> Iterator[Slip]:
    for name in ("AC", "AWP"):
        item = marking.named(name)
        if item is not None and "PRIVILEGE" not in names:
            text = f"{item.text} stands with the category PRIVILEGE only."
            yield Slip("MRK-CUI-LDC-PRIVILEGE", item.start, item.end, text)


def check_cui_in_classified(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report CUI beside a level where the rules keep it out."""
    words = [item for item in marking.of(Category.CUI) if item.name in CUI_WORDS]
    if marking.system is System.CUI or not words:
        return
    item = words[0]
    if marking.level is Level.U:
        text = "CUI stands alone: leave out UNCLASSIFIED and U."
        yield Slip("MRK-CUI-UNCLASS-PREFIX", item.start, item.end, text)
    elif marking.kind == "banner":
        text = "CUI does not appear in a classified banner; it stays in the portions."
        yield Slip("MRK-CUI-IN-CLASS-BANNER", item.start, item.end, text)
    if item.name == "CONTROLLED":
        text = "Beside a classification the word is CUI, never CONTROLLED."
        yield Slip("MRK-CUI-CONTROLLED-CLASS", item.start, item.end, text)
