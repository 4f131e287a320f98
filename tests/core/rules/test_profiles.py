"""The profiles that ship, what one takes from another, and mistakes with their line."""

import tomllib
from pathlib import Path

import pytest

from stormdat_core.errors import BadProfile
from stormdat_core.markings.model import Regime
from stormdat_core.rules import profiles
from stormdat_core.rules.registry import enabled, rules
from stormdat_core.sweep import check_file
from tests.word import paragraph, run, write_word

_ALL = {"standard", "classic", "dod", "ic", "cui", "plain", "thorough"}


def rules_of(name: str) -> set[str]:
    return {offer.item.info.id for offer in enabled(profiles.load(name))}


def test_the_profiles_that_ship_are_named_as_their_files_and_say_what_they_are_for() -> None:
    assert set(profiles.shipped()) == _ALL
    assert profiles.DEFAULT in _ALL
    for name in _ALL:
        profile = profiles.load(name)
        assert profile.name == name
        assert profile.summary.endswith(".")
    assert len({profiles.load(name).summary for name in _ALL}) == len(_ALL)


def test_only_classic_has_a_list_of_approved_lines() -> None:
    assert {name for name in _ALL if profiles.load(name).markings.approved} == {"classic"}


@pytest.mark.parametrize("banner", ["CUI//SP-CTI", "SECRET//REL TO USA, FVEY", "TOP SECRET//SI//NOFORN"])
def test_a_banner_that_is_valid_is_not_called_unapproved(tmp_path: Path, banner: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("Text."), headers={"default": paragraph(banner)})
    for name in _ALL - {"classic"}:
        assert "MRK-NOT-APPROVED" not in {finding.rule for finding in check_file(path, name).findings}
    site = profiles.load("standard")
    own = site.model_copy(update={"markings": site.markings.model_copy(update={"approved": ("SECRET",)})})
    assert "MRK-NOT-APPROVED" in {finding.rule for finding in check_file(path, own).findings}


def test_what_needs_no_action_is_named_only_where_everything_is() -> None:
    assert "ACR-WELL-KNOWN" not in rules_of("standard")
    assert "ACR-WELL-KNOWN" in rules_of("thorough")


def test_thorough_is_standard_and_what_its_summary_says() -> None:
    more = rules_of("thorough") - rules_of("standard")
    assert more == {
        "TYP-CAPTION", "SPC-TRAILING", "SPC-EMPTY", "SPC-NBSP", "ACR-RARE", "ACR-DEF-FORMAT", "ACR-REDUNDANT",
        "ACR-WELL-KNOWN",
    }  # fmt: skip
    assert rules_of("standard") < rules_of("thorough")
    thorough, standard = profiles.load("thorough"), profiles.load("standard")
    assert (thorough.typography, thorough.markings) == (standard.typography, standard.markings)
    assert "standard" in thorough.summary


def test_regimes_and_what_a_plain_document_needs() -> None:
    regimes = {name: profiles.load(name).markings.regime for name in _ALL}
    assert regimes == {
        "standard": Regime.AUTO, "thorough": Regime.AUTO, "plain": Regime.AUTO, "classic": Regime.LISTED,
        "dod": Regime.DOD, "ic": Regime.IC, "cui": Regime.NARA,
    }  # fmt: skip
    plain = rules_of("plain")
    assert not {rule for rule in plain if rule.startswith(("ACR-LIST", "ACR-TABLE"))}
    assert {"ACR-UNDEFINED", "SPC-DOUBLE", "TYP-FONT"} <= plain
    assert profiles.load("plain").markings.audit == "off"


def test_every_line_of_a_shipped_profile_with_a_rule_names_one_and_changes_something() -> None:
    usual = {rule.info.id: rule.info.on for rule in rules()}
    for name in _ALL - {"classic"}:
        for rule, settings in profiles.load(name).rules.items():
            assert settings.on is not usual[rule], f"{name}: {rule}"


def test_dod_compares_the_text_as_a_whole_once(tmp_path: Path) -> None:
    text = "The pump moves water from the tank to the tower at the speed that the plan asks for. "
    small = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/>'
    path = write_word(tmp_path / "d.docx", paragraph(run(text, small)) * 9)
    found = [finding for finding in check_file(path, "dod").findings if finding.rule.startswith("TYP")]
    assert [finding.rule for finding in found] == ["TYP-STYLE-SOURCE"]
    assert not [f for f in check_file(path, "standard").findings if f.rule.startswith("TYP")]


