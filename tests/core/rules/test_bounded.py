"""What one rule finds beyond a bound is counted and not listed."""

import pytest

from stormdat_core.model import Document, Finding, Severity
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.bounded import MOST, bounded
from stormdat_core.rules.spacing.double import DoubleSpace
from stormdat_core.sweep.check import judge_document
from tests.rules import document


def findings(text: Document, most: int) -> list[Finding]:
    return list(bounded(DoubleSpace(), RuleContext(text, profiles.load()), most))


@pytest.mark.parametrize(("places", "listed"), [(2, 2), (3, 3), (4, 4)])
def test_up_to_the_bound_and_one_more_all_are_listed(places: int, listed: int) -> None:
    found = findings(document(*["a  b"] * places), most=3)
    assert [finding.where.block for finding in found] == list(range(listed))
    assert {finding.message for finding in found} == {found[0].message}


def test_beyond_the_bound_one_finding_counts_the_rest() -> None:
    *listed, last = findings(document(*["a  b"] * 10), most=3)
    assert len(listed) == 3
    assert last.message.startswith("7 more places like this one")
    assert (last.rule, last.where.block, last.fix) == ("SPC-DOUBLE", 3, None)
    assert last.fingerprint not in {finding.fingerprint for finding in listed}


def test_what_stands_for_many_is_as_grave_as_the_gravest(monkeypatch: pytest.MonkeyPatch) -> None:
    text = document(*["a  b"] * 4)
    context = RuleContext(text, profiles.load())
    rule = DoubleSpace()
    grave = [
        context.finding(rule.info, block.where, "x", severity=severity)
        for block, severity in zip(text.blocks, map(Severity, (1, 1, 3, 2)), strict=True)
    ]
    monkeypatch.setattr(rule, "check", lambda *_: grave)
    *_, last = bounded(rule, context, 1)
    assert last.severity is Severity.ERROR


def test_a_file_is_judged_within_the_bound() -> None:
    found = [
        each
        for each in judge_document(document(*["a  b"] * (MOST + 20)), profiles.load())
        if each.rule == "SPC-DOUBLE"
    ]
    assert len(found) == MOST + 1
    assert found[-1].message.startswith("20 more places")
