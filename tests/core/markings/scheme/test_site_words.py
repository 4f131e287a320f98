"""A site's own words: read with their line numbers, known everywhere the public words are."""

from pathlib import Path

import pytest

from stormdat_core.errors import BadProfile
from stormdat_core.markings import Regime, roll_up
from stormdat_core.markings.checks import judge
from stormdat_core.markings.rollup import demanded
from stormdat_core.markings.scheme import Markings
from stormdat_core.markings.vocabulary import SiteCode, read_codes
from stormdat_core.rules import profiles
from tests.core.markings.audited import ids, secret, word

CSV = """kind,word,long,portion,levels,needs,members
organisation,XFOR,,,,,AUS GBR USA
country,QQZ,,,,,
compartment,SI-QRS,,,TS,ORCON,
control-system,BUR,,,TS S,NOFORN,
specified,PUMPS,,,,,
basic,VALVE,,,,,
dissemination,SITECON,SITE CONTROLLED,SC,,,
"""
TOML = """
[[code]]
kind = "organisation"
word = "XFOR"
members = "AUS GBR USA"
[[code]]
kind = "dissemination"
word = "SITECON"
long = "Site Controlled"
portion = "SC"
"""


def codes(folder: Path, text: str = CSV, name: str = "site.csv") -> tuple[SiteCode, ...]:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_codes(path)


def rules(text: str, kind: str, regime: str, words: tuple[SiteCode, ...] = ()) -> set[str]:
    scheme = Markings(regime=Regime(regime), codes=words).scheme()
    return {fault.rule for fault in judge(text, kind, scheme)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "regime", "without", "after"),
    [
        ("SECRET//REL TO USA, XFOR", "banner", "ic", {"MRK-REL-CODE"}, set()),
        ("SECRET//REL TO USA, QQZ", "banner", "ic", {"MRK-REL-CODE"}, set()),
        ("SECRET//FGI QQZ", "banner", "dod", {"MRK-REL-CODE"}, set()),
        ("CUI//VALVE", "banner", "nara", {"MRK-CUI-CATEGORY"}, set()),
        ("CUI//SP-PUMPS", "banner", "nara", {"MRK-CUI-CATEGORY"}, set()),
        ("CUI//PUMPS", "banner", "nara", {"MRK-CUI-CATEGORY"}, {"MRK-CUI-SP-PREFIX"}),
        ("SECRET//BUR", "banner", "ic", {"MRK-SCI-RELEASE"}, {"MRK-SCI-RELEASE", "MRK-SCI-NOFORN"}),
        ("CONFIDENTIAL//BUR//NOFORN", "banner", "ic", set(), {"MRK-SCI-LEVEL"}),
        ("TOP SECRET//SI-QRS//NOFORN", "banner", "ic", set(), {"MRK-SCI-ORCON"}),
        ("SECRET//SC", "banner", "ic", {"MRK-SCI-RELEASE"}, {"MRK-FORM-PORTION-IN-BANNER"}),
        ("SECRET//SITECON", "banner", "ic", {"MRK-SCI-RELEASE"}, set()),
        ("SECRET//NOFORN/SITECON", "banner", "ic", {"MRK-TOKEN-UNKNOWN"}, set()),
    ],
)
def test_words_of_a_site(
    tmp_path: Path, text: str, kind: str, regime: str, without: set[str], after: set[str]
) -> None:
    assert rules(text, kind, regime) == without
    assert rules(text, kind, regime, codes(tmp_path)) == after


def test_an_organisation_with_members_is_taken_apart(tmp_path: Path) -> None:
    portions = ["(S//REL TO USA, XFOR)", "(S//REL TO USA, FVEY)"]
    assert roll_up(portions, "ic").banner == "SECRET//NOFORN"
    scheme = Markings(regime=Regime.IC, codes=codes(tmp_path)).scheme()
    assert demanded(portions, scheme).banner == "SECRET//REL TO USA, AUS, GBR"


def test_both_kinds_of_list_say_the_same(tmp_path: Path) -> None:
    toml = codes(tmp_path, TOML, "site.toml")
    assert [code.word for code in toml] == ["XFOR", "SITECON"]
    assert rules("SECRET//SITECON", "banner", "ic", toml) == set()


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("site.csv", "kind,word\nbasic,VALVE\nbasc,X1\n", 3, "kind"),
        ("site.csv", "kind,word\nbasic,valve\n", 2, "word"),
        ("site.csv", 'kind,word,long\n"non-ic",AB,"two\nlines"\nbasic,=X\n', 4, "word"),
        ("site.csv", "kind,word,levels\ncompartment,SI-XYZ,TS U\n", 2, "“U” is no classified level"),
        ("site.csv", "kind,word\ncompartment,XYZ\n", 2, "written with its control"),
        ("site.csv", "kind,words\nbasic,X\n", 1, "“words” is no column"),
        ("site.csv", "word\nX\n", 1, "are missing"),
        ("site.toml", '[[code]]\nkind = "basic"\nword = "VALVE"\n\n[[code]]\nkind = "basic"\nwrd = "X"\n', 7, "wrd"),
        ("site.toml", "[[code]]\nkind = \n", 2, "not valid TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, words: str
) -> None:
    with pytest.raises(BadProfile, match=rf"(?is){name}.*{words}") as caught:
        codes(tmp_path, text, name)
    assert f"line {line}" in str(caught.value).lower()


@pytest.mark.parametrize("data", [b"kind,word\nbasic,\xff\n", None], ids=["not text", "not there"])
def test_a_list_that_cannot_be_read(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "site.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadProfile, match=r"site\.csv could not be read"):
        read_codes(path)


def test_a_profile_brings_its_list_and_its_digest_covers_it(tmp_path: Path) -> None:
    (tmp_path / "site.csv").write_text(CSV, "utf-8")
    profile = tmp_path / "house.toml"
    profile.write_text('name = "house"\n[markings]\ncodes-file = "site.csv"\n', "utf-8")
    first = profiles.load(str(profile))
    assert [code.word for code in first.markings.codes][:2] == ["XFOR", "QQZ"]
    (tmp_path / "site.csv").write_text(CSV.replace("QQZ", "QQY"), "utf-8")
    profiles.load.cache_clear()
    assert profiles.load(str(profile)).digest() != first.digest()


def test_words_of_a_site_count_in_a_document(tmp_path: Path) -> None:
    text = secret("(S//REL TO USA, XFOR) It was the pump.", "(S//REL TO USA, GBR) It leaked.")
    document = word(tmp_path, text, header="SECRET")
    assert "MRK-REL-CODE" in ids(document, regime="dod")
    assert "MRK-REL-CODE" not in ids(document, regime="dod", codes=codes(tmp_path))
