"""The words that markings are made of: those of the public lists, and a site's own."""

from stormdat_core.markings.vocabulary.limited_controls import is_for_cui, is_limited, without_contradictions
from stormdat_core.markings.vocabulary.site_words import SiteCode, read_codes, words_with
from stormdat_core.markings.vocabulary.words import Control, SciRow, Vocabulary, shipped_vocabulary
from stormdat_core.markings.vocabulary.writing_order import sort_categories, sort_codes, sort_release

__all__ = [
    "Control",
    "SciRow",
    "SiteCode",
    "Vocabulary",
    "is_for_cui",
    "is_limited",
    "read_codes",
    "shipped_vocabulary",
    "sort_categories",
    "sort_codes",
    "sort_release",
    "without_contradictions",
    "words_with",
]
