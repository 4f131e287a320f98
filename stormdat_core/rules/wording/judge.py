"""Judges the places of a document where a rule would write something else."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import islice

from stormdat_core.acronyms.forms.short_forms import key, singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.documents.block_roles.listings import is_monospaced
from stormdat_core.model import Block, BlockKind, Document, Location, RunFormat, reasons
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.needs import builds
from stormdat_core.rules.wording import (
    beside,
    blanks,
    flow,
    notes,
    parallel,
    places,
    quotations,
    talk,
)
from stormdat_core.rules.wording.facts import Facts
from stormdat_core.rules.wording.passages import Passage
from stormdat_core.rules.wording.typefaces import shows_letters

_MOST_TWINS = 50
"""Places of the same words in one paragraph."""
_MOST_DEFINITIONS = 20
"""Definitions that are looked at for one that holds: further ones hold for no other reader."""
_JOINED = re.compile(r"[\w&]+(?:[-/.][\w&]+)*")
_JOINTS = re.compile(r"[-/.]")
_HEAD_ENDS = re.compile(r"\s+(?:of|for|in|on|to|with)\s")
_LETTERS = re.compile(r"[A-Za-z]+(?:[&/-][A-Za-z]+)*")
_SHORTEST = 3
"""Letters below which an acronym of a list may as well mean something else."""
_SINGULAR_S = ("ss", "us", "is")


class Wording:
    """Answers whether a wording may be replaced where it stands. Made once for a document."""

    def __init__(self, document: Document, speech: Callable[[], bool]) -> None:
        self._blocks = document.blocks
        self._speech = speech
        self._flow = flow.Flow(document)
        self._known: dict[int, Facts] = {}
        self._fit: dict[tuple[str, int], str] = {}
        """Whether all places of some words in a block may change, by words and block."""

    def shortened(self, here: Location, full: str, short: str, earlier: Iterable[DefinitionPlace]) -> str:
        """Return why a full form may not give way to its acronym; empty when it may.

        Args:
            here: the full form.
            full: its words, as the definition that holds there writes them.
            short: the acronym.
            earlier: the definitions that stand before.
        """
        passage = self._passage(here)
        plural = _is_plural(full) or singular(short) != short
        return (
            self._obstacle(passage, short, spelt=True)
            or _other_words(passage, full)
            or (reasons.NUMBER if _is_plural(full) != (singular(short) != short) else "")
            or beside.modifying(passage, plural=plural)
            or _twin(passage, short)
            or (reasons.IN_TABLE if passage.block.kind is BlockKind.CELL else "")
            or (reasons.PARALLEL if parallel.is_parallel(passage, self._blocks) else "")
            or self._left_in_full(passage, short, plural=plural)
            or (reasons.ABOUT_IT if passage.opens_sentence and _about(passage.block, full, short) else "")
            or self._defined(passage, full, earlier)
        )

    def redefined(self, here: Location, place: DefinitionPlace, earlier: Iterable[DefinitionPlace]) -> str:
        """Return why a definition may not give way to its acronym; empty when it may."""
        passage = self._passage(here)
        plain = " ".join(passage.text.split()) == f"{place.full} ({place.short})"
        plural = singular(place.short) != place.short
        return (
            self._obstacle(passage, place.short, spelt=True)
            or ("" if plain and place.pattern == "P1" and place.sure else reasons.NOT_PLAIN)
            or (reasons.NUMBER if _is_plural(place.full) != plural else "")
            or beside.modifying(passage, plural=plural)
            or _twin(passage, place.short)
            or (reasons.IN_TABLE if passage.block.kind is BlockKind.CELL else "")
            or (reasons.OPENS_ITEM if _opens_block(passage) else "")
            or (reasons.ABOUT_IT if _about(passage.block, place.full, place.short) else "")
            or self._defined(passage, place.full, earlier)
        )

    def defined(self, here: Location, full: str, short: str) -> str:
        """Return why an acronym may not be given its full form where it stands; empty when it may."""
        passage = self._passage(here)
        return (
            self._obstacle(passage, full, spelt=False)
            or (reasons.IN_TABLE if passage.block.kind is BlockKind.CELL else "")
            or (reasons.GUIDANCE if places.is_guidance(passage.block) else "")
            or (reasons.BRACKET if _in_brackets(passage.before) else "")
            or ("" if self._flow.part(passage.block) == flow.BODY else reasons.FRONT)
            or _misfit(passage, full, short)
        )

    def respelt(self, here: Location, replacement: str) -> str:
        """Return why an acronym may not be spelt otherwise where it stands; empty when it may."""
        return self._obstacle(self._passage(here), replacement, spelt=True, sense=False)

    def is_quoted(self, here: Location) -> bool:
        """Return whether a place stands in a quotation, also one that goes on over several paragraphs."""
        facts = self._facts(self._blocks[here.block])
        return facts.reason == reasons.QUOTATION or facts.quoted.touches(here.start, here.end)

    def spaced(self, here: Location) -> str:
        """Return why spaces may not change at a place, such as in code or quotations; empty if they may."""
        block = self._blocks[here.block]
        if places.is_code(block) or _is_code(self._formats(block, here.start, here.end)):
            return reasons.CODE
        facts = self._facts(block)
        if facts.revised.touches(here.start, here.end):
            return reasons.REVISED
        if facts.quoted.touches(here.start, here.end):
            return reasons.QUOTATION
        return blanks.meant(self._passage(here), mark=not block.text[here.end : here.end + 1].isalnum())

    def restyled(self, here: Location, *, font: str = "", size_pt: float = 0.0) -> str:
        """Return why text may not get another font or size: whole paragraphs may look so on purpose.

        Text that stands out from its own paragraph may, where the rest of that paragraph looks as wanted.
        """
        block = self._blocks[here.block]
        if reason := places.obstacle(block) or (reasons.IN_TABLE if block.where.table is not None else ""):
            return reason
        if reason := self._look_kept(block, here, size=bool(size_pt)):
            return reason
        letters = self._facts(block).letters
        fits = sum(
            count
            for style, count in letters.items()
            if not (font and style.font.casefold() != font.casefold())
            and not (size_pt and style.size_pt != size_pt)
        )
        return "" if fits * 2 > letters.total() else reasons.LOOK_MEANT

    def kept(self, here: Location, *, size: bool = False) -> str:
        """Return why a stretch in a line may not look like the rest of it; empty when it may.

        Args:
            here: the stretch.
            size: whether its size would change: a part of a word is set smaller on purpose.
        """
        return self._look_kept(self._blocks[here.block], here, size=size)

    def _look_kept(self, block: Block, here: Location, *, size: bool) -> str:
        formats = self._formats(block, here.start, here.end)
        if _is_code(formats):
            return reasons.CODE
        if any(style.symbol or not shows_letters(style.font) for style in formats):
            return reasons.SIGNS
        return reasons.WORD_PART if size and _cuts_word(block.text, here.start, here.end) else ""

    def _passage(self, here: Location) -> Passage:
        return Passage.at(self._blocks[here.block], here.start, here.end)

    def _obstacle(self, passage: Passage, replacement: str, *, spelt: bool, sense: bool = True) -> str:
        """Return why nothing may replace a passage, whatever its words are.

        Args:
            passage: what is replaced.
            replacement: what stands there then.
            spelt: whether the replacement is a short form.
            sense: whether what its sentence says decides; not for another spelling of the same short form.
        """
        facts = self._facts(passage.block)
        return (
            facts.reason
            or (reasons.SPEECH if self._is_speech else "")
            or (reasons.REVISED if facts.revised.touches(passage.start, passage.end) else "")
            or beside.joined(passage)
            or self._set_off(passage)
            or (reasons.QUOTATION if facts.quoted.touches(passage.start, passage.end) else "")
            or (reasons.CODE if places.has_markup(passage.before + passage.after) else "")
            or beside.labelled(passage)
            or beside.sentence(passage)
            or (reasons.SHORT_LIST if facts.short and not beside.is_clause(passage) else "")
            or beside.named(passage)
            or beside.defining(passage)
            or beside.listed(passage)
            or (talk.about(passage) if sense else "")
            or beside.article(passage, replacement, spelt=spelt)
        )

    def _left_in_full(self, passage: Passage, short: str, *, plural: bool) -> str:
        """Return whether the same words stay in full elsewhere in the paragraph, where they cannot go."""
        words = passage.text, passage.block.index
        if words not in self._fit:
            spans = _places_of(passage.block.text, passage.text, short)
            twins = [Passage.at(passage.block, *span) for span in spans]
            found = [
                self._obstacle(twin, short, spelt=True) or beside.modifying(twin, plural=plural)
                for twin in twins
            ]
            self._fit[words] = reasons.LEFT_IN_FULL if any(found) or len(found) == _MOST_TWINS else ""
        return self._fit[words]

    def _facts(self, block: Block) -> Facts:
        known = self._known.get(block.index)
        if known is None:
            carried = block.index in self._carried
            known = self._known[block.index] = Facts(block, self._kept, carried=carried)
        return known

    def _kept(self, block: Block) -> str:
        """Return why no wording of a block may change; empty when some may."""
        if reason := places.obstacle(block):
            return reason
        if self._flow.part(block) == flow.REFERENCES:
            return reasons.REFERENCES
        if block.index in self._quoted_below or flow.is_reprint(block.where.heading):
            return reasons.REPRINTED
        return ""

    @cached_property
    def _carried(self) -> frozenset[int]:
        return quotations.carried_over(self._blocks)

    @cached_property
    def _quoted_below(self) -> frozenset[int]:
        return quotations.set_below(self._blocks)

    @cached_property
    def _is_speech(self) -> bool:
        return self._speech()

    def _formats(self, block: Block, start: int, end: int) -> list[RunFormat]:
        return self._facts(block).formats(start, end)

    def _set_off(self, passage: Passage) -> str:
        """Return whether a passage looks otherwise than its sentence: a title, a term, code."""
        block = passage.block
        own = self._formats(block, passage.start, passage.end)
        if _is_code(own):
            return reasons.CODE
        if any(style.caps for style in own):
            return reasons.CAPITALS
        looks = {_look(style) for style in [*own, *self._beside(passage)]}
        if len(looks) > 1:
            return reasons.SET_OFF
        if any(style.hidden for style in own):
            return reasons.of_kind(BlockKind.HIDDEN)
        return reasons.FONT if any(style.symbol for style in own) else ""

    def _beside(self, passage: Passage) -> list[RunFormat]:
        """Return the formats of the last letter before a passage and of the first behind it."""
        before, after = passage.before, passage.after
        left = next((at for at in range(len(before), 0, -1) if before[at - 1].isalnum()), 0)
        right = next((at for at, sign in enumerate(after) if sign.isalnum()), -1)
        found: list[RunFormat] = []
        if left:
            at = passage.start - len(before) + left
            found += self._formats(passage.block, at - 1, at)
        if right >= 0:
            found += self._formats(passage.block, passage.end + right, passage.end + right + 1)
        return found

    def _language(self, block: Block, at: int) -> str:
        """Return the main language of the letters at an offset, such as `en`."""
        formats = self._formats(block, at, at + 1)
        return formats[0].language.partition("-")[0].casefold() if formats else ""

    def _defined(self, passage: Passage, full: str, earlier: Iterable[DefinitionPlace]) -> str:
        """Return why no definition before reaches the reader of a passage; empty when one does."""
        block, at = passage.block, passage.start
        part = self._flow.part(block)
        if part == flow.FRONT:
            return reasons.FRONT
        reason = reasons.DEFINED_OUTSIDE
        for place in islice(earlier, _MOST_DEFINITIONS):
            there = self._blocks[place.block]
            if place.apart or not place.sure or not self._reaches(there, place):
                continue
            if self._flow.part(there) != part or self._flow.letter(there) != self._flow.letter(block):
                reason = reasons.DEFINED_ELSEWHERE
            elif place.full != full:
                reason = reasons.OTHER_CAPITALS
            elif self._language(there, place.long_start) != self._language(block, at):
                reason = reasons.LANGUAGE
            elif place.full[:1].isupper() and self._lacks_article(passage, there, place):
                reason = reasons.NO_ARTICLE
            else:
                return ""
        return reason

    def _reaches(self, there: Block, place: DefinitionPlace) -> bool:
        """Return whether a definition in a block stays, and reaches the reader of the running text."""
        if not places.may_define(there) or notes.is_passing(there):
            return False
        facts = self._facts(there)
        return not facts.reason and not facts.revised.touches(place.start, place.end)

    def _lacks_article(self, passage: Passage, there: Block, place: DefinitionPlace) -> bool:
        """Return whether the definition has an article, and a passage has none."""
        defined = Passage.at(there, place.long_start, place.end)
        return beside.has_determiner(defined) and not beside.has_determiner(passage)


def wording_of(context: RuleContext) -> Wording:
    """Return what judges the wordings of a document, made once for all rules."""
    return context.need(Wording)


@builds(Wording)
def _made(context: RuleContext) -> Wording:
    return Wording(context.document, lambda: context.acronyms.speech)


def _look(style: RunFormat) -> tuple[bool | str, ...]:
    """Return what sets a title or a term off; another font or size is mostly a slip of the hand."""
    drawn = style.struck, style.underlined, style.colour
    return style.bold, style.italic, style.hidden, style.symbol, *drawn


def _is_code(formats: Iterable[RunFormat]) -> bool:
    return any(is_monospaced(style.font) for style in formats)


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Return whether a stretch begins or ends within a word."""
    return any(0 < at < len(text) and text[at - 1 : at + 1].isalnum() for at in (start, end))


