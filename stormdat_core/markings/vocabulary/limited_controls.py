"""Limited dissemination controls of CUI: what they leave of each other in a banner.

A banner speaks of the whole document, so that only those may receive it who may receive each of its portions.
The CUI Registry says whom a control lets in: FED ONLY federal employees; FEDCON them and their contractors;
NOCON anybody with a lawful purpose, state and local employees for one, but no contractors.
"""

from stormdat_core.markings.vocabulary.words import Vocabulary

_RELEASE = frozenset({"NOFORN", "REL", "RELIDO", "DISPLAY"})


def is_limited(name: str, vocabulary: Vocabulary) -> bool:
    """Return True for a limited dissemination control; 32 CFR 2002.20 lets no other stand beside CUI."""
    return name in _RELEASE or is_for_cui(name, vocabulary)


def is_for_cui(name: str, vocabulary: Vocabulary) -> bool:
    """Return True for a control that classified information does not know."""
    control = vocabulary.controls.get(name)
    return control is not None and control.limited


def without_contradictions(controls: frozenset[str]) -> tuple[frozenset[str], str]:
    """Return controls of which none contradicts another, and the rule that was applied, empty for none.

    FEDCON contradicts FED ONLY and NOCON. Who may receive both portions is a federal employee, no contractor.
    """
    if "FEDCON" not in controls:
        return controls, ""
    if "FED ONLY" in controls:
        return controls - {"FEDCON"}, "FED ONLY and FEDCON: federal employees alone may receive both."
    if "NOCON" in controls:
        rule = "FEDCON and NOCON: federal employees alone may receive both."
        return controls - {"FEDCON", "NOCON"} | {"FED ONLY"}, rule
    return controls, ""
