"""Chemical formulas: CO2, H2SO4, CaCO3, NaCl. They are symbols, and no reader asks for their full form.

Source: the symbols of the elements as IUPAC lists them.
"""

import re
from functools import lru_cache

_ELEMENTS = """
He Li Be Ne Na Mg Al Si Cl Ar Ca Sc Ti Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Zr Nb Mo Tc Ru Rh Pd Ag Cd
In Sn Sb Te Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr
Ra Ac Th Pa Np Pu Am Cm H B C N O F P S K V Y I W U
"""
_ATOM = re.compile(rf"({'|'.join(_ELEMENTS.split())})(\d{{0,3}})")
_COMMON = re.compile(r"(?:[HCNOSPF]\d{0,2})+")
"""Without a small letter only the elements that air, water and life are made of make a formula."""
_LETTERS = re.compile(r"[A-Z]{3}")
_RADICALS = frozenset(
    (
        "HNO2",
        "HNO3",
        "HCO3",
        "HSO3",
        "HSO4",
        "HPO4",
        "HCOOH",
        "CHF3",
        "SF6",
        "NF3",
        "BF3",
        "CF4",
        "CS2",
        "PM10",
    )
)
_PLAIN = """
NaCl NaOH NaF NaBr NaI HCl HBr KCl KBr KOH LiCl LiOH LiF AgCl AgBr NOx SOx COx VOx NOX SOX CaO MgO FeO ZnO CuO
MnO NiO BaO FeS ZnS PbS CdS CdSe CdTe GaN GaAs GaP InP InAs InSb InGaAs AlGaAs AlN SiC SiGe SiN SiO TiN
"""
_WITHOUT_NUMBER = frozenset(_PLAIN.split())
_SMALL_NUMBERS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")


@lru_cache(maxsize=1 << 12)
def is_formula(surface: str) -> bool:
    """Return whether a form is a chemical formula; subscript digits count as digits, a charge is dropped."""
    form = surface.translate(_SMALL_NUMBERS).rstrip("+-⁺⁻")
    if form in _WITHOUT_NUMBER or form in _RADICALS:
        return True
    if not any(map(str.isdigit, form)) or not form.isalnum():
        return False
    return _of_elements(form) if any(map(str.islower, form)) else _of_common(form)


def _of_elements(form: str) -> bool:
    """Return whether a form with small letters is made of symbols: CaCO3, Fe2O3."""
    at, kinds = 0, set[str]()
    while at < len(form):
        atom = _ATOM.match(form, at)
        if atom is None:
            return False
        kinds.add(atom[1])
        at = atom.end()
    return len(kinds) > 1


def _of_common(form: str) -> bool:
    """Return whether a form in capitals is a formula: CO2, H2SO4; but not C4I, F2P, P2P, SHOP2."""
    if not _COMMON.fullmatch(form) or _LETTERS.search(form):
        return False
    kinds = {character for character in form if character.isalpha()}
    return len(kinds) > 1 and not kinds.isdisjoint("HO" if "C" not in kinds else "HOFS")
