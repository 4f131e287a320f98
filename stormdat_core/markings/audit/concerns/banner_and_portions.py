"""The banner beside the one that the portions demand."""

import re
from collections.abc import Iterable

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, also, shown, whole
from stormdat_core.markings.model import Regime, System
from stormdat_core.markings.reading import Content
from stormdat_core.markings.rollup import Comparison, RollUp, compare
from stormdat_core.model import Block, Evidence, Fix, Location, reasons
from stormdat_core.model.reasons import corrected

_EXPLAINS = re.compile(
    r"\b(?:because|since|reveal\w*|show\w*|disclos\w*|together|associat\w*|combin\w*|would|could|permit\w*"
    r"|allow\w*|enabl\w*|indicat\w*|provid\w*|expos\w*|due to|derive\w*|infer\w*)\b",
    re.IGNORECASE,
)
"""Words of a reason: what the facts show when they stand side by side."""


def banner_and_portions(audit: Audit) -> Faults:
    """Yield how the banner differs from the computed one, with the portions that force each element."""
    found, computed = audit.found.banner, audit.found.computed
    if found is None or computed is None or found.content is None or computed.content is None:
        return
    where = found.block.locate(found.start, found.end)
    result = compare(found.content, computed.content, audit.scheme)
    yield from _weaker(audit, where, result, computed)
    yield from _stronger(audit, where, result, computed)
    yield from _release(audit, where, result, found.content, computed)
    yield from _cui(audit, where, found.content, computed.content)
    if result.joint and not result.lower:
        text = f"JOINT does not go to the banner of a mixed document; expected {computed.banner}."
        yield Fault("MRK-BANNER-JOINT-CARRIED", where, text)


def _weaker(audit: Audit, where: Location, result: Comparison, computed: RollUp) -> Faults:
    banner = audit.found.banner
    missing = [word for word in result.missing if not _is_category(word, computed.content)]
    if banner is None or not (result.lower or missing):
        return
    first = [computed.reasons[0].element] if result.lower and computed.reasons else []
    words = [*first, *missing]
    text = f"The portions demand {computed.banner}, the banner says {banner.text}. Missing: {shown(words)}."
    fix = _raised(audit, where, computed)
    yield Fault("MRK-BANNER-UNDER", where, text, evidence=forcing(audit, computed, words), fix=fix)


def _raised(audit: Audit, where: Location, computed: RollUp) -> Fix:
    """Return the computed banner for every place of the one found; a person answers for what it says."""
    found = audit.found.banner
    places = [
        banner.block.locate(banner.start, banner.end)
        for slot in audit.found.slots
        for banner in slot.banners
        if found is not None and banner.text == found.text
    ]
    others = tuple((place, computed.banner) for place in dict.fromkeys(places) if place != where)
    return corrected(where, computed.banner, reasons.MARKING_SAYS, others)


def lacking(result: Comparison, computed: RollUp) -> list[str]:
    """Return what a banner lacks of the computed one; rules of their own look at categories of CUI."""
    first = [computed.reasons[0].element] if result.lower and computed.reasons else []
    missing = [word for word in result.missing if not _is_category(word, computed.content)]
    return [*first, *missing, *(["NOFORN"] if result.looser else [])]


def _is_category(word: str, content: Content | None) -> bool:
    return content is not None and word in content.categories


