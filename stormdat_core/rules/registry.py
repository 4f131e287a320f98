"""All rules: ours by family, and those that plug-ins bring, through one door."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from inspect import cleandoc, isclass
from typing import Any, cast

from stormdat_core.model import Certainty, Colour, Severity
from stormdat_core.model.comments import OWN, OWN_TITLE
from stormdat_core.options import Options
from stormdat_core.plugins import RULES, Door, Offer, Unsuitable, state
from stormdat_core.plugins.entries import builtin
from stormdat_core.rules.base import Rule, RuleInfo
from stormdat_core.rules.profiles import Profile, RuleSettings

_OWN = {
    "acronyms": "stormdat_core.rules.acronyms:RULES",
    "typography": "stormdat_core.rules.typography:RULES",
    "spacing": "stormdat_core.rules.spacing:RULES",
    "markings": "stormdat_core.rules.markings:RULES",
}
_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_LONGEST_ID = 60


def classified(held: object) -> type[Rule]:
    """Return an object as a class of rules.

    Raises:
        Unsuitable: it is none.
    """
    info = getattr(held, "info", None)
    if not isclass(held) or not isinstance(info, RuleInfo):
        raise Unsuitable(f"{_shown(held)} is no class of a rule: it needs an attribute info, a RuleInfo.")
    if not callable(getattr(held, "check", None)):
        raise Unsuitable(f"{_shown(held)} has no function check(document, context).")
    if not _ID.fullmatch(info.id) or len(info.id) > _LONGEST_ID:
        told = f"“{info.id[:_LONGEST_ID]}” is no id of a rule: words in capitals, such as ACME-DATE."
        raise Unsuitable(told)
    if wrong := _wrong_field(info):
        raise Unsuitable(f"the info of {info.id} has the wrong type in “{wrong}”.")
    options = getattr(held, "Options", NoOptions)
    if not isclass(options) or not issubclass(options, Options):
        raise Unsuitable(f"the Options of {info.id} are no subclass of stormdat_core.options.Options.")
    if shared := sorted(set(options.model_fields) & set(RuleSettings.model_fields)):
        raise Unsuitable(f"{info.id} cannot have an option “{shared[0]}”: profiles set that for every rule.")
    return cast("type[Rule]", held)


def _wrong_field(info: Any) -> str:
    """Return which field of what a rule says of itself has the wrong type; empty where none has."""
    words = ("name", "summary", "source", "scope", "cure", "title")
    right = {word: isinstance(getattr(info, word), str) for word in words} | {
        "severity": isinstance(info.severity, Severity),
        "certainty": isinstance(info.certainty, Certainty),
        "colour": isinstance(info.colour, Colour),
        "formats": isinstance(info.formats, tuple) and all(isinstance(each, str) for each in info.formats),
        "needs": isinstance(info.needs, tuple) and all(map(isclass, info.needs)),
    }
    return next((name for name, fits in right.items() if not fits), "")


class NoOptions(Options):
    """The options of a rule that has none."""


def options_of(rule: type[Rule]) -> type[Options]:
    """Return the class of a rule's own options."""
    found: type[Options] = getattr(rule, "Options", NoOptions)
    return found


def _shown(held: object) -> str:
    return held.__name__ if isclass(held) else f"an object of type {type(held).__name__}"


def _names(rule: type[Rule]) -> Iterable[str]:
    return (rule.info.id,)


DOOR: Door[type[Rule]] = Door(builtin(RULES, _OWN), classified, _names)


def rules() -> tuple[type[Rule], ...]:
    """Return all rules: ours by family, then those of plug-ins in the order of their door."""
    return DOOR.items()


def enabled(profile: Profile) -> Iterator[Offer[type[Rule]]]:
    """Yield the rules that a profile runs."""
    for offer in DOOR.offers():
        wanted = profile.rule(offer.item.info.id).on
        if offer.item.info.on if wanted is None else wanted:
            yield offer


def applies(rule: type[Rule], file_format: str) -> bool:
    """Return True when a rule makes sense for documents of a format."""
    return not rule.info.formats or file_format in rule.info.formats


def known_ids() -> frozenset[str]:
    """Return the ids of all rules."""
    return frozenset(_by_id(state.generation()))


def rule(rule_id: str) -> type[Rule] | None:
    """Return the rule of an id; None where there is none, or none any more."""
    return _by_id(state.generation()).get(rule_id)


def needs(rule_id: str, evidence: type) -> bool:
    """Return whether a rule rests on evidence of a type; False for one that is no longer among the rules."""
    found = rule(rule_id)
    return found is not None and evidence in found.info.needs


@lru_cache(maxsize=1)
def _by_id(_generation: int) -> Mapping[str, type[Rule]]:
    return {rule.info.id: rule for rule in rules()}


def origin(rule_id: str) -> str:
    """Return the name and version of the package that brought a rule; empty for ours and for none."""
    offers = (offer for offer in DOOR.offers() if offer.foreign and offer.item.info.id == rule_id)
    return next((offer.entry.package.words for offer in offers if offer.entry.package), "")


def title(rule_id: str) -> str:
    """Return the plain name of a rule; the id of one that is no longer among the rules."""
    if rule_id == OWN:
        return OWN_TITLE
    found = rule(rule_id)
    return (found.info.title if found else "") or rule_id


def explanation(rule: type[Rule]) -> str:
    """Return what a rule says of itself: its own text where a module holds many, else its module's."""
    return cleandoc(rule.__doc__ or sys.modules[rule.__module__].__doc__ or "")
