"""Findings for what stands out against the document's own text: one for each cause."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from stormdat_core.model import Certainty, Finding, Fix
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.base import RuleContext, RuleInfo, normal
from stormdat_core.rules.together import Place, one_finding
from stormdat_core.rules.typography.deviations import points
from stormdat_core.rules.typography.standouts import StandOut, stand_outs
from stormdat_core.rules.wording import wording_of

_MOST_SINGLE = 5
"""Places of one pair of looks that are listed one by one; more are one finding."""
_WORD = 3
"""Characters of a stretch that is told by its place and not by what it says."""
_MEANT = 2.0
"""Points from which on a stretch in a line may be set apart on purpose."""
_MAY_BE_MEANT = "the difference may be meant"
_QUOTED = 40


def report_stand_outs(info: RuleInfo, context: RuleContext, aspect: str) -> Iterator[Finding]:
    """Yield a finding for each cause: places alike are one, and many places of one pair of looks are one."""
    outs = [out for out in stand_outs(context) if out.aspect == aspect and not of_style(out)]
    for group in _causes(outs):
        yield _stand_out(info, context, group)


def _causes(outs: Sequence[StandOut]) -> list[list[StandOut]]:
    """Return stand-outs by cause, in reading order of the first of each."""
    pairs: dict[Hashable, list[StandOut]] = defaultdict(list)
    for out in outs:
        pairs[frozenset((out.found, out.wanted)), out.kind, out.whole, out.slight].append(out)
    causes: list[list[StandOut]] = []
    for pair in pairs.values():
        alike: dict[Hashable, list[StandOut]] = defaultdict(list)
        for out in pair:
            alike[out.block.index if len(out.text) < _WORD else normal(out.text)].append(out)
        together = pair[0].whole or pair[0].slight or len(alike) > _MOST_SINGLE
        causes.extend([pair] if together else alike.values())
    return sorted(causes, key=lambda group: (group[0].block.index, group[0].start))


def _stand_out(info: RuleInfo, context: RuleContext, group: Sequence[StandOut]) -> Finding:
    first = group[0]
    here = Certainty.POSSIBLE if first.slight else Certainty.LIKELY
    places = [Place(out.where, _look_fix(out, context)) for out in group]
    note = f"{first.found.words} here too"
    return one_finding(info, context, places, _stand_out_message(group), note, certainty=here)


def _look_fix(out: StandOut, context: RuleContext) -> Fix:
    """Return the look of the text around; safe for a stretch in a line, which nobody set apart on purpose."""
    font = out.wanted.font if out.aspect == "font" else ""
    size = out.wanted.size_pt if out.wanted.size_pt != out.found.size_pt else 0.0
    near = not out.whole and abs(out.found.size_pt - out.wanted.size_pt) <= _MEANT
    reason = wording_of(context).kept(out.where, size=bool(size)) if near else _MAY_BE_MEANT
    return replace(corrected(out.where, "", reason), font=font, size_pt=size)


def _stand_out_message(group: Sequence[StandOut]) -> str:
    first, count = group[0], len(group)
    found, wanted = _told_apart(first)
    if not first.whole:
        subject = f"“{_short(first.text)}” is {found} in a line of {wanted} text."
        rest = "Set it like the rest of the line." if count == 1 else "Set each like the rest of its line."
    elif first.kind.startswith("headings"):
        subject = f"This heading is {found}; others of its level are {wanted}."
        rest = "Clear the formatting." if count == 1 else "Clear the formatting of each."
    else:
        subject = f"This paragraph is {found}; the text around it is {wanted}."
        rest = "Set it like the text." if count == 1 else "Set them like the text."
    more = "" if count == 1 else f" There are {count:,} such places, all marked."
    return f"{subject}{more} {rest}"


def _told_apart(out: StandOut) -> tuple[str, str]:
    """Return the two looks in the words that tell them apart."""
    found, wanted = out.found, out.wanted
    if out.aspect == "size":
        return points(found.size_pt), points(wanted.size_pt)
    if found.size_pt == wanted.size_pt:
        return found.font, wanted.font
    return found.words, wanted.words


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"


def of_style(out: StandOut) -> bool:
    """Return True for a paragraph that a style or default, and no hand, makes stand out."""
    return out.whole and out.source != "run"
