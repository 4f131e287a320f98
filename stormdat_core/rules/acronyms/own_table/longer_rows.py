"""Rows of the acronym table that explain an acronym with a word behind it: FIPS PUB, where the text has FIPS.

Three rules would each see a fault there, and advise to remove that row, to add one, and to find out what it
means. It is one fault, and ACR-UNDEFINED tells it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import AcronymEntry, TableRow
from stormdat_core.acronyms.patterns.alignment import SURE, starting_at
from stormdat_core.rules.base import RuleContext


def longer_rows(context: RuleContext) -> Mapping[str, TableRow]:
    """Return, by the key that is used, the rows that explain it with a word behind it and are not used so."""
    if context.profile.rule("ACR-UNDEFINED").on is False:
        return MappingProxyType({})
    return context.shared(_longer_rows)


def _longer_rows(context: RuleContext) -> Mapping[str, TableRow]:
    entries, used = context.acronyms.entries, context.acronyms.used_keys()
    found: dict[str, TableRow] = {}
    for row in context.acronyms.table_rows:
        first, _, rest = row.acronym.partition(" ")
        entry = entries.get(key(first)) if rest and key(row.acronym) not in used else None
        if entry and _needs_it(entry) and _begins(first, row.definition):
            found.setdefault(entry.key, row)
    return MappingProxyType(found)


def _needs_it(entry: AcronymEntry) -> bool:
    return bool(entry.uses) and not (entry.definitions or entry.table_rows or entry.rows)


def _begins(short: str, full: str) -> bool:
    """Return whether a full form begins with words for a short form, and goes on."""
    return any(each.end < len(full) for each in starting_at(short, full, SURE))
