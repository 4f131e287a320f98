"""One marking judged: parsed, checked, each fault at its place and with a cure where the cure is certain."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stormdat_core.markings.checks.all_checks import CHECKS
from stormdat_core.markings.model import Kind, Marking, MarkingFault, Regime, Slip
from stormdat_core.markings.reading import Normalised, choose_regime, normalise, parse
from stormdat_core.markings.rendering import corrected
from stormdat_core.markings.scheme import Scheme, catalogue
from stormdat_core.model import Severity

LONGEST = 4000
"""Characters of the longest text that is judged as a marking; a list of all codes is shorter."""
_KINDS = ("banner", "portion")


def check(
    text: str, kind: Kind, regime: Regime | str = Regime.AUTO, *, strict_order: bool = True
) -> list[MarkingFault]:
    """Return the faults of one marking, in the order they stand. None at all: it is right.

    Args:
        text: the marking as written; of a portion with its parentheses.
        kind: `banner` or `portion`.
        regime: the family of rules; `auto` judges by what the marking says. `listed` has no grammar.
        strict_order: whether controls out of order inside their category are errors, or warnings.

    Raises:
        ValueError: no such kind or regime.
    """
    if kind not in _KINDS:
        raise ValueError(f"“{kind}” is no kind of marking; use banner or portion.")
    return judge(text, kind, Scheme(Regime(regime)), strict_order=strict_order)


def judge(text: str, kind: Kind, scheme: Scheme, *, strict_order: bool = True) -> list[MarkingFault]:
    """Return the faults of one marking by the rules of a house; see `check`."""
    if scheme.regime is Regime.LISTED:
        return []
    if len(text) > LONGEST:
        text_ = f"A marking is shorter than {LONGEST:,} characters; this was not read as one."
        return [MarkingFault("MRK-LEVEL-UNKNOWN", Severity.ERROR, 0, len(text), text_)]
    if scheme.regime is Regime.AUTO:
        scheme = scheme.in_regime(choose_regime(text, kind, scheme)[0])
    faults = _faults(text, kind, scheme, strict_order)
    return _with_correction(faults, text, kind, scheme, strict_order) if faults else faults


def _faults(text: str, kind: Kind, scheme: Scheme, strict: bool) -> list[MarkingFault]:
    plain = normalise(text)
    slips = find_slips(parse(plain.text, kind, scheme), scheme)
    graded = [*_graded(slips, plain, scheme, strict), *_odd(plain)]
    return sorted(graded, key=lambda fault: (fault.start, fault.end, fault.rule))


def find_slips(marking: Marking, scheme: Scheme) -> list[Slip]:
    """Return what the parser and all checks say of a marking."""
    slips = list(marking.slips)
    if marking.level is not None:
        for concern in CHECKS:
            slips.extend(concern(marking, scheme))
    return slips


def _graded(slips: Iterable[Slip], plain: Normalised, scheme: Scheme, strict: bool) -> Iterator[MarkingFault]:
    rules = catalogue()
    for slip in dict.fromkeys(slips):
        severity = scheme.severity(rules[slip.rule], strict=strict)
        if severity is not None:
            yield MarkingFault(slip.rule, severity, *plain.back(slip.start, slip.end), slip.message)


def _odd(plain: Normalised) -> list[MarkingFault]:
    if plain.odd is None:
        return []
    text = "The marking holds characters that look like others, or cannot be seen; type it anew."
    return [MarkingFault("MRK-CHAR-LOOKALIKE", Severity.INFO, *plain.odd, text)]


def _with_correction(
    faults: list[MarkingFault], text: str, kind: Kind, scheme: Scheme, strict: bool
) -> list[MarkingFault]:
    """Return the faults with the marking put right, where putting it right leaves nothing to decide."""
    right = corrected(parse(normalise(text).text, kind, scheme), scheme)
    if right is None or right == text:
        return faults
    left = _faults(right, kind, scheme, strict)
    if any(fault.severity > Severity.INFO for fault in left):
        return faults
    still = {fault.rule for fault in left}
    return [fault if fault.rule in still else replace(fault, correction=right) for fault in faults]
