"""A roll-up never demands what the check of a banner rejects: every pair of portions, and random handfuls."""

import random
from functools import cache
from itertools import combinations_with_replacement

import pytest

from stormdat_core.markings import Regime, check, roll_up
from stormdat_core.markings.reading import content_of, parse
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import shipped_vocabulary
from stormdat_core.model import Severity

REGIMES = ("ic", "dod", "nara", "isoo", "nato")
_RELEASE = (
    "NF", "REL TO USA, GBR", "REL TO USA, AUS", "RELIDO", "REL TO USA, GBR/RELIDO", "DISPLAY ONLY AFG",
    "DISPLAY ONLY AUS", "REL TO USA, GBR/DISPLAY ONLY AFG", "REL",
)  # fmt: skip
_UNCLASSIFIED = (
    "U//DCNI",
    "U//UCNI",
    "U//HVSACO",
    "U//ACCM-BLUE",
    "U//SBU",
    "U//SBU-NF",
    "U//DS",
    "U//EYES",
    "U//FGI",
)
_CLASSIFIED = (
    "S", "TS", "S//SI//REL TO USA, GBR", "S//TK//NF", "TS//HCS-P ABC//OC/NF", "TS//SI-G//OC", "TS//TK-BLFH//NF",
    "S//TK//OC-USGOV/NF", "S//RSV-ABC//NF", "S//SAR-BA/BB/BC/BD//NF", "S//SAR-BE", "S//SAR-BF//WAIVED", "S//HVSACO",
    "S//RD//NF", "S//RD-N//NF", "S//RD-CNWDI//NF", "S//FRD-SG 18//NF", "S//TFNI", "S//FGI", "S//FGI DEU", "S//ACCM-BLUE",
    "S//CUI//SP-CTI", "S//CUI//FEDCON", "S//CUI//SP-CTI//FED ONLY", "S//CUI//PRIVILEGE//AC", "C//CUI//NF",
)  # fmt: skip
_FOREIGN = (
    "//DEU S", "//FGI S", "//CAN DEU S//REL TO USA, CAN, DEU", "//NS", "//NU", "//CTS//BOHEMIA", "//NS//ATOMAL",
    "//JOINT S GBR USA", "//JOINT S GBR USA//REL TO USA, GBR", "//JOINT R CAN GBR", "//GBR U",
)  # fmt: skip
_CATEGORIES = ("SP-CTI", "PRVCY", "SP-DCNI", "UCNI", "FISA", "PROPIN", "SP-SSI", "NNPI")


@cache
def portions(regime: str) -> tuple[str, ...]:
    """Return marks of every kind that are themselves without fault in a regime."""
    known = shipped_vocabulary().controls.values()
    limited = [control.portion for control in known if control.limited]
    privilege = {"AC": "PRIVILEGE//", "AWP": "PRIVILEGE//"}
    inner = [
        "U", "CUI", *_UNCLASSIFIED, *_CLASSIFIED, *_FOREIGN,
        *(f"{level}//{control.portion}" for level in "US" for control in known if not control.limited),
        *(f"{level}//{release}" for level in ("U", "S", "CUI", "CUI//SP-CTI") for release in _RELEASE),
        *(f"CUI//{name}" for name in _CATEGORIES),
        *(f"CUI//{privilege.get(name, '')}{name}" for name in limited),
        *(f"CUI//{one}/{other}" for one, other in combinations_with_replacement(limited, 2) if one != other),
    ]  # fmt: skip
    return tuple(mark for mark in (f"({text})" for text in dict.fromkeys(inner)) if _right(mark, regime))


def _right(mark: str, regime: str) -> bool:
    understood = content_of(parse(mark, "portion", Scheme(Regime(regime)))) is not None
    return understood and not errors(mark, "portion", regime)


@cache
def errors(text: str, kind: str, regime: str) -> tuple[str, ...]:
    found = check(text, kind, regime)  # type: ignore[arg-type]
    return tuple(fault.message for fault in found if fault.severity is Severity.ERROR)


def demanded(marks: tuple[str, ...], regime: str) -> str:
    """Return what is wrong with the banner that portions demand, empty when nothing is."""
    banner = roll_up(marks, regime).banner
    wrong = errors(banner, "banner", regime)
    return f"{' ; '.join(marks)} demand {banner}: {wrong[0]}" if wrong else ""


@pytest.mark.parametrize("regime", REGIMES)
def test_the_marks_are_of_every_kind(regime: str) -> None:
    """A regime that rejected its own portions would leave nothing to roll up."""
    held = portions(regime)
    assert len(held) > 80
    for word in ("SI", "SAR-", "RD", "FGI", "CUI//", "FED ONLY", "FEDCON", "NOCON", "JOINT", "DISPLAY"):
        assert any(word in mark for mark in held), word


