"""Which short forms count as acronyms whatever they look like: listed, defined, or in the table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from stormdat_core.acronyms.forms.short_forms import is_token, key, singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace, TableRow
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, ListRow
from stormdat_core.acronyms.patterns.alignment import ending_at
from stormdat_core.acronyms.text.phrases import PhraseIndex

_INITIALS = 0.5
"""The highest price of an alignment whose letters all begin a word."""


class Known:
    """The short forms that a document or a list vouches for."""

    def __init__(
        self, lists: Sequence[AcronymList], definitions: Iterable[DefinitionPlace], table: Iterable[TableRow]
    ) -> None:
        self._lists = lists
        self.definitions: dict[str, list[DefinitionPlace]] = defaultdict(list)
        """By key, in reading order."""
        self.table_rows: dict[str, list[TableRow]] = defaultdict(list)
        """By key, in table order."""
        definitions = tuple(definitions)
        self._keys: dict[str, str] = _whole_keys(definitions)
        for place in definitions:
            self.definitions[self.key_of(place.short)].append(place)
        for row in table:
            self.table_rows[self.key_of(row.acronym)].append(row)
        own = [singular(place.short) for places in self.definitions.values() for place in places]
        own += [row.acronym for rows in self.table_rows.values() for row in rows]
        self._forms = frozenset(own)
        self._spelled = [PhraseIndex((form, form) for form in set(own) if not is_token(form))]
        self._spelled += [each.spelled for each in lists]
        self._spelled = [index for index in self._spelled if index]
        self.first = frozenset().union(*(index.first for index in self._spelled))
        """The words that a form which is no token may begin with."""

    def key_of(self, surface: str) -> str:
        """Return the key of a short form as it stands in a text; a list may know its final `s` as its own."""
        found = self._keys.get(surface)
        if found is None:
            listed = (each.keys_by_surface.get(surface) for each in self._lists)
            found = self._keys[surface] = next(filter(None, listed), "") or key(surface)
        return found

    def holds(self, name: str) -> bool:
        """Return whether a key is defined in the document, in its table or in a list."""
        return (
            name in self.definitions
            or name in self.table_rows
            or any(name in each.by_key for each in self._lists)
        )

    def holds_form(self, token: str) -> bool:
        """Return whether exactly this form, apart from its ending, is defined or listed."""
        forms = (token, singular(token))
        return any(
            form in self._forms or any(form in each.keys_by_surface for each in self._lists) for form in forms
        )

    @property
    def own(self) -> frozenset[str]:
        """Return the keys that the document itself defines or explains in its table."""
        return frozenset((*self.definitions, *self.table_rows))

    def only_in_table(self, name: str) -> bool:
        """Return whether a key is explained in the document's own table and nowhere else."""
        return (
            name in self.table_rows
            and name not in self.definitions
            and not any(name in each.by_key for each in self._lists)
        )

    def rows_for(self, name: str) -> tuple[ListRow, ...]:
        """Return what the first list that holds a key says about it: that list takes precedence."""
        return next((rows for each in self._lists if (rows := each.by_key.get(name))), ())

    def is_full_form(self, phrase: str) -> bool:
        """Return whether a list gives a phrase as a definition."""
        return any(each.phrases.get(phrase) is not None for each in self._lists)

    def spelled_in(self, text: str, listed: list[str]) -> list[tuple[int, int]]:
        """Return the spans of forms that are no tokens, such as PEO C4I, in order; case must agree."""
        if self.first.isdisjoint(listed):
            return []
        spans = [
            (hit.start, hit.end)
            for index in self._spelled
            for hit in index.find(text, listed)
            if singular(text[hit.start : hit.end]).split() == hit.value.split()
        ]
        return sorted(set(spans))


def _whole_keys(definitions: Iterable[DefinitionPlace]) -> dict[str, str]:
    """Return the keys of forms whose small s is a letter of theirs: HIDs, where HIDS is defined too."""
    forms = {place.short for place in definitions}
    return {
        place.short: key(place.short.upper())
        for place in definitions
        if place.short[-1:] == "s" and place.short.upper() in forms and _has_letter(place)
    }


def _has_letter(place: DefinitionPlace) -> bool:
    """Return whether the last letter of a short form begins a word of its full form."""
    return ending_at(place.short.upper(), place.full, _INITIALS) is not None
