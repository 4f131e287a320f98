"""A banner beside the one that portions demand: what is missing, what is too much, what differs."""

from dataclasses import dataclass, replace

from stormdat_core.markings.model import Level, Regime, System
from stormdat_core.markings.reading import Content
from stormdat_core.markings.scheme import Scheme

_MULTIPLE = ("MULTIPLE PROGRAMS",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Elements of a banner that differ from the computed one, in words a banner is written in."""

    missing: tuple[str, ...] = ()
    """What the portions demand and the banner lacks."""
    extra: tuple[str, ...] = ()
    """What the banner has and no portion supports."""
    lower: bool = False
    """True when the banner's level is below that of the portions."""
    higher: bool = False
    release: bool = False
    """True when the release marking differs."""
    looser: bool = False
    """True when NOFORN is missing."""
    joint: bool = False
    """True when the banner is JOINT and the document is not."""


def compare(found: Content, expected: Content, scheme: Scheme) -> Comparison:
    """Return how a banner differs from the one expected; spelling and order do not count.

    A DoD banner of CUI is that word alone, and MULTIPLE PROGRAMS stands for all programs: neither leaves out
    what it does not name.
    """
    if scheme.regime is Regime.DOD and expected.system is System.CUI:
        expected = Content(System.CUI, Level.U, cui=True)
    if _MULTIPLE in found.sap:
        expected = replace(expected, sap=found.sap)
    missing, extra = _elements(expected) - _elements(found), _elements(found) - _elements(expected)
    if found.fgi == frozenset() and expected.fgi:
        missing -= {f"FGI {code}" for code in expected.fgi}
        extra -= {"FGI"}
    return Comparison(
        missing=tuple(sorted(missing)),
        extra=tuple(sorted(extra)),
        lower=_rank(found) < _rank(expected),
        higher=_rank(found) > _rank(expected),
        release=_release(found) != _release(expected),
        looser=expected.noforn and not found.noforn,
        joint=found.system is System.JOINT and expected.system is not System.JOINT,
    )


def _rank(content: Content) -> tuple[int, bool]:
    level = Level.C if content.level is Level.R else content.level
    return level, content.cui and level is Level.U


def _release(content: Content) -> tuple[object, ...]:
    return content.controls & {"NOFORN", "RELIDO"}, content.release, content.display


def _elements(content: Content) -> set[str]:
    """Return what a banner holds besides level and release marking."""
    found = {"-".join(path) for path in content.sci}
    found |= {f"SAR-{'-'.join(path)}" for path in content.sap if path != _MULTIPLE}
    found |= content.atomic | content.nato | content.non_ic | content.categories
    found |= content.controls - {"NOFORN", "RELIDO"}
    found |= {f"SIGMA {number}" for number in content.sigma} | {f"ACCM-{name}" for name in content.nicknames}
    if content.fgi is not None:
        found |= {f"FGI {code}" for code in content.fgi} or {"FGI"}
    return found