def _is_plural(full: str) -> bool:
    """Return whether a full form is plural by its head: Authorizing Officials, Rules of Behavior."""
    head = _HEAD_ENDS.split(full, maxsplit=1)[0]
    return head.endswith("s") and not head.endswith(_SINGULAR_S)


def _other_words(passage: Passage, full: str) -> str:
    """Return whether a passage has other words than its definition; a first capital may begin a sentence."""
    said = " ".join(passage.text.split())
    if said == full or (passage.opens_sentence and said == full[:1].upper() + full[1:]):
        return ""
    return reasons.NUMBER if said.rstrip("s") == full.rstrip("s") else reasons.OTHER_CAPITALS


def _names(text: str, short: str) -> bool:
    """Return whether an acronym stands in a text, alone or as a part of a word that is joined."""
    wanted = key(short)
    found = (word for match in _JOINED.findall(text) for word in (match, *_JOINTS.split(match)))
    return any(word and key(word) == wanted for word in found)


def _opens_block(passage: Passage) -> bool:
    return not any(map(str.isalnum, passage.block.text[: passage.start])) if passage.start < 80 else False


def _about(block: Block, full: str, short: str) -> bool:
    """Return whether a heading above names the term."""
    return any(
        full.casefold() in heading.casefold() or _names(heading[:200], short)
        for heading in block.where.heading
    )


