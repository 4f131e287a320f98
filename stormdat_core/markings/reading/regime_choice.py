"""Which family of rules a marking belongs to, judged by what it says."""

import re

from stormdat_core.markings.model import Category, Kind, Marking, Regime, System
from stormdat_core.markings.reading.characters import normalise
from stormdat_core.markings.reading.parser import parse
from stormdat_core.markings.scheme import Scheme

_UK = re.compile(r"\s*\(?(?:UK )?OFFICIAL(?:[- ]SENSITIVE)?\b|\s*\(?UK (?:TOP )?SECRET\b|\s*\(?O-S\)")
_NATO = re.compile(r"\s*\(?(?://)?(?:NATO|COSMIC) |\s*\((?://)?(?:CTS|N[A-Z]?[SCRU])[)/-]")
_IC_ONLY = ("RSEN", "RELIDO", "ORCON-USGOV", "IMCON", "DSEN", "FISA")


def choose_regime(text: str, kind: Kind, scheme: Scheme) -> tuple[Regime, str]:
    """Return the regime that a marking speaks of, and why in a few words; the scheme's own does not count."""
    plain = normalise(text).text
    if _UK.match(plain):
        return Regime.UK, "it names a tier of the United Kingdom"
    if _NATO.match(plain):
        return Regime.NATO, "it begins with NATO or COSMIC"
    return _american(parse(plain, kind, scheme.in_regime(Regime.DOD)))


def _american(marking: Marking) -> tuple[Regime, str]:
    if marking.system is System.CUI:
        if marking.segments or "CONTROLLED" in marking.text.upper():
            return Regime.NARA, "a CUI marking with categories or controls"
        return Regime.DOD, "the word CUI alone"
    if any(item.name.startswith("SP-") for item in marking.of(Category.CUI)):
        return Regime.NARA, "it names a Specified category of CUI"
    if marking.of(Category.SCI):
        return Regime.IC, "it names a control system"
    for name in _IC_ONLY:
        if marking.named(name):
            return Regime.IC, f"{name} is a control of the intelligence community"
    return Regime.DOD, "nothing in it is particular to another family of rules"
