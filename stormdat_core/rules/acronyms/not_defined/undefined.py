"""An acronym is used and never defined.

What it does
    Reports each acronym that stands in the text, in a table or in a header and that the text defines nowhere,
    also when a list was given that does not hold it: both facts are one finding. The message gives the full
    form from the list or from the document's own acronym table when one of them knows it, else words of the
    document that begin with its letters, as a question; it never invents one. An acronym that stands once is
    to be spelt out, one that stands more often to be defined. Left alone are well-known forms, forms whose
    words or whose kind stand in the same sentence, and in a record of speech what is common or spelt out
    within three lines. Headers and footers need a definition somewhere, or a list row.
Why it matters
    A reader outside the project cannot know what is meant, and may take it for something else.
Example
    Bad:  Submit the CDRL with the first delivery.
    Good: Submit the Contract Data Requirements List with the first delivery.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar

from stormdat_core.acronyms.exclusion.prompts import is_to_be_filled_in
from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.folding import fold
from stormdat_core.acronyms.forms.short_forms import key, singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.gathering.explained import (
    is_explained,
    is_glossed,
    is_spoken_in,
    is_term,
    spelling,
)
from stormdat_core.acronyms.gathering.likely import likely_full_forms
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.notes_column import read_notes
from stormdat_core.acronyms.text.displayed import as_read
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.model import (
    Block,
    BlockKind,
    Certainty,
    Colour,
    Document,
    Finding,
    Fix,
    Location,
    Severity,
    reasons,
)
from stormdat_core.model.document import Role
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.advice import elsewhere, worth_defining
from stormdat_core.rules.acronyms.defined.mistyped import mistyped
from stormdat_core.rules.acronyms.not_defined.file_types import is_file_type
from stormdat_core.rules.acronyms.not_defined.front_page import defined_in_front, titled
from stormdat_core.rules.acronyms.not_defined.in_references import cited_definitions, defined_in_prose
from stormdat_core.rules.acronyms.not_defined.near_words import is_grade, is_sample, spelt_near
from stormdat_core.rules.acronyms.not_defined.slips import probable
from stormdat_core.rules.acronyms.not_defined.supported import doubt, own_words
from stormdat_core.rules.acronyms.not_defined.unfit import last_part_fits, unfit
from stormdat_core.rules.acronyms.own_table.longer_rows import longer_rows
from stormdat_core.rules.acronyms.own_table.table_mismatch import cited_otherwise
from stormdat_core.rules.acronyms.wording import Scope, also, scopes, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.quoted import quoted
from stormdat_core.rules.wording import wording_of

_LOOKED_AT = 5
"""Uses of an acronym that are looked at for its words nearby."""
_LINES = 3
_JOINTS = frozenset("-/&\u2010\u2011\u2013")
_JOINT_OF = re.compile(r"[-/]")
_PARTS_OF = re.compile(r"[-/ ]")
_WORDS_BEFORE = 120
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_SHORT_CELL = 500
"""Characters of a cell whose lines are read at one glance."""
_LABEL = 24
"""Characters of a cell that is a label."""
_FIELD = 60
"""Characters of a cell that is a label or a value."""
_TWO = 2
_NUMBER_AFTER = re.compile(r" (?:Pub(?:\.|lication)? )?(?:#\d|\d{2,4}-\d|\d{3}(?![\w.,]*\d))")
_PUBLICATION = re.compile(
    r" (?:(?:Memorand(?:um|a)|Polic(?:y|ies)|Instructions?|Directives?|Circulars?|(?:Special )?Publications?|"
    r"Pub\.?|Standards?|No\.) ){1,2}(?:No\. )?[\w.-]*\d"
)
_EDITION = re.compile(r"[VR]\d{1,2}|Rev\d{0,2}")
_PUBLISHED = re.compile(r"\b[A-Z]{2,}[ -]\d[\d-]*[A-Z]?(?:,? V(?:ol(?:ume)?)?\.? ?\d+)?,? $")
"""The number of a publication, maybe with its volume: SP 800-60, SP 800-60 V2."""
_AROUND = 40
_HEAD = 160
"""Characters of the head of a column."""
_TITLE_AFTER = re.compile(r"(?: [A-Z][\w-]+){0,3} (?:Playbook|Handbook|Toolkit)\b")
_COUNTER = re.compile(r"(?: [A-Z]\w+)? Count(?:er)?s?\s*$")


class Undefined:
    info: ClassVar = RuleInfo(
        id="ACR-UNDEFINED",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-undefined",
        title="Acronym not defined",
        summary="Acronym used but never defined.",
        severity=Severity.WARNING,
        colour=Colour.YELLOW,
        cure="The text defines the acronym at its first use, or spells it out.",
        source="Acronym rules: define at the first use",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for scope in scopes(context):
            uses = undefined_uses(document, context, scope)
            if uses:
                yield self._finding(document, context, scope.entry, uses)

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...]
    ) -> Finding:
        here = where(document, uses[0])
        place = f"first in {here.label}," if len(uses) > 1 else f"in {here.label},"
        more = elsewhere(context, entry)
        worth = worth_defining(context, len(uses) + more)
        listed = " It is not in the list either." if _is_missing(context, entry) else ""
        said = f"{entry.name} is used {times(len(uses))}, {place} and never defined in the text."
        cure = _cure(context, entry, uses, worth=worth)
        message = f"{said}{listed}{_also_there(len(uses), more)} {cure}"
        known = any(read_notes(row.notes).well_known for row in entry.rows)
        return context.finding(
            self.info,
            here,
            message,
            severity=Severity.INFO if known else None,
            certainty=_certainty(document, entry, uses, speech=context.acronyms.speech),
            evidence=also(document, uses[1:]),
            fix=_fix(context, entry, uses[0], here, worth=worth),
        )


def undefined_uses(document: Document, context: RuleContext, scope: Scope) -> tuple[Use, ...]:
    """Return the uses of an acronym in a scope that a reader cannot resolve, if that is a fault."""
    index, entry = context.acronyms, scope.entry
    if scope.definitions or by_table(index, scope) or (entry.key in index.common and not entry.rows):
        return ()
    unknown = not entry.definitions and not entry.rows and not entry.table_rows
    outside = (
        [use for use in entry.outside if document.blocks[use.block].role is Role.BODY] if unknown else []
    )
    uses = tuple(use for use in (*(scope.uses or entry.uses), *outside) if not _is_named(document, use))
    if (
        not uses
        or entry.key in mistyped(context)
        or _is_table_wrong(context, entry)
        or defined_in_prose(context).get(entry.key, uses[0].block) < uses[0].block
        or (unknown and is_file_type(document, entry, uses))
        or _is_explained(document, entry, uses)
        or (unknown and is_sample(document, entry, uses))
        or all(quoted(context).is_excerpt(document.blocks[use.block]) for use in uses)
        or (unknown and _is_in_one_entry(context, uses) and not probable(context, entry))
        or (unknown and all(_is_cited_in_column(context, use) for use in uses))
    ):
        return ()
    return () if unknown and _needs_none(document, context, entry, uses) else uses


def _is_in_one_entry(context: RuleContext, uses: tuple[Use, ...]) -> bool:
    """Return whether a single cell of a quoted column holds all uses: an official title, a question."""
    blocks = {use.block for use in uses}
    return len(blocks) == 1 and quoted(context).is_in_column(context.document.blocks[uses[0].block])


def _is_cited_in_column(context: RuleContext, use: Use) -> bool:
    """Return whether a use opens the number of a publication that a quoted column cites: CNSS Policy 15."""
    block = context.document.blocks[use.block]
    return _PUBLICATION.match(block.text, use.end) is not None and quoted(context).is_in_column(block)


def _is_named(document: Document, use: Use) -> bool:
    """Return whether a use stands in a prompt, in the title of a playbook, or in the label of a counter."""
    block = document.blocks[use.block]
    return (
        is_to_be_filled_in(block, use.start, use.end)
        or is_grade(document, use)
        or _TITLE_AFTER.match(block.text, use.end) is not None
        or _is_edition(block.text, use)
        or (
            _heads_column(block, use)
            and block.text[use.start : use.end] in word_lists.suppressed("columns", "heads")
        )
        or _labels_counter(block.text, use)
    )


def _labels_counter(text: str, use: Use) -> bool:
    """Return whether a use opens a short line that labels a counter: TLM Count."""
    start = text.rfind("\n", max(0, use.start - _LABEL - 1), use.start) + 1
    if not start and use.start > _LABEL:
        return False  # the line begins further back, and nobody looks through all of a long one for each use
    end = text.find("\n", use.end, use.end + _LABEL + 1)
    end = min(len(text), use.end + _LABEL + 1) if end < 0 else end
    return end - start <= _LABEL and _COUNTER.match(text, use.end, end) is not None


def _is_edition(text: str, use: Use) -> bool:
    """Return whether a form says which volume or revision of a publication is meant: SP 800-60 V2 R1."""
    form = _EDITION.fullmatch(text, use.start, use.end)
    return form is not None and _PUBLISHED.search(text, max(0, use.start - _AROUND), use.start) is not None


def _is_table_wrong(context: RuleContext, entry: AcronymEntry) -> bool:
    """Return whether ACR-TABLE-MISMATCH says that the table and the references differ: that comes first."""
    on = context.profile.rule("ACR-TABLE-MISMATCH").on is not False
    return on and not entry.rows and any(cited_otherwise(context, row) for row in entry.table_rows)


def _is_explained(document: Document, entry: AcronymEntry, uses: tuple[Use, ...]) -> bool:
    """Return whether the words of an acronym stand in the sentence of one of its first uses."""
    short = singular(entry.name)
    texts = ((_sentences(document.blocks[use.block]), use) for use in uses[:_LOOKED_AT])
    return any(
        is_explained(text, use.start, use.end, short, before=use is uses[0])
        or is_glossed(text, use.start, use.end)
        or is_term(document.blocks[use.block].where.heading, text, use.start, use.end)
        for text, use in texts
    )


def _sentences(block: Block) -> str:
    """Return the folded text of a block; the lines of a cell are read together where they are few."""
    text = fold(block.text).text
    short = block.kind is BlockKind.CELL and len(text) <= _SHORT_CELL
    return text.replace("\n", " ") if short else text


def _needs_none(document: Document, context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...]) -> bool:
    """Return whether an acronym that no one knows is common in speech, or reported for its letters."""
    short = singular(entry.name)
    if context.acronyms.speech:
        return entry.key in _common_keys() or any(
            _spoken_near(document, use, short) for use in uses[:_LOOKED_AT]
        )
    if _is_known_by_parts(context, entry) or _is_reported_by_part(context, entry):
        return True
    return context.profile.rule("ACR-DEF-LETTERS").on is not False and unfit(document, entry) is not None


def _is_known_by_parts(context: RuleContext, entry: AcronymEntry) -> bool:
    """Return whether the parts of a joined acronym are each explained: FICAM-FIBF where FICAM is defined.

    The last part may be made of the words right before the whole, Integrated Business Framework (FICAM-IBF),
    or before another whole that ends with it.
    """
    first, joint, last = entry.name.rpartition("-") if "-" in entry.name else entry.name.rpartition("/")
    if not joint or not _is_known(context, first):
        return False
    alike = (each for each in context.acronyms.entries.values() if each.name.endswith(f"{joint}{last}"))
    return _is_known(context, last) or any(
        last_part_fits(each.name, text) for each in alike for text in _before_brackets(context.document, each)
    )


def _is_reported_by_part(context: RuleContext, entry: AcronymEntry) -> bool:
    """Return whether a letter is joined to an acronym that is used more often and is not explained either.

    FedRAMP-M beside FedRAMP, C/CE beside CE: the first thing to be defined is the same, and reported.
    """
    parts = _JOINT_OF.split(entry.name)
    if len(parts) != _TWO or min(map(len, parts)) > 1:
        return False
    other = context.acronyms.entries.get(key(max(parts, key=len)))
    return other is not None and not _is_known(context, other.key) and len(other.uses) > len(entry.uses)


def _is_known(context: RuleContext, part: str) -> bool:
    entry = context.acronyms.entries.get(key(part))
    return entry is not None and bool(entry.definitions or entry.table_rows or entry.rows)


def _before_brackets(document: Document, entry: AcronymEntry) -> Iterator[str]:
    """Yield as many words before each of the first bracketed uses as the last part has letters."""
    for use in entry.uses[:_LOOKED_AT]:
        text = document.blocks[use.block].text
        if text[use.start - 1 : use.start] == "(":
            words = text[max(0, use.start - _WORDS_BEFORE) : use.start - 1].split()
            yield " ".join(words[-len(_JOINT_OF.split(entry.name)[-1]) :])


@lru_cache(maxsize=1)
def _common_keys() -> frozenset[str]:
    return frozenset(map(key, word_lists.common()))


def _spoken_near(document: Document, use: Use, short: str) -> bool:
    """Return whether the words of an acronym are said within three lines of it."""
    lines = document.blocks[max(0, use.block - _LINES) : use.block + _LINES + 1]
    return any(is_spoken_in(fold(line.text).text, short) for line in lines)


def _is_missing(context: RuleContext, entry: AcronymEntry) -> bool:
    """Return whether a list was given that should hold an acronym which nothing defines, and does not."""
    return (
        not entry.rows
        and not entry.definitions
        and any(each.rows and each.complete for each in context.lists)
    )


def by_table(index: AcronymIndex, scope: Scope) -> bool:
    """Return whether the document's own acronym table counts as the definition of an acronym."""
    rows = scope.entry.table_rows
    if not rows or index.options.table_defines == "no":
        return False
    if any(read_notes(row.notes).always_define for row in scope.entry.rows):
        return False
    return index.options.table_defines == "always" or not scope.uses or rows[0].block < scope.uses[0].block