def _twin(passage: Passage, short: str) -> str:
    """Return whether the acronym, or the passage in other capitals, stands in the rest of the sentence."""
    rest = f"{passage.before} {passage.after}"
    if _names(rest, short):
        return reasons.OWN_ACRONYM
    said = passage.text
    return reasons.TWIN if rest.casefold().count(said.casefold()) > rest.count(said) else ""


def _places_of(text: str, words: str, short: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, their definition left out; at most `_MOST_TWINS` places."""
    defined = re.compile(rf"{re.escape(words)}(?!\w)(?!\s*[(\[“\"]*{re.escape(short)})")
    return [match.span() for match in islice(defined.finditer(text), _MOST_TWINS)]


def _in_brackets(before: str) -> bool:
    return any(before.count(opening) > before.count(closing) for opening, closing in ("()", "[]"))


def _misfit(passage: Passage, full: str, short: str) -> str:
    """Return why a full form from a list does not fit: its number, its capitals, brackets, other initials."""
    words = full.split()
    if len(short) < _SHORTEST or not _LETTERS.fullmatch(short):
        return reasons.SHORT_FORM
    if (
        len(words) < 2
        or not re.fullmatch(r"[A-Za-z][A-Za-z ,&’'-]*", full)
        or full[0].upper() != short[0].upper()
    ):
        return reasons.DOUBTFUL_ROW
    if _is_plural(full) != (singular(short) != short):
        return reasons.NUMBER
    if words[0][0].isupper() and words[-1][0].islower() and not passage.opens_sentence:
        return reasons.DOUBTFUL_ROW
    return reasons.FULL_THERE if full.casefold() in f"{passage.before} {passage.after}".casefold() else ""
