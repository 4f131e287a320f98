"""Acronyms in text: tokens, definitions, lists, and the evidence of one document. No findings."""

from stormdat_core.acronyms.gathering.mentions import find_mentions
from stormdat_core.acronyms.patterns.definitions import AcronymPair, extract_pairs

__all__ = ["AcronymPair", "extract_pairs", "find_mentions"]
