"""The page of a rule, made from its docstring and what it says of itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc

from stormdat_core.model import Colour
from stormdat_core.reports.colours import kind
from stormdat_core.rules import registry
from stormdat_core.rules.base import Rule, RuleInfo
from stormdat_core.rules.profiles import Profile

_SECTION = re.compile(r"^(\S[^\n]*)\n((?:(?: {4}[^\n]*)?\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule, explained."""

    info: RuleInfo
    on: bool
    """Whether the profile in use runs it."""
    severity: str
    origin: str
    """The package it came with; empty for ours."""
    options: tuple[tuple[str, str], ...]
    """Its own options with their defaults, as a profile names them."""
    lead: str
    sections: Mapping[str, str]
    """Text by heading; line breaks matter in examples."""


def by_kind(profile: Profile) -> dict[tuple[Colour, str], list[RulePage]]:
    """Return all rules under their colours and kinds, in the order of the legend."""
    legend = list(Colour)
    groups: dict[tuple[Colour, str], list[RulePage]] = {}
    for page in sorted(
        (_page(rule, profile) for rule in registry.rules()), key=lambda page: legend.index(page.info.colour)
    ):
        groups.setdefault((page.info.colour, kind(page.info.colour, page.info.id)), []).append(page)
    return groups


def page(rule_id: str, profile: Profile) -> RulePage | None:
    """Return the page of a rule, None when there is no such rule."""
    rule = registry.rule(rule_id)
    return _page(rule, profile) if rule else None


def _page(rule: type[Rule], profile: Profile) -> RulePage:
    said = profile.rule(rule.info.id)
    lead, sections = sections_of(registry.explanation(rule))
    return RulePage(
        info=rule.info,
        on=rule.info.on if said.on is None else said.on,
        severity=(rule.info.severity if said.severity is None else said.severity).word,
        origin=registry.origin(rule.info.id),
        options=tuple(_options(rule)),
        lead=lead,
        sections=sections,
    )


def _options(rule: type[Rule]) -> Iterator[tuple[str, str]]:
    for name, field in registry.options_of(rule).model_fields.items():
        default = "" if field.is_required() else f"Default: {field.get_default(call_default_factory=True)}."
        yield field.alias or name, f"{field.description or ''} {default}".strip()


def sections_of(docstring: str) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a rule's docstring, and its indented sections by heading."""
    text = cleandoc(docstring)
    lead, _, rest = text.partition("\n\n")
    found = {match[1]: _unwrapped(cleandoc(f"\n{match[2]}")) for match in _SECTION.finditer(rest + "\n")}
    return " ".join(lead.split()), found


def _unwrapped(text: str) -> str:
    """Join the lines of prose; an example keeps its lines."""
    return text if re.match(r"(Bad|Good):", text) else re.sub(r"(?<!\n)\n(?!\n)", " ", text)
