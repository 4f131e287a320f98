"""Whoever follows a finding's advice to the letter is told nothing else about that acronym."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.model import Block, Document, Evidence, Finding, Location
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.base import RuleContext
from tests.core.acronyms.build import Part, acronym_list, document, header, heading, table

FULL = {
    "SRS": "Software Requirements Specification",
    "LOB": "Line of Balance",
    "CDRL": "Contract Data Requirements List",
    "JTRO": "Joint Test Range Office",
}
SRS = "The Software Requirements Specification (SRS) rules."
ROWS = (("Acronym", "Definition"), *sorted(FULL.items()))
Change = tuple[Location, str]
Edited = tuple[Document, Sequence[AcronymList]]


@dataclass(frozen=True)
class Case:
    """A document with faults, and the lists it is checked with."""

    parts: tuple[Part | str | list[Part], ...]
    lists: tuple[AcronymList, ...] = field(default=())


def swept(made: Document, lists: Sequence[AcronymList], profile: str) -> list[Finding]:
    judge = profiles.load(profile)
    context = RuleContext(made, judge, lists)
    return [
        each
        for rule in (offer.item() for offer in registry.enabled(judge))
        if rule.info.id.startswith("ACR-")
        for each in rule.check(made, context)
    ]


def changed(made: Document, changes: Iterable[Change]) -> Document:
    """Return a document with texts replaced, from behind, so that the offsets before stay right."""
    blocks = list(made.blocks)
    for where, text in sorted(changes, key=lambda each: (-each[0].block, -each[0].start)):
        old = blocks[where.block]
        blocks[where.block] = _with_text(old, old.text[: where.start] + text + old.text[where.end :])
    return replace(made, blocks=tuple(blocks))


def _with_text(block: Block, text: str) -> Block:
    return replace(block, runs=(block.runs[0]._replace(text=text),))


def text_at(made: Document, where: Location) -> str:
    return made.blocks[where.block].text[where.start : where.end]


def marked(finding: Finding) -> list[Location]:
    return [finding.where, *(each.where for each in finding.evidence if each.marked)]


def without_row(made: Document, short: str) -> Document:
    """Return a document whose acronym table does not hold an acronym; the cells are emptied."""
    cells = [block for block in made.blocks if block.where.table and block.text == short]
    rows = {(block.where.table, block.where.row) for block in cells}
    gone = [block for block in made.blocks if (block.where.table, block.where.row) in rows]
    return changed(made, [(block.locate(0, len(block.text)), "") for block in gone])


def follow_fix(made: Document, finding: Finding) -> Document:
    assert finding.fix is not None
    return changed(made, [(finding.fix.where, finding.fix.replacement), *finding.fix.others])


def follow_undefined(made: Document, finding: Finding) -> Document:
    short = text_at(made, finding.where)
    if "define it" in finding.message or not ("instead" in finding.message or "spell it" in finding.message):
        return changed(made, [(finding.where, f"{FULL[short]} ({short})")])
    spelt = changed(made, [(finding.where, FULL[short])])
    return without_row(spelt, short) if "remove its row" in finding.message else spelt


def follow_drop(made: Document, finding: Finding) -> Document:
    """Take the bracket off the definition, write the uses out, and take the row away where that is said."""
    text = text_at(made, finding.where)
    full, short = text.split(" (")[0], text.split(" (")[1].rstrip(")")
    block = made.blocks[finding.where.block]
    end = block.text.index(")", finding.where.start) + 1
    uses: list[Change] = [(each.where, full) for each in finding.evidence]
    dropped = changed(made, [(block.locate(finding.where.start, end), full), *uses])
    return without_row(dropped, short) if "its row" in finding.message else dropped


def follow_move(made: Document, finding: Finding) -> Document:
    short = text_at(made, finding.where)
    (there,) = (each.where for each in finding.evidence if each.note == "defined here")
    block = made.blocks[there.block]
    whole = block.locate(there.start, block.text.index(")", there.start) + 1)
    return changed(made, [(finding.where, text_at(made, whole)), (whole, short)])


def follow_heading(made: Document, finding: Finding) -> Document:
    use: Evidence = finding.evidence[0]
    short = text_at(made, use.where)
    return changed(made, [(use.where, f"{FULL[short]} ({short})")])


def follow_format(made: Document, finding: Finding) -> Document:
    short, full = text_at(made, finding.where).rstrip(")").split(" (")
    block = made.blocks[finding.where.block]
    whole = block.locate(finding.where.start, block.text.index(")", finding.where.start) + 1)
    return changed(made, [(whole, f"{full} ({short})")])


FOLLOW: dict[str, Callable[[Document, Finding], Document]] = {
    "ACR-UNDEFINED": follow_undefined,
    "ACR-REDEFINED": follow_fix,
    "ACR-FULL-FORM": follow_fix,
    "ACR-DEF-UNUSED": follow_drop,
    "ACR-RARE": follow_drop,
    "ACR-BEFORE-DEF": follow_move,
    "ACR-HEADING-DEF": follow_heading,
    "ACR-VARIANT": follow_fix,
    "ACR-PLURAL-APOSTROPHE": follow_fix,
    "ACR-REDUNDANT": follow_fix,
    "ACR-LIST-MISMATCH": follow_fix,
    "ACR-LIST-NEAR": follow_fix,
    "ACR-DEF-FORMAT": follow_format,
}
"""How a careful author follows the advice of each rule whose finding is about one acronym and its text."""

LISTED = (acronym_list(*FULL.items()),)
CASES = {
    "undefined once": Case(("Submit the CDRL.",)),
    "undefined once, listed": Case(("Submit the CDRL.",), LISTED),
    "undefined once, in the table": Case(
        ("Submit the CDRL.", SRS, "The SRS, the SRS.", table(*ROWS[:2], ROWS[-1]))
    ),
    "undefined twice": Case(("Submit the CDRL.", "The CDRL is due.")),
    "undefined twice, listed": Case(("Submit the CDRL.", "The CDRL is due."), LISTED),
    "undefined often": Case(("Submit the CDRL.", "The CDRL is due.", "The CDRL counts.")),
    "undefined often, not in the list": Case(
        ("Submit the CDRL.", "The CDRL is due.", "The CDRL counts."), (acronym_list(("SRS", FULL["SRS"])),)
    ),
    "unused": Case((SRS, "Nothing more.")),
    "unused, in the table": Case((SRS, "Nothing more.", table(*ROWS[:1], ROWS[-1]))),
    "unused, spelt out once": Case((SRS, "The Software Requirements Specification is long.")),
    "unused, spelt out often": Case((SRS, *["The Software Requirements Specification is long."] * 3)),
    "used once": Case((SRS, "The SRS is final.")),
    "used once, spelt out once": Case(
        (SRS, "The SRS is final.", "The Software Requirements Specification is long.")
    ),
    "spelt out again": Case((SRS, "The SRS, the SRS.", "The Software Requirements Specification is long.")),
    "spelt out many times": Case(
        (SRS, "The SRS, the SRS.", *["The Software Requirements Specification is long."] * 7)
    ),
    "defined twice": Case((SRS, "The SRS is final.", SRS, "The SRS is signed.")),
    "defined twice, unused": Case((SRS, SRS)),
    "defined many times": Case((*[SRS] * 8, "The SRS is signed.")),
    "before its definition": Case(("The SRS comes first.", SRS, "The SRS is final.", "The SRS is signed.")),
    "before its definition in a heading": Case(
        ("The SRS comes first.", heading("Software Requirements Specification (SRS)"), "The SRS, the SRS.")
    ),
    "only in a heading": Case(
        (heading("Software Requirements Specification (SRS)"), "The SRS is final.", "The SRS, the SRS.")
    ),
    "in a header": Case((header("The SRS"), SRS, "The SRS is final.", SRS)),
    "another spelling": Case(("The Line of Balance (LOB), the LOB, the LoB and the LOB.",)),
    "apostrophe": Case(("A Line of Balance (LOB), the LOB.", "We saw three LOB's there.")),
    "word said twice": Case(("The Line of Balance (LOB), the LOB.", "The LOB balance and the LOB.")),
    "other form of definition": Case(("The SRS (Software Requirements Specification), the SRS, the SRS.",)),
}


def about(found: Iterable[Finding], made: Document) -> dict[tuple[str, str], int]:
    """Count findings by (rule, acronym) for the acronyms of `FULL`."""
    counted: dict[tuple[str, str], int] = {}
    for each in found:
        said = f"{each.message} {text_at(made, each.where) if each.where.block >= 0 else ''}"
        for short in FULL:
            if short in said or key(short) in said.upper():
                counted[each.rule, short] = counted.get((each.rule, short), 0) + 1
    return counted


OF_LISTS = {"ACR-LIST-UNUSED", "ACR-LIST-FORMAT", "ACR-NOT-IN-LIST", "ACR-TABLE-MISSING", "ACR-TABLE-UNUSED"}


@pytest.mark.parametrize("profile", ["standard", "thorough"])
@pytest.mark.parametrize("name", CASES)
def test_following_an_advice_raises_no_other(name: str, profile: str) -> None:
    case = CASES[name]
    made = document(*case.parts)
    found = swept(made, case.lists, profile)
    before = about(found, made)
    followed = [each for each in found if each.rule in FOLLOW]
    for finding in followed:
        edited = FOLLOW[finding.rule](made, finding)
        after = about(swept(edited, case.lists, profile), edited)
        new = {each: count for each, count in after.items() if count > before.get(each, 0)}
        assert not {each for each in new if each[0] not in OF_LISTS}, (finding.message, new)


@pytest.mark.parametrize("profile", ["standard", "thorough"])
@pytest.mark.parametrize("name", CASES)
def test_whoever_follows_all_advice_is_done(name: str, profile: str) -> None:
    case = CASES[name]
    made = document(*case.parts)
    for _ in range(10):
        found = [each for each in swept(made, case.lists, profile) if each.rule in FOLLOW]
        if not found:
            break
        made = FOLLOW[found[0].rule](made, found[0])
    assert not found


@pytest.mark.parametrize("name", CASES)
def test_no_two_rules_say_something_different_about_one_acronym(name: str) -> None:
    """A document with one fault gets one advice about it; the lists' own summaries do not count."""
    case = CASES[name]
    made = document(*case.parts)
    rules = {each.rule for each in swept(made, case.lists, "standard")} - OF_LISTS
    assert len(rules) <= 1, rules


def test_every_rule_that_advises_is_followed_here() -> None:
    made = {
        each.rule for case in CASES.values() for each in swept(document(*case.parts), case.lists, "thorough")
    }
    assert made - OF_LISTS <= set(FOLLOW)
    assert set(FOLLOW) - made <= {"ACR-LIST-MISMATCH", "ACR-LIST-NEAR"}