def forcing(audit: Audit, computed: RollUp, words: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the first portions that force each element, as evidence."""
    wanted = {word.removeprefix("FGI ") for word in words}
    marked = audit.found.portions.marked
    found = []
    for reason in computed.reasons:
        if wanted & {reason.element, reason.element.removeprefix("FGI "), *reason.element.split()}:
            for at in reason.portions[:5]:
                portion = marked[at]
                where = portion.block.locate(portion.start, portion.end)
                found.append(Evidence(where, f"forces {reason.element}"))
    return tuple(found)


def _stronger(audit: Audit, where: Location, result: Comparison, computed: RollUp) -> Faults:
    banner = audit.found.banner
    if banner is None or result.lower or audit.found.unmarked:
        return  # what is not marked may be what makes the banner so
    if result.higher:
        yield from _higher(audit, where, computed, banner.text)
        return
    extra = [word for word in result.extra if banner.content and word not in banner.content.categories]
    if extra:
        text = f"No portion supports {shown(extra)} in the banner {banner.text}."
        yield Fault("MRK-BANNER-EXTRA", where, text)


def _higher(audit: Audit, where: Location, computed: RollUp, banner: str) -> Faults:
    """Yield a banner above the portions; that of a transmittal is as high as what it carries."""
    if "removal" in audit.found.first.phrases:
        return
    claim = audit.found.first.phrases.get("compilation")
    if claim is not None:
        yield from _unexplained(claim)
        return
    text = f"The portions demand {computed.banner}, not {banner}; lower it, or explain the compilation."
    yield Fault("MRK-BANNER-OVER", where, text)


def _unexplained(claim: Block) -> Faults:
    """Yield a compilation that is claimed without a word of why the whole says more than its parts."""
    if not _EXPLAINS.search(claim.text):
        text = "A compilation is claimed; say why the whole is more sensitive than its parts."
        yield Fault("MRK-COMPILATION-REASON", whole(claim), text)


def _release(audit: Audit, where: Location, result: Comparison, found: Content, computed: RollUp) -> Faults:
    banner, expected = audit.found.banner, computed.content
    if expected is None or banner is None or not result.release or result.higher:
        return
    bare_cui = audit.regime is Regime.DOD and expected.system is System.CUI
    if audit.found.unmarked and not result.looser:  # no further portion could take NOFORN away
        return
    if bare_cui or not (
        result.looser or found.release or expected.release or found.display or expected.display
    ):
        return
    rules = [
        r for r in computed.reasons if r.element.split()[0] in ("NOFORN", "REL", "RELIDO", "DISPLAY", "no")
    ]
    because = f" {rules[0].rule}" if rules else ""
    words = [rule.element for rule in rules]
    text = f"The portions demand {computed.banner}, the banner says {banner.text}.{because}"
    yield Fault("MRK-BANNER-REL", where, text, evidence=forcing(audit, computed, words))


def _cui(audit: Audit, where: Location, found: Content, expected: Content) -> Faults:
    missing = [name for name in sorted(expected.categories - found.categories) if name.startswith("SP-")]
    if expected.classified and expected.cui and (not found.cui or missing):
        words = "CUI" if not found.cui else shown(missing)
        yield Fault("MRK-CUI-IN-CLASS-MISSING", where, f"Portions carry CUI; the banner lacks {words}.")
    elif expected.system is System.CUI and missing:
        text = f"Portions carry {shown(missing)}; a Specified category goes to the banner."
        yield Fault("MRK-CUI-SPECIFIED-MISSING", where, text)


def categories(audit: Audit) -> Faults:
    """Yield CUI portions without a category where others name Basic ones, and a banner that names only some.

    Naming Basic categories is a choice, and one that holds for the whole document.
    """
    held = [(p, p.content) for p in audit.found.portions.marked if p.content is not None and p.content.cui]
    named = frozenset(name for _, content in held for name in _basic(content.categories))
    if not named:
        return
    bare = [p.block.locate(p.start, p.end) for p, content in held if not content.categories]
    if bare:
        text = f"Other portions name {shown(sorted(named))}; this one says CUI and no category."
        yield Fault(
            "MRK-CUI-BASIC-INCONSISTENT", bare[0], text, evidence=also(bare[1:], "no category either")
        )
    banner = audit.found.banner
    if banner is None or banner.content is None or not _basic(banner.content.categories):
        return
    missing = named - banner.content.categories
    if missing:
        where = banner.block.locate(banner.start, banner.end)
        text = f"The banner names Basic categories and leaves out {shown(sorted(missing))}."
        yield Fault("MRK-CUI-BASIC-INCONSISTENT", where, text)


def _basic(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if not name.startswith("SP-"))


def orphans(audit: Audit) -> Faults:
    """Yield portions that leave their release list to a banner without one."""
    banner = audit.found.banner
    if banner is None or banner.content is None or banner.content.release:
        return
    for portion in audit.found.portions.marked:
        content = portion.content
        if content is not None and content.release is not None and not content.release:
            where = portion.block.locate(portion.start, portion.end)
            text = f"{portion.text} takes its list from the banner, and {banner.text} has none."
            yield Fault("MRK-REL-ORPHAN", where, text)
