"""What every rule has to keep."""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import BlockKind, Document, Finding
from stormdat_core.plugins import Offer
from stormdat_core.plugins.entries import RULES, Entry
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.base import Rule
from stormdat_core.rules.profiles import Profile
from stormdat_core.testing.documents import Marked, document
from stormdat_core.testing.judging import corrected, findings, place_of

_HOSTILE = (
    "",
    " ",
    "\ud800",
    "\x00\x07",
    "\u202eabc\u202c",
    "\ufffc\ufffc",
    "A" * 20_000,
    "«»" * 500,
    "𝔸̸́" * 200,
)


class RuleSuite:
    """Inherit, and give `rule`, `cases` and `clean`. `profile` is TOML where the rule needs options."""

    rule: ClassVar[type[Rule]]
    cases: ClassVar[tuple[Marked, ...]]
    """Documents with faults: exactly what is marked is reported, and corrected as the case says."""
    clean: ClassVar[tuple[str, ...]]
    """Paragraphs that look alike and are right."""
    profile: ClassVar[str] = ""

    def test_it_can_be_let_in(self) -> None:
        """The door takes it."""
        assert registry.classified(self.rule) is self.rule

    def test_it_explains_itself(self) -> None:
        """The help page and reports have something to say."""
        info, text = self.rule.info, registry.explanation(self.rule)
        for section in ("What it does", "Why it matters", "Example"):
            assert f"\n{section}\n" in f"\n{text}\n", f"Its docstring lacks “{section}”."
        assert "Bad: " in text, "Its example lacks “Bad: ”."
        assert "Good: " in text, "Its example lacks “Good: ”."
        assert info.title
        assert info.summary.endswith(".")
        assert info.source

    def test_what_is_marked_is_found_and_nothing_else(self) -> None:
        """Each case."""
        assert self.cases, "There is no case that the rule finds anything in."
        for case in self.cases:
            places = [place_of(finding, case.document) for finding in self._found(case.document)]
            assert sorted(places) == sorted(case.faults)

    def test_what_is_right_is_left_alone(self) -> None:
        """Each clean paragraph, alone and all together."""
        assert self.clean, "There is no text that the rule has to leave alone."
        for each in (*((text,) for text in self.clean), self.clean):
            assert self._found(document(*each)) == ()

    def test_corrections_are_as_the_cases_say(self) -> None:
        """Only of a rule that says that it corrects; once corrected, it finds nothing there."""
        for case in self.cases:
            found = self._found(case.document)
            if not self.rule.info.fixes:
                assert all(finding.fix is None for finding in found), "It corrects, and its info says not."
            after = corrected(case.document, found)
            for text, wanted in zip(after, case.corrected, strict=True):
                assert wanted is None or text == wanted
            if None not in case.corrected:
                assert self._found(document(*after)) == ()

    def test_it_finds_the_same_again(self) -> None:
        """Findings hang on nothing but the document."""
        for case in self.cases:
            assert self._found(case.document) == self._found(case.document)

    def test_hostile_text_does_it_no_harm(self) -> None:
        """It ends, and what it finds has a place in the document."""
        for kind in (BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.HEADING):
            for each in _hostile(kind):
                for finding in self._found(each):
                    assert finding.rule == self.rule.info.id
                    assert finding.where.block < len(each.blocks)

    def _found(self, document: Document) -> tuple[Finding, ...]:
        return findings(self.rule(), document, self._profile())

    def _profile(self) -> Profile:
        """Return the profile of the suite; it turns the rule on."""
        if not self.profile:
            return profiles.load("classic")
        offer = Offer(self.rule, Entry(RULES, "tested", "tested:rule"))
        with registry.DOOR.with_offer(offer):
            return profiles.parse(f'name = "test"\n{self.profile}', "test.toml")


def _hostile(kind: BlockKind) -> Iterator[Document]:
    yield document(kind=kind)
    yield document(*_HOSTILE, kind=kind)
