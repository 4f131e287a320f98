"""Every rule about one marking against its own example, and the engine against examples of the public sources."""

import re
from pathlib import Path

import pytest

from stormdat_core.markings import Regime, check, roll_up
from stormdat_core.markings.reading import Content, choose_regime, content_of, parse
from stormdat_core.markings.scheme import RuleRow, Scheme, catalogue
from stormdat_core.model import Severity
from tests.shared import SHARED

MARKED = [row for row in catalogue().values() if row.example.kind is not None]
EXAMPLES = SHARED / "reference" / "markings-examples.tsv"
ROLLUPS = SHARED / "reference" / "markings-rollup-examples.tsv"
_UNSCORED = ("LENIENT", "CONTESTED")


def rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    return [line for line in lines if not any(tag in line[-1] for tag in _UNSCORED)]


def valid(text: str, kind: str, regime: str, *, strict: bool = True) -> bool:
    faults = check(text, kind, regime, strict_order=strict)  # type: ignore[arg-type]
    return not any(fault.severity is Severity.ERROR for fault in faults)


def says(banner: str, regime: str) -> Content | None:
    return content_of(parse(banner, "banner", Scheme(Regime(regime))))


def judged_in(source: str) -> tuple[str, bool]:
    """Return the regime a row is judged in, and whether the order of controls is strict there."""
    if source.startswith(("codice", "DoDM", "OpenText")):
        return "dod", False
    return ("ic", True) if source.startswith("IC") else ("nara", True)


@pytest.mark.parametrize("row", MARKED, ids=lambda row: row.id)
def test_a_rule_speaks_of_its_bad_example_and_not_of_its_good_one(row: RuleRow) -> None:
    example = row.example
    assert example.kind is not None
    assert row.id in {fault.rule for fault in check(example.bad, example.kind, example.regime)}
    assert row.id not in {fault.rule for fault in check(example.good, example.kind, example.regime)}


@pytest.mark.parametrize("row", MARKED, ids=lambda row: row.id)
def test_a_good_example_has_no_error(row: RuleRow) -> None:
    example = row.example
    assert example.kind is not None
    assert valid(example.good, example.kind, example.regime)


@pytest.mark.parametrize("row", rows(EXAMPLES), ids=lambda row: row[1])
def test_published_examples(row: list[str]) -> None:
    kind, text, expected, source = row
    regime, strict = judged_in(source)
    assert ("valid" if valid(text, kind, regime, strict=strict) else "invalid") == expected


@pytest.mark.parametrize("row", rows(ROLLUPS), ids=lambda row: row[0])
def test_published_roll_ups(row: list[str]) -> None:
    portions, banner, _ = row
    result = roll_up(portions.split(" ; "), "ic", banner=banner)
    assert not result.unread
    assert result.content == says(banner, "ic"), result.banner


@pytest.mark.parametrize(
    ("portions", "regime", "banner"),
    [
        (["(S//REL TO USA, GBR)", "(S)"], "ic", "SECRET//NOFORN"),
        (["(S//REL TO USA, GBR)", "(S)"], "dod", "SECRET"),
        (["(CUI//SP-CTI)", "(CUI//PRVCY//NF)", "(U)"], "nara", "CUI//SP-CTI/PRVCY//NOFORN"),
        (["(CUI//SP-CTI)", "(CUI//PRVCY//NF)", "(U)"], "dod", "CUI"),
        (["(S)", "(CUI//SP-CTI)"], "nara", "SECRET//CUI//SP-CTI"),
        (["(S)", "(CUI//SP-CTI)"], "dod", "SECRET"),
        (["(S//SI-ABC//NF)", "(S//SI-XYZ//NF)"], "ic", "SECRET//SI-ABC-XYZ//NOFORN"),
        (["(S//RD//NF)", "(S//FRD-SG 18//NF)", "(S//TFNI//NF)"], "ic", "SECRET//RD-SIGMA 18//NOFORN"),
        (["(S//OC-USGOV/NF)", "(S//OC/NF)"], "ic", "SECRET//ORCON/NOFORN"),
        (["(U//UCNI)", "(S//REL TO USA, GBR)"], "ic", "SECRET//NOFORN"),
        (["(S//DISPLAY ONLY AFG)", "(S//REL TO USA, AFG)"], "ic", "SECRET//DISPLAY ONLY AFG"),
        (["(S//REL TO USA, FVEY)", "(S//REL TO USA, GBR, JPN)"], "ic", "SECRET//REL TO USA, GBR"),
        (["(S//REL TO USA, FVEY)", "(S//REL TO USA, JPN, FVEY)"], "ic", "SECRET//REL TO USA, FVEY"),
        (["(S//REL TO USA, FVEY)", "(S//REL TO USA, ACGU)"], "ic", "SECRET//REL TO USA, AUS, CAN, GBR"),
        (["(//DEU S)", "(//DEU C)"], "dod", "//DEU SECRET"),
        (["(//DEU R)", "(U)"], "dod", "CONFIDENTIAL//FGI DEU"),
        (["(//NS)", "(//CTS)"], "dod", "//COSMIC TOP SECRET"),
        (["(S//XD)", "(S//ND)"], "ic", "SECRET//NOFORN//NODIS"),
        (["(U//FOUO)", "(U)"], "ic", "UNCLASSIFIED//FOUO"),
        (
            ["(//JOINT S//REL)", "(//JOINT S GBR USA//REL TO USA, FVEY)"],
            "ic",
            "//JOINT SECRET GBR USA//REL TO USA, GBR",
        ),
    ],
)
def test_roll_ups_by_regime(portions: list[str], regime: str, banner: str) -> None:
    assert roll_up(portions, regime).banner == banner


