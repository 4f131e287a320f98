"""The rule catalogue: what stands in the data file about each rule, and how bad it is in which regime."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from stormdat_core.markings.model import Kind, Regime
from stormdat_core.model import Severity


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and its cure. With a kind, both are markings that a test holds the rule to."""

    bad: str
    good: str
    kind: Kind | None = None
    regime: Regime = Regime.AUTO


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the catalogue."""

    id: str
    concern: str
    summary: str
    severities: Mapping[str, Severity]
    lax: Severity | None
    source: str
    example: Example
    why: str
    what: str = ""
    """More than the summary says, where a person needs it."""

    def severity(self, regime: Regime, *, strict: bool = True) -> Severity | None:
        """Return how bad a fault is in a regime, None where the regime does not know the rule."""
        found = self.severities.get(regime.value, self.severities.get("all"))
        return self.lax if found is not None and self.lax is not None and not strict else found

    @property
    def worst(self) -> Severity:
        """Return the highest severity it has in any regime."""
        return max(self.severities.values())

    @property
    def regimes(self) -> tuple[str, ...]:
        """Return the regimes that know the rule; `all` for every one."""
        return tuple(self.severities)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, RuleRow]:
    """Return the rules by id, in the order of the data file."""
    text = (resources.files("stormdat_core.markings") / "data" / "rules.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {row["id"]: _row(row, data["why"]) for row in data["rule"]}


def _row(row: Mapping[str, Any], why: Mapping[str, str]) -> RuleRow:
    example = row["example"]
    return RuleRow(
        id=row["id"],
        concern=row["concern"],
        summary=row["summary"],
        severities={name: Severity[word.upper()] for name, word in row["severity"].items()},
        lax=Severity[row["lax"].upper()] if "lax" in row else None,
        source=row["source"],
        example=Example(
            example["bad"], example["good"], example.get("kind"), Regime(example.get("regime", "auto"))
        ),
        why=row.get("why", why[row["concern"]]),
        what=row.get("what", ""),
    )