_OWN = """name = "mine"
based-on = "standard"
[typography]
group-at = 7
[typography.exempt]
styles = ["Quote"]
[rules.SPC-DOUBLE]
severity = "error"
"""


def test_a_profile_takes_from_the_one_it_is_based_on_what_it_does_not_say() -> None:
    own, base = profiles.parse(_OWN, "mine.toml"), profiles.load("standard")
    assert (own.name, own.summary, own.based_on) == ("mine", "", "standard")
    assert own.typography.standard == base.typography.standard == "auto"
    assert own.typography.group_at == 7
    assert own.typography.exempt.styles == ("Quote",), "a list replaces the whole list"
    assert own.markings == base.markings


def test_a_profile_may_be_based_on_one_that_is_based_on_another() -> None:
    own = profiles.parse('name = "mine"\nbased-on = "thorough"\n', "mine.toml")
    assert own.rules == profiles.load("thorough").rules
    assert own.typography == profiles.load("standard").typography


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "a"\nbased-on = "nothing"\n', "Line 2, “based-on”: it has to be one of classic, cui,"),
        ('name = "a"\nbased-on = 3\n', "Line 2, “based-on”"),
        ('based-on = "standard"\n', "“name”"),
        ('name = "a"\n[typography]\nstandard = "automatic"\n', "Line 3, “typography.standard”"),
        ('name = "a"\nbased-on = "dod"\n[typography.body]\nsize = [12]\n', "Line 4, “typography.body.size”"),
        ('name = "a"\n[typography.code]\nfonts = "Consolas"\n', "Line 3, “typography.code.fonts”"),
    ],
)
def test_mistakes_have_their_line(text: str, message: str) -> None:
    with pytest.raises(BadProfile) as caught:
        profiles.parse(text, "a.toml")
    assert message in str(caught.value)


def test_a_profile_of_before_is_read_as_before() -> None:
    text = 'name = "a"\n[typography.body]\nfonts = ["Arial"]\nsizes = [12]\n'
    assert profiles.parse(text, "a.toml").typography.standard == "stated"
    assert "based-on" not in tomllib.loads(text)


FORM = """name = "ours"
based-on = "plain"

[matrix]
layout = "own"
title = "Stellungnahme"
columns = [
  "number",  # a comment, with "quotes" and ]
  { column = "comment", heading = "Bemerkung des Prüfers", width = 40 },
  "page", { column = "disposition", heading = "Entscheid" },
]
"""


def test_a_form_of_matrices_is_read_and_judges_nothing() -> None:
    form = profiles.parse(FORM, "ours").matrix
    assert [each.column for each in form.columns] == ["number", "comment", "page", "disposition"]
    assert form.columns[1].heading == "Bemerkung des Prüfers"
    assert (
        profiles.parse(FORM, "ours").digest()
        == profiles.parse(FORM.partition("[matrix]")[0], "ours").digest()
    )


@pytest.mark.parametrize(
    ("right", "wrong", "line", "words"),
    [
        ('"number",', '"nummer",', 8, "item"),
        ("width = 40", "width = 400", 9, "100"),
        ('"page",', '"pages",', 10, "page"),
        ('heading = "Entscheid"', 'headline = "Entscheid"', 10, "Extra inputs"),
        ('"page",', '"number",', 7, "number is there twice"),
        ('column = "comment"', 'column = "line"', 7, "comment is missing"),
        ('"Entscheid"', '"bemerkung des prüfers"', 7, "same heading"),
        ('layout = "own"', 'layout = "navy"', 5, "army"),
        ("title =", "titel =", 6, "Extra inputs"),
        ("columns = [", "columns = []\nmore = [", 4, "needs columns"),
    ],
)
def test_a_mistake_in_the_form_is_told_with_its_line(right: str, wrong: str, line: int, words: str) -> None:
    assert right in FORM
    text = FORM.replace(right, wrong, 1)
    if "more" in wrong:
        text = text.partition("more = ")[0]
    with pytest.raises(BadProfile, match=f"Line {line}, .*{words}"):
        profiles.parse(text, "ours")


def test_a_mistake_in_a_table_of_the_form_is_told_with_its_line() -> None:
    text = (
        'name = "x"\n[matrix]\n[[matrix.columns]]\ncolumn = "comment"\n[[matrix.columns]]\ncolumn = "seite"\n'
    )
    with pytest.raises(BadProfile, match="Line 6, "):
        profiles.parse(text, "x")
