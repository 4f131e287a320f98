"""The rules by which markings are read, judged and written, as one value."""

from dataclasses import dataclass, field, replace
from typing import Literal

from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme.policy import Policy
from stormdat_core.markings.scheme.rule_catalogue import RuleRow
from stormdat_core.markings.vocabulary import Vocabulary, shipped_vocabulary
from stormdat_core.model import Severity

_NOTHING_SETTLED = Policy()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A family of marking rules, what a house has settled of it, and the words of its markings."""

    regime: Regime = Regime.DOD
    policy: Policy = _NOTHING_SETTLED
    vocabulary: Vocabulary = field(default_factory=shipped_vocabulary)
    """The words that ship with the program, or these and a site's own."""

    def in_regime(self, regime: Regime) -> "Scheme":
        """Return the same house's scheme in another family of rules."""
        return self if regime is self.regime else replace(self, regime=regime)

    @property
    def to_read_by(self) -> "Scheme":
        """Return the scheme that markings are read by while their family is not known: that of the DoD."""
        return self.in_regime(Regime.DOD) if self.regime is Regime.AUTO else self

    def severity(self, row: RuleRow, *, strict: bool) -> Severity | None:
        """Return how bad a fault is, None where the rule is off or the regime does not know it.

        Args:
            row: the rule.
            strict: whether controls out of order are errors.
        """
        if row.id in self.policy.severities:
            return self.policy.severities[row.id]
        return row.severity(self.regime, strict=strict)

    @property
    def mixed_release(self) -> Literal["noforn", "level"]:
        """Return the banner where some portions are released and others say nothing."""
        return self.policy.mixed_release or ("level" if self.regime is Regime.DOD else "noforn")

    @property
    def shows_cui(self) -> bool:
        """Return whether CUI appears in a classified banner."""
        settled = self.policy.cui_in_banner
        return self.regime is not Regime.DOD if settled is None else settled

    @property
    def cnwdi_form(self) -> str:
        """Return what is written for critical nuclear weapon design information behind RD."""
        return self.policy.cnwdi or ("CNWDI" if self.regime is Regime.IC else "N")

    @property
    def sigma(self) -> range | frozenset[int]:
        """Return the SIGMA numbers that are valid: a range where all up to the highest are."""
        if self.policy.sigma:
            return self.policy.sigma
        words = self.vocabulary
        return words.sigma_ic if self.regime is Regime.IC else range(1, words.sigma_highest + 1)
