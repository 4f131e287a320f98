"""The order in which codes and categories are written."""

from collections.abc import Sequence

from stormdat_core.markings.vocabulary.words import Vocabulary


def sort_codes(codes: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return codes of countries in alphabetical order, then those of organisations."""
    countries = vocabulary.countries
    return sorted(codes, key=lambda code: (code not in countries and len(code) != 3, code))


def sort_release(codes: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return the codes of a release list: USA, then as `sort_codes`."""
    ours = ["USA"] if "USA" in codes else []
    return [*ours, *sort_codes([c for c in codes if c != "USA"], vocabulary)]


def sort_categories(names: Sequence[str]) -> list[str]:
    """Return categories in their order: Specified ones first, each group by the alphabet."""
    return sorted(names, key=lambda name: (not name.startswith("SP-"), name))