def _certainty(
    document: Document, entry: AcronymEntry, uses: tuple[Use, ...], *, speech: bool
) -> Certainty | None:
    """Return a lower certainty for what may be a label or a code, a higher one for what a list explains."""
    if entry.rows or entry.table_rows:
        return Certainty.CERTAIN
    block = document.blocks[uses[0].block]
    label = block.kind is BlockKind.CELL and len(block.text) <= _LABEL
    beside = block.kind in {BlockKind.HEADER, BlockKind.FOOTER}
    doubtful = label or beside or speech or len(entry.key) == 2
    return Certainty.POSSIBLE if len(uses) == 1 and doubtful else None


def _also_there(uses: int, more: int) -> str:
    """Return where else an acronym stands that the text uses once: that place cannot be spelt out with it."""
    return f" It also stands {times(more)} in headings, references or records." if uses == 1 and more else ""


def _is_column_head(block: Block) -> bool:
    """Return whether a block is the short head of a column, which leaves no room for a definition."""
    return block.kind is BlockKind.CELL and block.where.row == 1 and len(block.text.strip()) <= _LABEL


def _heads_column(block: Block, use: Use) -> bool:
    """Return whether a use ends the head of a column, or is in a short one: significance of means YOY."""
    ends = block.kind is BlockKind.CELL and block.where.row == 1 and not block.text[use.end :].strip()
    return (ends and len(block.text) <= _HEAD) or _is_column_head(block)