@pytest.mark.parametrize(
    ("text", "regime", "expected"),
    [
        ("NATO RESTRICTED", "nato", True),
        ("NATO RESTRICTED", "dod", False),
        ("NATO TOP SECRET", "nato", False),
        ("COSMIC TOP SECRET", "nato", True),
        ("COSMIC SECRET", "nato", False),
        ("COSMIC TOP SECRET ATOMAL", "nato", True),
        ("//COSMIC TOP SECRET BOHEMIA", "dod", True),
        ("//NATO ISAF SECRET", "ic", True),
        ("OFFICIAL", "uk", True),
        ("OFFICIAL-SENSITIVE COMMERCIAL", "uk", True),
        ("UK TOP SECRET - UK EYES ONLY", "uk", True),
        ("UNCLASSIFIED", "uk", True),
        ("official", "uk", False),
        ("SECRET//CUI", "isoo", True),
        ("SECRET//SI", "isoo", True),
        ("TOP SECRET//HCS-P JJJ-P DDDD//ORCON/NOFORN", "ic", True),
        ("TOP SECRET//HCS-P DDDD-P JJJ//ORCON/NOFORN", "dod", True),
        ("TOP SECRET//HCS-P DDDD JJJ//ORCON/NOFORN", "ic", True),
        ("TOP SECRET//HCS-P JJJ DDDD//ORCON/NOFORN", "ic", False),
        ("TOP SECRET//SI-G WXYZ ABCD-G MNOP//ORCON/NOFORN", "ic", False),
        ("TOP SECRET//HCS-P JJJ-O DDDD//ORCON/NOFORN", "ic", False),
        ("TOP SECRET//SAR-BA/BB/BC/BD//NOFORN", "dod", True),
        ("TOP SECRET//SAR-BA/BB/BC/BD/BE//NOFORN", "dod", False),
    ],
)
def test_the_other_families_of_rules(text: str, regime: str, expected: bool) -> None:
    assert valid(text, "banner", regime) is expected


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        ("CUI//SP-CTI", "nara"),
        ("CONTROLLED", "nara"),
        ("CUI", "dod"),
        ("TOP SECRET//SI//NOFORN", "ic"),
        ("SECRET//RELIDO", "ic"),
        ("//NATO SECRET", "nato"),
        ("NATO SECRET", "nato"),
        ("OFFICIAL-SENSITIVE", "uk"),
        ("SECRET//NOFORN", "dod"),
    ],
)
def test_what_a_marking_says_chooses_its_regime(text: str, regime: str) -> None:
    assert choose_regime(text, "banner", Scheme(Regime.AUTO))[0] == regime


def test_a_compartment_named_for_each_group_is_one_compartment() -> None:
    twice = check("TOP SECRET//HCS-P JJJ-P JJJ//ORCON/NOFORN", "banner", "ic")
    assert [fault.rule for fault in twice] == ["MRK-DUPLICATE"]
    assert check("TOP SECRET//HCS-P JJJ-P DDDD//ORCON/NOFORN", "banner", "ic") == []
    assert check("TOP SECRET//SI-ABC-ABC//NOFORN", "banner", "ic") != []
    written = says("TOP SECRET//HCS-P JJJ-P DDDD//ORCON/NOFORN", "ic")
    assert written == roll_up(["(TS//HCS-P JJJ//OC/NF)", "(TS//HCS-P DDDD//OC/NF)"], "ic").content


def _specified() -> list[tuple[str, str]]:
    """Return (rule id, source) as the specification's catalogue has them."""
    path = SHARED / "reference" / "security-markings.md"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    cells = [line.strip().strip("|").split("|") for line in lines if line.startswith("| MRK-")]
    return [(row[0].strip(), row[-1].strip()) for row in cells]


@pytest.mark.parametrize(("rule", "source"), _specified(), ids=lambda value: value)
def test_a_paragraph_nobody_read_is_not_cited(rule: str, source: str) -> None:
    """Where the specification took its source from a digest alone, the rule's source is a title."""
    sources = source.split(";")
    if all("[S]" in each or "[M]" in each for each in sources):
        assert not re.search(r"section|page|§|encl|Table", catalogue()[rule].source)
