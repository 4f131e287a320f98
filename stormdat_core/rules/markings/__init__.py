"""Rules about security markings: the house's list of approved lines, and the rows of the catalogue."""

from stormdat_core.rules.base import Rule
from stormdat_core.rules.markings.catalogue_rules import RULES as CATALOGUED
from stormdat_core.rules.markings.not_approved import NotApproved

RULES: tuple[type[Rule], ...] = (NotApproved, *CATALOGUED)
