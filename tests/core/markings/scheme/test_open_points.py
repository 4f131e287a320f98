"""Points that the public rules leave open: each setting changes what it says and nothing else."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from stormdat_core.errors import BadProfile
from stormdat_core.markings import roll_up
from stormdat_core.markings.checks import judge
from stormdat_core.markings.rollup import demanded
from stormdat_core.markings.scheme import Markings, Scheme, catalogue
from stormdat_core.model import Severity
from stormdat_core.rules import profiles
from tests.core.markings.audited import AUTHORITY, DESIGNATION, findings, ids, lines, secret, word


def scheme(regime: str, options: Mapping[str, object]) -> Scheme:
    return Markings.model_validate({**options, "regime": regime}).scheme()


def rolled(portions: list[str], regime: str, **options: object) -> str:
    return demanded(portions, scheme(regime, options)).banner


def judged(text: str, kind: str, regime: str, **options: object) -> dict[str, Severity]:
    return {fault.rule: fault.severity for fault in judge(text, kind, scheme(regime, options))}  # type: ignore[arg-type]


_SOME = ["(S//REL TO USA, GBR)", "(S)"]
_SIX = [f"(S//SAR-{name}//NF)" for name in ("AA", "BB", "CC", "DD", "EE", "FF")]
_NATO = ["(//CTS//BOHEMIA)"]


@pytest.mark.parametrize(
    ("portions", "regime", "options", "without", "banner"),
    [
        (_SOME, "ic", {"mixed-release": "level"}, "SECRET//NOFORN", "SECRET"),
        (_SOME, "dod", {"mixed-release": "noforn"}, "SECRET", "SECRET//NOFORN"),
        (["(S)", "(CUI)"], "nara", {"cui-in-classified-banner": False}, "SECRET//CUI", "SECRET"),
        (["(S)", "(CUI)"], "dod", {"cui-in-classified-banner": True}, "SECRET", "SECRET//CUI"),
        (
            _SIX,
            "dod",
            {"most-programs": 6},
            "SECRET//SAR-MULTIPLE PROGRAMS//NOFORN",
            "SECRET//SAR-AA/BB/CC/DD/EE/FF//NOFORN",
        ),
        (
            _SIX[:2],
            "dod",
            {"repeat-sar": True},
            "SECRET//SAR-AA/BB//NOFORN",
            "SECRET//SAR-AA/SAR-BB//NOFORN",
        ),
        (
            ["(S//RD-N//NF)"],
            "dod",
            {"cnwdi": "CNWDI"},
            "SECRET//RD-N//NOFORN",
            "SECRET//RD-CNWDI//NOFORN",
        ),
        (
            _NATO,
            "dod",
            {"nato-control": "suffix"},
            "//COSMIC TOP SECRET//BOHEMIA",
            "//COSMIC TOP SECRET BOHEMIA",
        ),
    ],
)
def test_banners_as_settled(
    portions: list[str], regime: str, options: dict[str, object], without: str, banner: str
) -> None:
    assert rolled(portions, regime) == without
    assert rolled(portions, regime, **options) == banner


@pytest.mark.parametrize(
    ("text", "kind", "regime", "options", "rule", "before", "after"),
    [
        ("SECRET//SI", "banner", "ic", {"severity": {"MRK-SCI-RELEASE": "off"}}, "MRK-SCI-RELEASE", 2, None),
        ("SECRET//SI", "banner", "ic", {"severity": {"MRK-SCI-RELEASE": "error"}}, "MRK-SCI-RELEASE", 2, 3),
        ("SECRET//XD", "portion", "dod", {"severity": {"MRK-EXDIS-NOFORN": "error"}}, "MRK-EXDIS-NOFORN", None, 3),
        ("(//NS//NF)", "portion", "dod", {"severity": {"MRK-NATO-NOFORN": "info"}}, "MRK-NATO-NOFORN", 3, 1),
        ("(//NS//NF)", "portion", "ic", {"severity": {"MRK-NATO-NOFORN": "error"}}, "MRK-NATO-NOFORN", None, 3),
        ("SECRET//RD-SIGMA 21//NOFORN", "banner", "ic", {"sigma": [21]}, "MRK-AEA-SIGMA", 3, None),
        ("SECRET//RD-SIGMA 14//NOFORN", "banner", "dod", {"sigma": [21]}, "MRK-AEA-SIGMA", None, 3),
        (
            "SECRET//CUI",
            "banner",
            "dod",
            {"cui-in-classified-banner": True},
            "MRK-CUI-IN-CLASS-BANNER",
            3,
            None,
        ),
    ],
)  # fmt: skip
def test_severities_as_settled(
    text: str,
    kind: str,
    regime: str,
    options: dict[str, object],
    rule: str,
    before: int | None,
    after: int | None,
) -> None:
    assert judged(text, kind, regime).get(rule) == before
    assert judged(text, kind, regime, **options).get(rule) == after


def test_a_marking_as_settled_is_read_again() -> None:
    options = {"nato-control": "suffix", "repeat-sar": True, "cnwdi": "N"}
    for text in ("//COSMIC TOP SECRET BOHEMIA", "SECRET//SAR-AA/SAR-BB//NOFORN", "SECRET//RD-N//NOFORN"):
        assert not [s for s in judged(text, "banner", "dod", **options).values() if s is Severity.ERROR]


def test_what_one_house_settled_is_not_settled_for_another() -> None:
    level, usual = scheme("ic", {"mixed-release": "level"}), scheme("ic", {})
    said = [demanded(_SOME, each).banner for each in (level, usual, level)]
    assert said == ["SECRET", "SECRET//NOFORN", "SECRET"]
    assert roll_up(_SOME, "ic").banner == "SECRET//NOFORN"


@pytest.mark.parametrize(("since", "said"), [("2024-01-15", {"MRK-TOKEN-FOUO"}), ("2024-01-16", set())])
def test_fouo_until_the_house_marks_cui(tmp_path: Path, since: str, said: set[str]) -> None:
    text = lines(AUTHORITY[0], "(U//FOUO) The names are in the annex.")
    document = word(tmp_path, text, header="UNCLASSIFIED//FOUO")
    assert ids(document, regime="dod", cui_since=since) == said


def test_a_rule_of_the_audit_graded_by_the_house(tmp_path: Path) -> None:
    document = word(tmp_path, secret("The pump is new."))
    (finding,) = findings(document, regime="dod", severity={"MRK-PORTION-MISSING": "info"})
    assert finding.severity is Severity.INFO
    assert findings(document, regime="dod", severity={"MRK-PORTION-MISSING": "off"}) == []


def test_an_unclassified_document_with_controls_is_warned(tmp_path: Path) -> None:
    text = lines(AUTHORITY[0], "(U//FOUO) The names are in the annex.", "The pump is new.")
    document = word(tmp_path, text, header="UNCLASSIFIED//FOUO")
    assert [f.severity for f in findings(document, regime="ic") if f.rule == "MRK-PORTION-MISSING"] == [
        Severity.WARNING
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name = "x"\n[markings]\nmixed-release = "maybe"\n', 3, "mixed-release"),
        ('name = "x"\n[markings]\nstrict_ordr = true\n', 3, "strict_ordr"),
        ('name = "x"\n[markings]\naudit = "perhaps"\n', 3, "audit"),
        (
            'name = "x"\n[markings.severity]\nMRK-SCI-RELEASE = "off"\nMRK-NONE = "off"\n',
            4,
            "no such marking rule",
        ),
        ('name = "x"\n[markings.severity]\nMRK-SCI-RELEASE = "bad"\n', 3, "MRK-SCI-RELEASE"),
        ('name = "x"\n[markings]\nsigma = [14, 200]\n', 3, "sigma"),
        (
            'name = "x"\n[[markings.codes]]\nkind = "basic"\nword = "ABCD"\n[[markings.codes]]\nkind = "basc"\nword = "X"\n',
            6,
            "kind",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BadProfile, match=f"Line {line}, .*{words}"):
        profiles.parse(text, "house.toml")


def _documented() -> str:
    return (Path(__file__).parents[4] / "docs" / "markings.md").read_text("utf-8")


def test_the_documented_keys_are_settings() -> None:
    table = _documented().partition("| Point |")[2].partition("\n\n")[0]
    keys = re.findall(
        r"`([a-z-]+)(?:\.(MRK-[A-Z-]+))?`", "".join(row.split("|")[2] for row in table.splitlines()[2:])
    )
    known = {name.replace("_", "-") for name in Markings.model_fields}
    assert len(keys) >= 12
    assert {key for key, _ in keys} <= known
    assert {rule for _, rule in keys if rule} <= catalogue().keys()
    assert [name for name in sorted(known) if name not in _documented()] == []


def test_the_documented_profile_and_list_are_right(tmp_path: Path) -> None:
    toml, csv = (re.search(rf"```{kind}\n(.*?)```", _documented(), re.DOTALL) for kind in ("toml", "csv"))
    assert toml is not None
    assert csv is not None
    (tmp_path / "site-words.csv").write_text(csv[1], "utf-8")
    (tmp_path / "house.toml").write_text(f'name = "house"\n{toml[1]}', "utf-8")
    profile = profiles.load(str(tmp_path / "house.toml"))
    assert len(profile.markings.codes) == 3
    assert profile.markings.labels == {"Blue": "SECRET//NOFORN"}


@pytest.mark.parametrize("programs", [2, 4, 5])
@pytest.mark.parametrize("named", [False, True])
def test_programs_by_name_or_as_multiple(tmp_path: Path, programs: int, *, named: bool) -> None:
    """At most four are named one by one; MULTIPLE PROGRAMS leaves none of them out."""
    names = [f"B{letter}" for letter in "ABCDE"[:programs]]
    shown = "/".join(names) if named else "MULTIPLE PROGRAMS"
    text = lines(*AUTHORITY, *(f"(TS//SAR-{name}//NF) The valve failed." for name in names))
    document = word(tmp_path, text, header=f"TOP SECRET//SAR-{shown}//NOFORN")
    assert ids(document, regime="dod") == ({"MRK-SAP-MULTIPLE"} if named and programs > 4 else set())


@pytest.mark.parametrize(
    ("mark", "regime", "said"),
    [("CUI//FEDCON", "dod", set()), ("CUI//FEDCON", "nara", {"MRK-BANNER-UNDER"}), ("CUI", "nara", set())],
)
def test_a_cui_banner_of_the_dod_is_the_word_alone(
    tmp_path: Path, mark: str, regime: str, said: set[str]
) -> None:
    text = lines(*DESIGNATION, f"({mark}) The names are in the annex.")
    assert ids(word(tmp_path, text, header="CUI"), regime=regime) == said