def _cure(context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...], *, worth: bool) -> str:
    heads = _is_column_head(context.document.blocks[uses[0].block])
    worth = worth or heads or quoted(context).is_in_column(context.document.blocks[uses[0].block])
    listed = list(dict.fromkeys(row.definition for row in entry.rows))
    if len(listed) > 1:
        said = " and ".join(f"“{each}”" for each in listed[:3])
        return f"The list gives {said}: choose one and {'define it' if worth else 'write it out'}."
    first = "in the text before the table" if heads else "at the first use"
    do = f"define it {first}" if worth else "write that instead"
    row = "" if worth else ", and remove its row"
    if listed:
        own = own_words(context.document, uses[0], listed[0])
        return _chosen(listed[0], own, worth=worth) if own else f"The list gives “{listed[0]}”: {do}."
    if entry.table_rows:
        return f"The acronym table gives “{without_remark(entry.table_rows[0].definition)}”: {do}{row}."
    return _unlisted(context, entry, uses, do, worth=worth)


def _chosen(listed: str, own: str, *, worth: bool) -> str:
    do = "define it" if worth else "write it out"
    return f"The list gives “{listed}”, and the words “{own}” stand near it: choose one and {do}."


def _unlisted(
    context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...], do: str, *, worth: bool
) -> str:
    """Return what to do about an acronym that neither a list nor a row of its own explains."""
    if row := longer_rows(context).get(entry.key):
        return (
            f"The acronym table has it only as {row.acronym}, “{without_remark(row.definition)}”: give it "
            f"the row {entry.name}, and define it at the first use."
        )
    if full := defined_in_front(context).get(entry.key):
        return f"Only the cover gives “{full}”: {do}."
    if meant := probable(context, entry):
        return f"Perhaps {meant.form} is meant{meant.reason}; else ask the author."
    likely = _likely_form(context, entry, uses)
    if likely:
        return f"No full form is known, perhaps “{likely}”: {do} if that is meant, or ask the author."
    return f"No full form is known; ask the author{'' if worth else ', and spell it out there'}."


