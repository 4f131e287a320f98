"""What a rule is, and what it is given."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar, cast

from stormdat_core.acronyms.forms.folding import seen
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.model import (
    OBJECT,
    Certainty,
    Colour,
    Document,
    Evidence,
    Finding,
    Fix,
    Location,
    Severity,
)
from stormdat_core.model.excerpts import THING, make_excerpt
from stormdat_core.options import Options
from stormdat_core.rules.needs import builder_of, builds
from stormdat_core.rules.profiles import Profile

T = TypeVar("T")
OptionsOfRule = TypeVar("OptionsOfRule", bound=Options)

_NEIGHBOURHOOD = 40
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What stands in the catalogue about a rule. The long text is the docstring of the rule's module."""

    id: str
    """Stable word, such as `SPC-DOUBLE`; its meaning never changes."""
    name: str
    summary: str
    severity: Severity
    colour: Colour
    source: str
    """Where the rule comes from: a standard, a manual, a house convention."""
    scope: str = "block"
    """`block` when a finding depends on one block, `document` when on several."""
    formats: tuple[str, ...] = ()
    """Formats the rule makes sense for; empty for all."""
    on: bool = True
    """Whether it runs when a profile does not mention it."""
    cure: str = ""
    """What makes a finding go away, in a sentence."""
    certainty: Certainty = Certainty.LIKELY
    """How sure its findings are, unless one says otherwise."""
    needs: tuple[type, ...] = ()
    """Evidence of the engines that the rule rests on. What is kept of it beside the findings, such as the
    table of all acronyms, is kept where a rule that runs names it here."""
    fixes: bool = False
    """Whether its findings may come with a correction, safe or proposed."""
    title: str = ""
    """What people read in the place of the id: a few plain words, capital first, no full stop."""


class Rule(Protocol):
    """A pure function of a document.

    A rule with options of its own has a class `Options`, a subclass of `stormdat_core.options.Options`: it
    checks what a profile says in `[rules.ID]` beside `on` and `severity`, and
    `context.options(self.info, self.Options)` returns it.
    """

    info: ClassVar[RuleInfo]

    def check(self, document: Document, context: "RuleContext") -> Iterable[Finding]: ...


class RuleContext:
    """What the rules of one document share: profile, lists, and evidence built once."""

    def __init__(self, document: Document, profile: Profile, lists: Sequence[AcronymList] = ()) -> None:
        self.document = document
        self.profile = profile
        self.lists = tuple(lists)
        self.gaps: list[str] = []
        """What was not judged, in sentences."""
        self._seen: Counter[str] = Counter()
        self._shared: dict[object, object] = {}
        self._options: dict[str, Options] = {}

    @property
    def acronyms(self) -> AcronymIndex:
        """Return every use and definition of every acronym, built at first need."""
        return self.need(AcronymIndex)

    def need(self, kind: type[T]) -> T:
        """Return the evidence of a type, built at first need by the builder that `needs.builds` registers.

        Raises:
            LookupError: nothing builds it.
        """
        return self.shared(builder_of(kind))

    def not_judged(self, sentence: str) -> None:
        """Keep that something could not be judged, once however often it is said."""
        if sentence not in self.gaps:
            self.gaps.append(sentence)

    def options(self, info: RuleInfo, kind: type[OptionsOfRule]) -> OptionsOfRule:
        """Return the options of a rule as the profile states them, its defaults where it says nothing."""
        known = self._options.get(info.id)
        if not isinstance(known, kind):
            known = self._options[info.id] = kind.model_validate(self.profile.rule(info.id).own)
        return known

    def shared(self, build: Callable[["RuleContext"], T]) -> T:
        """Return what `build` makes of this document, made once however many rules ask for it."""
        try:  # found nearly every time, and asked thousands of times
            return cast("T", self._shared[build])
        except KeyError:
            pass
        made = self._shared[build] = build(self)
        return made

    def finding(
        self,
        info: RuleInfo,
        where: Location,
        message: str,
        *,
        severity: Severity | None = None,
        certainty: Certainty | None = None,
        evidence: Iterable[Evidence] = (),
        fix: Fix | None = None,
        subject: str = "",
    ) -> Finding:
        """Return a finding with its excerpt and fingerprint.

        Args:
            info: the rule's own.
            where: the place, its `start` and `end` framing the fault.
            message: the sentence the user reads: place, evidence, cure.
            severity: when it differs from the rule's own for this case.
            certainty: likewise.
            evidence: other places the finding rests on.
            fix: the proposed replacement.
            subject: what the finding is about when no text in the document is (a list row, a missing part).
        """
        configured = self.profile.rule(info.id).severity
        return Finding(
            rule=info.id,
            severity=configured if configured is not None else severity or info.severity,
            colour=info.colour,
            where=where,
            message=seen(message.replace(OBJECT, THING)),
            excerpt=make_excerpt(self._text(where), where.start, where.end),
            evidence=tuple(evidence),
            fix=fix,
            fingerprint=self._fingerprint(info.id, where, subject),
            certainty=info.certainty if certainty is None else certainty,
        )

    def _text(self, where: Location) -> str:
        return self.document.blocks[where.block].text if where.block >= 0 else ""

    def _fingerprint(self, rule: str, where: Location, subject: str) -> str:
        """Hash the rule, the matched text and its neighbourhood, and the occurrence among equals."""
        text = self._text(where)
        before = text[max(0, where.start - _NEIGHBOURHOOD) : where.start]
        after = text[where.end : where.end + _NEIGHBOURHOOD]
        parts = (rule, subject, *map(normal, (before, text[where.start : where.end], after)))
        base = "\x1f".join(parts)
        self._seen[base] += 1
        whole = f"{base}\x1f{self._seen[base]}"
        return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@builds(AcronymIndex)
def _acronyms(context: RuleContext) -> AcronymIndex:
    potentials = context.profile.rule("ACR-POTENTIAL").on is not False
    profile = context.profile
    return AcronymIndex.build(context.document, context.lists, profile.acronyms, potentials=potentials)


def normal(text: str) -> str:
    """Fold case, spaces, numbers and pictures, so that renumbering a document does not lose decisions."""
    return " ".join(_NUMBERS.sub("#", text).replace(OBJECT, "").split()).casefold() if text else ""
