"""The release marking of a banner: what portions that differ in it have in common."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from stormdat_core.markings.model import Regime
from stormdat_core.markings.reading import Content
from stormdat_core.markings.scheme import Scheme, catalogue
from stormdat_core.markings.vocabulary import Vocabulary
from stormdat_core.model import Severity

Numbered = tuple[int, Content]
Why = tuple[str, tuple[int, ...], str]
_MARKS = frozenset({"NOFORN", "RELIDO"})
_SPLIT = frozenset({"SBU NOFORN", "LES NOFORN"})


@dataclass(frozen=True, slots=True)
class Release:
    """The release marking, and the reasons for it as (element, portions, sentence)."""

    controls: frozenset[str] = frozenset()
    release: frozenset[str] | None = None
    display: frozenset[str] | None = None
    split: bool = False
    """True when NOFORN stands apart from SBU and LES."""
    reasons: tuple[Why, ...] = field(default=(), compare=False)


def release_of(portions: list[Numbered], scheme: Scheme, *, joint: bool, classified: bool) -> Release:
    """Return the release marking that portions have in common. The first step that fits decides.

    Args:
        portions: all portions, with their positions.
        scheme: the rules it is computed by.
        joint: whether the banner is JOINT: then a portion without a release marking goes to its owners.
        classified: whether the banner is.
    """
    if joint and any(_release_marked(content) for _, content in portions):
        portions = [(at, _to_owners(content)) for at, content in portions]
    considered = [(at, content) for at, content in portions if content.classified or _marked(content)]
    forced = _noforn(considered, portions, scheme, classified=classified)
    if forced is not None:
        return forced
    plain = [(at, c) for at, c in considered if _release_marked(c)]
    if not plain or not (classified or scheme.regime is not Regime.DOD or any(c.cui for _, c in portions)):
        return Release()  # the DoD releases nothing by marking that is neither classified nor CUI
    bare = [at for at, c in considered if not _release_marked(c) and not c.non_ic & _SPLIT]
    if bare:
        return _mixed(bare, scheme)
    return _common(plain, scheme)


def _to_owners(content: Content) -> Content:
    return content if _release_marked(content) else replace(content, release=content.owners | {"USA"})


def sci_release(
    found: Release, portions: list[Numbered], controls: frozenset[str], scheme: Scheme
) -> Release:
    """Return a release marking for SCI, which does not stand without one: NOFORN where nothing is left.

    Portions that carried a release marking each may have none in common.
    """
    at = _where(portions, lambda c: c.sci and _release_marked(c))
    left = found.controls or found.release is not None or found.display is not None
    if not at or left or controls & {"ORCON", "ORCON-USGOV"} or not _sci_needs_release(scheme):
        return found
    return _to_noforn(at, "SCI carries a release marking, and the portions have none in common.", split=False)


def _sci_needs_release(scheme: Scheme) -> bool:
    row = catalogue()["MRK-SCI-RELEASE"]
    return scheme.severity(row, strict=True) is Severity.ERROR


def _release_marked(content: Content) -> bool:
    return bool(content.controls & _MARKS) or content.release is not None or content.display is not None


def _marked(content: Content) -> bool:
    return _release_marked(content) or bool(content.non_ic & _SPLIT)


def _where(portions: Iterable[Numbered], test: Callable[[Content], object]) -> tuple[int, ...]:
    return tuple(at for at, content in portions if test(content))


def _to_noforn(portions: Iterable[int], rule: str, *, split: bool = True) -> Release:
    return Release(frozenset({"NOFORN"}), split=split, reasons=(("NOFORN", tuple(portions), rule),))


def _noforn(
    considered: list[Numbered], portions: list[Numbered], scheme: Scheme, *, classified: bool
) -> Release | None:
    """Return NOFORN where a portion forces it whatever the others say."""
    holding = _where(considered, lambda c: c.noforn)
    if holding:
        return _to_noforn(holding, "NOFORN in any portion goes to the banner.")
    elsewhere = scheme.regime is not Regime.DOD and any(_release_marked(c) for _, c in considered)
    holding = _where(portions, lambda c: c.non_ic & {"EXDIS", "NODIS"})
    if holding and (classified or elsewhere or scheme.regime is Regime.IC):
        return _to_noforn(holding, "EXDIS and NODIS are not releasable to foreign nationals.")
    holding = _where(considered, lambda c: c.non_ic & _SPLIT)
    if holding and (classified or elsewhere):
        rule = "SBU NOFORN or LES NOFORN beside another level or release marking becomes NOFORN."
        return _to_noforn(holding, rule)
    holding = _where(portions, lambda c: c.atomic & {"DCNI", "UCNI"})
    if holding and classified and scheme.regime is Regime.IC:
        return _to_noforn(holding, "UCNI leaves a classified banner and forces NOFORN.")
    return None


def _mixed(bare: list[int], scheme: Scheme) -> Release:
    """Return what remains where some portions are released and others say nothing."""
    if scheme.mixed_release == "level":
        rule = "A portion without a release marking takes the release marking off the banner."
        return Release(reasons=(("no release marking", tuple(bare), rule),))
    rule = "Portions without a release marking beside released ones make the banner NOFORN."
    return _to_noforn(bare, rule)


def _common(portions: list[Numbered], scheme: Scheme) -> Release:
    """Return what portions that all carry a release marking have in common."""
    contents = [content for _, content in portions]
    at = tuple(at for at, _ in portions)
    relido = all("RELIDO" in c.controls for c in contents)
    controls = frozenset({"RELIDO"}) if relido else frozenset()
    release = common_codes([c.release for c in contents], scheme.vocabulary)
    display = common_codes([c.display for c in contents], scheme.vocabulary)
    if release is not None and not release and display is None:
        rule = "A bare REL takes its list from the banner, and none is known."
        return Release(controls, reasons=(("no release marking", at, rule),))
    if release is not None and len(release) > 1:
        rule = "The release list is what all portions have in common."
        return Release(controls, release, display or None, reasons=(("REL TO", at, rule),))
    if relido:
        return Release(controls, reasons=(("RELIDO", at, "Every portion is RELIDO."),))
    if all(c.display is not None or c.release is not None for c in contents):
        return _displayed(contents, at, scheme, all_released=release is not None)
    return _to_noforn(at, "Release markings of different kinds have nothing in common.")


def _displayed(
    contents: list[Content], at: tuple[int, ...], scheme: Scheme, *, all_released: bool
) -> Release:
    """Return DISPLAY ONLY with the codes that every portion releases or displays to."""
    if all_released and not any(c.display for c in contents):
        rule = "The release lists have no code in common besides USA."
        if scheme.regime is Regime.DOD:
            return Release(reasons=(("no release marking", at, rule),))
        return _to_noforn(at, rule)
    same = len({c.display for c in contents}) == 1
    lists = [(c.display or frozenset()) | (c.release or frozenset()) for c in contents]
    codes = common_codes(lists, scheme.vocabulary)
    codes = (codes or frozenset()) - {"USA"}
    if codes and (same or scheme.regime is not Regime.DOD):
        return Release(
            display=codes, reasons=(("DISPLAY ONLY", at, "These codes are common to all portions."),)
        )
    return _to_noforn(at, "The release and display lists have no code in common.")


def common_codes(lists: Sequence[frozenset[str] | None], vocabulary: Vocabulary) -> frozenset[str] | None:
    """Return the codes common to all lists, None when one is missing.

    Three organisations may be taken apart for it, and are put together again where every list names them.
    An empty list stands for the banner's, and leaves the others as they are.
    """
    if any(codes is None for codes in lists):
        return None
    named = [codes for codes in lists if codes]
    if not named:
        return frozenset()
    expand = vocabulary.expand
    common = frozenset.intersection(*(expanded(codes, vocabulary) for codes in named))
    literal = frozenset.intersection(*named)
    folded = literal & expand.keys()
    covered = frozenset(member for group in folded for member in expand[group]) - {"USA"}
    return (common - expand.keys() - covered) | folded | literal - covered


def expanded(codes: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return codes with the members of the organisations that may be taken apart."""
    expand = vocabulary.expand
    return codes | frozenset(member for code in codes for member in expand.get(code, ()))
