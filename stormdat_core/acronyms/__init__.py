"""Acronyms in text: tokens, definitions, lists, and the evidence of one document. No findings."""

from stormdat_core.acronyms.definitions import AcronymPair, extract_pairs
from stormdat_core.acronyms.mentions import find_mentions

__all__ = ["AcronymPair", "extract_pairs", "find_mentions"]
