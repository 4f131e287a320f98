"""The rules that markings are judged by: the catalogue, and what a house has settled in its profile."""

from stormdat_core.markings.scheme.profile_table import Markings
from stormdat_core.markings.scheme.rule_catalogue import RuleRow, catalogue
from stormdat_core.markings.scheme.scheme import Scheme

__all__ = [
    "Markings",
    "RuleRow",
    "Scheme",
    "catalogue",
]