@pytest.mark.parametrize("regime", REGIMES)
def test_every_pair_demands_what_is_right(regime: str) -> None:
    pairs = combinations_with_replacement(portions(regime), 2)
    assert [wrong for pair in pairs if (wrong := demanded(pair, regime))] == []


@pytest.mark.parametrize("regime", REGIMES)
def test_handfuls_demand_what_is_right(regime: str) -> None:
    chance = random.Random(7)
    handfuls = [tuple(chance.sample(portions(regime), chance.choice((3, 3, 4, 6)))) for _ in range(600)]
    assert [wrong for marks in handfuls if (wrong := demanded(marks, regime))] == []


@pytest.mark.parametrize(
    ("marks", "regime", "banner"),
    [
        (["(CUI//FED ONLY)", "(CUI//FEDCON)"], "nara", "CUI//FED ONLY"),
        (["(CUI//NOCON)", "(CUI//FEDCON)"], "nara", "CUI//FED ONLY"),
        (["(CUI//FED ONLY)", "(CUI//FEDCON)", "(CUI//NOCON)"], "nara", "CUI//FED ONLY/NOCON"),
        (["(CUI//FED ONLY)", "(CUI//NOCON)"], "nara", "CUI//FED ONLY/NOCON"),
        (["(CUI//FEDCON)", "(CUI//DL ONLY)"], "nara", "CUI//DL ONLY/FEDCON"),
        (["(CUI//FED ONLY)", "(CUI//FEDCON)"], "dod", "CUI"),
        (["(S)", "(CUI//SP-CTI//FED ONLY)", "(CUI//FEDCON)"], "nara", "SECRET//CUI//SP-CTI//FED ONLY"),
        (["(S)", "(CUI//PRIVILEGE//AC)"], "dod", "SECRET"),
        (["(S//NF)", "(CUI//FEDCON)"], "isoo", "SECRET//CUI//NOFORN/FEDCON"),
        (["(U//LES)", "(CUI)"], "nara", "CUI"),
        (["(U//LES)", "(U)"], "ic", "UNCLASSIFIED//LES"),
        (["(U//UCNI)", "(CUI)"], "nara", "CUI//UCNI"),
        (["(U//XD)", "(S//REL TO USA, GBR)"], "dod", "SECRET//NOFORN//EXDIS"),
        (["(U//XD)", "(U)"], "dod", "UNCLASSIFIED//EXDIS"),
        (["(S//SI//REL TO USA, GBR)", "(S)"], "dod", "SECRET//SI//NOFORN"),
        (["(S//SI//REL TO USA, GBR)", "(S//SI//REL TO USA, AUS)"], "dod", "SECRET//SI//NOFORN"),
        (["(S//SI//REL TO USA, GBR)", "(S//OC)"], "dod", "SECRET//SI//ORCON"),
        (["(U)", "(//NU)"], "dod", "UNCLASSIFIED"),
        (["(C)", "(//NU)"], "dod", "CONFIDENTIAL//FGI NATO"),
        (["(S//REL)", "(S//REL)"], "ic", "SECRET"),
        (["(//JOINT S GBR USA//REL TO USA, GBR)", "(//JOINT S GBR USA)"], "isoo", "//JOINT SECRET GBR USA//REL TO USA, GBR"),
        (["(//JOINT S GBR USA)", "(//JOINT S GBR USA)"], "dod", "//JOINT SECRET GBR USA"),
    ],
)  # fmt: skip
def test_what_contradicts_is_settled(marks: list[str], regime: str, banner: str) -> None:
    assert roll_up(marks, regime).banner == banner


def test_the_reason_says_why_a_control_gave_way() -> None:
    rolled = roll_up(["(CUI//FED ONLY)", "(CUI//FEDCON)"], "nara")
    (reason,) = [r for r in rolled.reasons if "federal employees alone" in r.rule]
    assert (reason.element, reason.portions) == ("FED ONLY", (0, 1))


@pytest.mark.parametrize(
    "text", ["SECRET//CUI//NOFORN/FEDCON", "SECRET//CUI//FEDCON/NOFORN", "SECRET//CUI//PROPIN/FEDCON"]
)
def test_controls_of_cui_beside_those_of_the_register(text: str) -> None:
    assert errors(text, "banner", "nara") == ()


def test_the_order_inside_the_register_still_counts() -> None:
    assert errors("SECRET//CUI//PROPIN/NOFORN/FEDCON", "banner", "nara") != ()


@pytest.mark.parametrize("marks", list(combinations_with_replacement(("(O)", "(O-S)", "(S)", "(TS)"), 3)))
def test_british_marks(marks: tuple[str, ...]) -> None:
    assert demanded(marks, "uk") == ""
