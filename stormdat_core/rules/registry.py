"""All rules, listed by name: an import can be followed by a freezer, a folder listing cannot."""

import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from inspect import cleandoc

from stormdat_core.rules import acronyms, markings, spacing, typography
from stormdat_core.rules.base import Rule
from stormdat_core.rules.profiles import Profile

RULES: tuple[type[Rule], ...] = (*acronyms.RULES, *typography.RULES, *spacing.RULES, *markings.RULES)


def enabled(profile: Profile) -> Iterator[Rule]:
    """Yield the rules that a profile runs."""
    for rule in RULES:
        wanted = profile.rule(rule.info.id).on
        if rule.info.on if wanted is None else wanted:
            yield rule()


def applies(rule: Rule, file_format: str) -> bool:
    """Return True when a rule makes sense for documents of a format."""
    return not rule.info.formats or file_format in rule.info.formats


def known_ids() -> frozenset[str]:
    """Return the ids of all rules."""
    return frozenset(rule.info.id for rule in RULES)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    return {rule.info.id: rule.info.title for rule in RULES}


def title(rule_id: str) -> str:
    """Return the plain name of a rule; the id of one that is no longer among the rules."""
    return _titles().get(rule_id) or rule_id


def explanation(rule: type[Rule]) -> str:
    """Return what a rule says of itself: its own text where a module holds many, else its module's."""
    return cleandoc(rule.__doc__ or sys.modules[rule.__module__].__doc__ or "")
