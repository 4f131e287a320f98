"""Two or more spaces where one belongs.

What it does
    Reports a run of spaces between two words, each by itself; the same words again are one finding. Where the
    two sides make a word of the document, which of them is none by itself, it says so and only proposes. A
    no-break space beside an ordinary one is a second space; all of these are one finding. Two spaces behind
    sentences, colons or numbers are one finding for the whole document where they are its habit, with how
    often; where the document otherwise writes one space, the few exceptions are reported.
    Indentation, spaces that line things up, covers, code and the end of a paragraph are left alone. With
    `two-spaces-after-sentence` in the profile, two spaces after `.` `?` `!` or `:` are accepted.
Why it matters
    It shifts justified text and survives every copy and paste.
Example
    Bad:  The  test is complete.
    Good: The test is complete.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from stormdat_core.model import Certainty, Colour, Document, Finding, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.alike import alike
from stormdat_core.rules.spacing.gaps import Gap, Spaces, single_spaces, spaces_of
from stormdat_core.rules.spacing.runs import judged_blocks, mended
from stormdat_core.rules.spacing.split import split_words
from stormdat_core.rules.together import one_finding
from stormdat_core.rules.wording import wording_of

_MOST_SINGLE = 5
"""Exceptions from one space behind sentences that are reported one by one; more are a habit in parts."""
_EXCEPTION = 0.2
"""Share of sentences up to which two spaces are the exception."""
_HABITS = (Gap.SENTENCE, Gap.COLON, Gap.NUMBER, Gap.DASH)
_AFTER_ONE = {
    Gap.SENTENCE: "after a sentence",
    Gap.COLON: "after a colon",
    Gap.NUMBER: "after a number",
    Gap.DASH: "after a dash",
}
_ALLOWED = (Gap.SENTENCE, Gap.COLON)


@dataclass(slots=True)
class _Counted:
    """The runs of spaces of a document by why they are there, and how often there is only one space."""

    by_gap: dict[Gap, list[Spaces]] = field(default_factory=lambda: defaultdict(list))
    singles: dict[Gap, int] = field(default_factory=lambda: defaultdict(int))


class DoubleSpace:
    info: ClassVar = RuleInfo(
        id="SPC-DOUBLE",
        fixes=True,
        name="double-space",
        title="Too many spaces",
        summary="Two or more spaces where one belongs.",
        severity=Severity.INFO,
        colour=Colour.RED,
        source="House style: one space between words and sentences",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        counted = _counted(context)
        slips, habits = self._slips(document, counted, context), self._habits(counted, context)
        found = [*slips, *habits]
        yield from sorted(found, key=lambda finding: (finding.where.block, finding.where.start))

    def _slips(self, document: Document, counted: _Counted, context: RuleContext) -> Iterator[Finding]:
        slips = counted.by_gap[Gap.SLIP]
        split = split_words(slips, (block.text for block in document.blocks))
        for place, word in split.items():
            fix = corrected(place.where, "", reasons.ONE_WORD)
            yield context.finding(self.info, place.where, _message_of_split(place, word), fix=fix)
        slips = [each for each in slips if each not in split]
        judge = wording_of(context)
        headings = [each for each in slips if judge.spaced(each.where) == reasons.RUN_IN]
        if headings:
            yield self._finding(headings, context, _message_of_run_in(headings))
            slips = [each for each in slips if each not in headings]
        plain = [each for each in slips if not each.has_no_break]
        for group in _alike(plain):
            yield self._finding(group, context, _message_of_slip(group))
        if len(plain) < len(slips):  # nobody sees them in writing: they came with what wrote the document
            mixed = [each for each in slips if each.has_no_break]
            yield self._finding(mixed, context, _message_of_slip(mixed))

    def _habits(self, counted: _Counted, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding for what the document does throughout, and one for each exception otherwise."""
        allowed = context.profile.spacing.two_spaces_after_sentence
        habits: list[Gap] = []
        for gap in _HABITS:
            places = counted.by_gap[gap]
            if allowed and gap in _ALLOWED:
                for place in places:
                    if place.end - place.start > 2:
                        yield self._finding([place], context, _message_of_slip([place]))
            elif gap is Gap.SENTENCE and _are_exceptions(places, counted.singles[gap]):
                for group in _alike(places):
                    yield self._finding(group, context, _message_of_exception(group, counted.singles[gap]))
            elif places:
                habits.append(gap)
        if habits:
            yield self._habit(habits, counted, context)

    def _habit(self, habits: Sequence[Gap], counted: _Counted, context: RuleContext) -> Finding:
        places = [place for gap in habits for place in counted.by_gap[gap]]
        places.sort(key=lambda place: (place.block.index, place.start))
        message = _message_of_habit(habits, counted, len(places))
        certainty = Certainty.LIKELY if len(places) > 1 else Certainty.CERTAIN
        return self._finding(places, context, message, certainty)

    def _finding(
        self,
        group: Sequence[Spaces],
        context: RuleContext,
        message: str,
        certainty: Certainty = Certainty.CERTAIN,
    ) -> Finding:
        places = [mended(context, each.where, " ") for each in group]
        return one_finding(self.info, context, places, message, "the same here", certainty=certainty)


