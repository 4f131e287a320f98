"""Every rule explains itself: the help page and the catalogue are made from this."""

import re

import pytest

from stormdat_core.rules import profiles, registry
from stormdat_core.rules.registry import explanation, known_ids
from stormdat_core.sample import sample_list, sample_report
from stormdat_core.sweep import check_file

RULES = tuple(offer.item for offer in registry.DOOR.builtin())
SECTIONS = ("What it does", "Why it matters", "Example")


def test_ids_and_names_are_unique() -> None:
    assert len(known_ids()) == len(RULES)
    assert len({rule.info.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.id)
def test_a_rule_explains_itself(rule: type) -> None:
    text = explanation(rule)
    for section in SECTIONS:
        assert re.search(rf"^{section}$", text, re.MULTILINE), f"{rule.__name__} lacks “{section}”"
    assert re.search(r"^\s+Bad: ", text, re.MULTILINE)
    assert re.search(r"^\s+Good: ", text, re.MULTILINE)
    info = rule.info  # type: ignore[attr-defined]
    assert re.fullmatch(r"(ACR|MRK|TYP|SPC)-[A-Z]+(-[A-Z0-9]+)*", info.id)
    assert info.summary.endswith(".")
    assert info.source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.id)
def test_a_rule_has_a_plain_name(rule: type) -> None:
    info = rule.info  # type: ignore[attr-defined]
    assert registry.title(info.id) == info.title
    assert 8 <= len(info.title) <= 90
    assert info.title[0].isupper() or info.title[0].isdigit()
    assert info.title[-1] not in ".:;,"
    assert " " in info.title
    assert info.id not in info.title


def test_plain_names_tell_rules_apart() -> None:
    assert len({rule.info.title for rule in RULES}) == len(RULES)


def test_a_rule_that_went_keeps_its_id_for_a_name() -> None:
    assert registry.title("ACR-GONE-LONG-AGO") == "ACR-GONE-LONG-AGO"


def test_no_two_rules_give_the_same_explanation() -> None:
    assert len({explanation(rule) for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("name", profiles.shipped())
def test_shipped_profiles_name_existing_rules(name: str) -> None:
    assert set(profiles.load(name).rules) <= known_ids()


def test_a_rule_that_corrects_says_so() -> None:
    result = check_file(sample_report(), "thorough", (sample_list(),))
    correcting = {finding.rule for finding in result.findings if finding.fix is not None}
    assert {"SPC-DOUBLE", "ACR-FULL-FORM"} <= correcting
    assert correcting <= {rule.info.id for rule in RULES if rule.info.fixes}