def without_remark(definition: str) -> str:
    """Return a full form without what a table says of it in brackets: RSA, (encryption algorithm)."""
    return _REMARK.sub("", definition) or definition


def _likely_form(context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...]) -> str:
    """Return the full form that the references give an acronym, or what it may stand for; else "".

    What stands before the number of a document is part of its name, and no words of the text are meant.
    """
    cited = cited_definitions(context).get(entry.key)
    if cited:
        return cited[0].long
    if _NUMBER_AFTER.match(context.document.blocks[uses[0].block].text, uses[0].end):
        return ""
    near = spelt_near(context.document, entry, uses[0])
    meant = near or _from_longer(context, entry.name) or context.shared(_likely).get(entry.key, "")
    return meant or titled(context, entry.name)


def _from_longer(context: RuleContext, name: str) -> str:
    """Return the words for an acronym in the full form of a longer one: CERT of US-CERT, HSPD of HSPD-12."""
    longer = context.shared(_by_part).get(key(name), ()) if len(name) > _TWO else ()
    return next((words for full in longer if (words := spelling(full, name))), "")


def _by_part(context: RuleContext) -> Mapping[str, Sequence[str]]:
    """Return the full forms of acronyms that are joined of several parts, by the key of each part."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in context.acronyms.entries.values():
        parts = _PARTS_OF.split(entry.name)
        if len(parts) > 1:
            full = [
                *(place.full for place in entry.definitions),
                *(row.definition for row in entry.table_rows),
            ]
            for part in parts:
                found[key(part)] += full[:1]
    return found


def _likely(context: RuleContext) -> Mapping[str, str]:
    """Return, by key, the words of the document that an acronym which nothing explains may stand for."""
    unknown = [
        name
        for name, entry in context.acronyms.entries.items()
        if not (entry.definitions or entry.rows or entry.table_rows)
    ]
    blocks = context.document.blocks
    found = likely_full_forms((block.text for block in blocks), unknown)
    return {name: full for name, full in found.items() if len(name) > _TWO or _is_said(blocks, full)}


def _is_said(blocks: Sequence[Block], full: str) -> bool:
    """Return whether words stand in a sentence; two words of labels, Secondary Phone, mean nothing."""
    return any(full in block.text and not _is_label(block) for block in blocks)


def _is_label(block: Block) -> bool:
    """Return whether a block is a label or a value of a form or a table, and no sentence."""
    return block.kind is BlockKind.CELL and len(block.text) <= _FIELD and not block.text.endswith(".")


def _meanings(entry: AcronymEntry) -> set[str]:
    """Return the full forms that the lists and the acronym table give, those that compare equal once."""
    listed = [row.definition for row in entry.rows]
    return set(map(normal, [*listed, *(row.definition for row in entry.table_rows)]))


def _fix(context: RuleContext, entry: AcronymEntry, use: Use, here: Location, *, worth: bool) -> Fix | None:
    """Return the first use with its full form from the list.

    An ending or a word joined to it leave a choice of words, and nothing is proposed.
    """
    if not entry.rows:
        return None
    block, span = context.document.blocks[use.block], slice(use.start, use.end)
    full, surface = entry.rows[0].definition, as_read(block)[span]
    if not surface == block.text[span] == entry.rows[0].acronym:
        return None
    if _is_joined(block.text, use):
        return None
    if len(_meanings(entry)) > 1:
        reason = reasons.SEVERAL_MEANINGS
    elif any(read_notes(row.notes).well_known for row in entry.rows):
        reason = reasons.WELL_KNOWN
    else:
        reason = wording_of(context).defined(here, full, surface) or doubt(context.document, use, full)
    return corrected(here, f"{full} ({surface})" if worth else full, reason)


def _is_joined(text: str, use: Use) -> bool:
    """Return whether a hyphen or a slash joins a use to another word: pre-FBI, HQ/FMS."""
    return text[use.start - 1 : use.start] in _JOINTS or text[use.end : use.end + 1] in _JOINTS