def _counted(context: RuleContext) -> _Counted:
    counted = _Counted()
    blocks = judged_blocks(context)
    for block in blocks:
        for spaces in spaces_of(block):
            counted.by_gap[spaces.gap].append(spaces)
    if counted.by_gap[Gap.SENTENCE] or counted.by_gap[Gap.COLON]:  # else nobody asks
        for block in blocks:
            sentences, colons = single_spaces(block.text)
            counted.singles[Gap.SENTENCE] += sentences
            counted.singles[Gap.COLON] += colons
    return counted


def _are_exceptions(places: Sequence[Spaces], singles: int) -> bool:
    return 0 < len(places) <= _MOST_SINGLE and len(places) <= _EXCEPTION * (len(places) + singles)


def _alike(spaces: Sequence[Spaces]) -> Iterator[list[Spaces]]:
    """Yield spaces by cause: the same words before or behind make one."""
    known = {(each.block.index, each.start): each for each in spaces}
    for places in alike((each.block, each.start, each.end) for each in spaces):
        yield [known[block.index, start] for block, start, _ in places]


def _more(count: int) -> str:
    return "" if count == 1 else f" There are {count:,} such places, all marked."


def _message_of_slip(group: Sequence[Spaces]) -> str:
    first = group[0]
    number = first.end - first.start
    spaces = "Two" if number == 2 else f"{number:,}"
    surplus = "one" if number == 2 else "all but one"
    kind = ", one of them a no-break space" if first.has_no_break else ""
    return f"{spaces} spaces instead of one{kind}. Delete {surplus}.{_more(len(group))}"


def _message_of_run_in(group: Sequence[Spaces]) -> str:
    return (
        "Spaces where a heading may end and its text begin: put a full stop or a colon behind the heading, "
        f"and one space.{_more(len(group))}"
    )


def _message_of_split(place: Spaces, word: str) -> str:
    number = place.end - place.start
    spaces, surplus = ("Two", "both") if number == 2 else (f"{number:,}", "all")
    return f"{spaces} spaces within “{word}”, as this document writes it. Delete {surplus}."


def _message_of_exception(group: Sequence[Spaces], singles: int) -> str:
    return f"Two spaces behind this sentence; {singles:,} others have one. Delete one.{_more(len(group))}"


def _message_of_habit(habits: Sequence[Gap], counted: _Counted, count: int) -> str:
    if count == 1:
        return f"Two spaces {_AFTER_ONE[habits[0]]}. Delete one."
    parts = [_times(gap, counted) for gap in habits]
    often = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Two spaces {often}; one space is the standard. All {count:,} places are marked: delete one each."


def _times(gap: Gap, counted: _Counted) -> str:
    places, singles = len(counted.by_gap[gap]), counted.singles[gap]
    times = f"{places:,} of {places + singles:,}" if singles else f"{places:,}"
    return f"{gap.value} ({times})"
