"""Evidence by type: built once, by whoever registered for it, and kept where a rule rests on it."""

from dataclasses import dataclass

import pytest

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.markings.shared_audit import DocumentAudit
from stormdat_core.rules.needs import builder_of, builds
from tests.rules import document


@dataclass(frozen=True)
class Words:
    count: int


BUILT: list[RuleContext] = []


@builds(Words)
def _words(context: RuleContext) -> Words:
    BUILT.append(context)
    return Words(sum(len(block.text.split()) for block in context.document.blocks))


def context() -> RuleContext:
    return RuleContext(document("One two.", "Three."), profiles.load("standard"))


def test_evidence_is_built_once_for_a_document() -> None:
    BUILT.clear()
    first, second = context(), context()
    assert BUILT == []
    assert [first.need(Words), first.need(Words), second.need(Words)] == [Words(3)] * 3
    assert [first, second] == BUILT
    assert first.need(Words) is first.need(Words)
    assert first.need(AcronymIndex) is first.acronyms


def test_what_nobody_builds_is_said() -> None:
    with pytest.raises(LookupError, match=r"Nothing builds builtins.int"):
        context().need(int)


def test_a_type_has_one_builder() -> None:
    def other(context: RuleContext) -> Words:
        return Words(0)

    with pytest.raises(ValueError, match="Words is built by"):
        builds(Words)(other)
    assert builds(Words)(_words) is _words
    assert builder_of(Words) is _words


def test_each_family_names_what_it_rests_on() -> None:
    for prefix, evidence in (("ACR-", AcronymIndex), ("MRK-", DocumentAudit)):
        resting = {rule.info.id for rule in registry.rules() if evidence in rule.info.needs}
        assert resting == {rule.info.id for rule in registry.rules() if rule.info.id.startswith(prefix)}
    assert registry.needs("ACR-UNDEFINED", AcronymIndex)
    assert not registry.needs("SPC-DOUBLE", AcronymIndex)
    assert not registry.needs("ACR-GONE", AcronymIndex)
