"""What a house has settled of the points that the public rules leave open, and the words it added to them.

The checks, the roll-up and the rendering ask for the policy in force; `settled` puts one in force for a block
of code, in the thread it runs in. Without it the regimes decide, as the catalogue has it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from stormdat_core.markings.catalogue import RuleRow
from stormdat_core.markings.model import Regime
from stormdat_core.markings.vocabulary import Vocabulary, vocabulary_in_force
from stormdat_core.model import Severity

MOST_PROGRAMS = 4
"""Programs that a banner names one by one; public copies of the rule differ on the number."""


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Settled points. Empty and None leave a point to the regime."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """By rule id; None switches a rule off. A rule that a regime does not know is one there if it is here."""
    mixed_release: Literal["", "noforn", "level"] = ""
    """The banner where some portions are released and others say nothing: NOFORN, or the level alone."""
    most_programs: int = MOST_PROGRAMS
    repeat_sar: bool = False
    """Write `SAR-` before each program, not once before all."""
    cnwdi: Literal["", "N", "CNWDI"] = ""
    nato_control: Literal["segment", "suffix"] = "segment"
    """Where ATOMAL and its fellows stand: in a category of their own, or behind the NATO level."""
    sigma: frozenset[int] = frozenset()
    """SIGMA numbers that are valid."""
    cui_in_banner: bool | None = None
    """Whether CUI appears in a classified banner."""
    words: Vocabulary | None = None
    """The vocabulary with the house's own words."""

    def severity(self, row: RuleRow, regime: Regime, *, strict: bool) -> Severity | None:
        """Return how bad a fault is, None where the rule is off or the regime does not know it."""
        if row.id in self.severities:
            return self.severities[row.id]
        return row.severity(regime, strict=strict)

    def shows_cui(self, regime: Regime) -> bool:
        """Return whether CUI appears in a classified banner of a regime."""
        return regime is not Regime.DOD if self.cui_in_banner is None else self.cui_in_banner

    def cnwdi_form(self, regime: Regime) -> str:
        """Return what is written for critical nuclear weapon design information behind RD."""
        return self.cnwdi or ("CNWDI" if regime is Regime.IC else "N")


_USUAL = Policy()
_IN_FORCE: ContextVar[Policy] = ContextVar("marking policy", default=_USUAL)


def policy() -> Policy:
    """Return the policy in force."""
    return _IN_FORCE.get()


@contextmanager
def settled(chosen: Policy) -> Iterator[None]:
    """Put a policy and its words in force."""
    token = _IN_FORCE.set(chosen)
    try:
        with vocabulary_in_force(chosen.words):
            yield
    finally:
        _IN_FORCE.reset(token)
