"""Turns the units of a document into entries: definitions first, then uses, then what was in doubt."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stormdat_core.acronyms.exclusion import capital_text, suppression
from stormdat_core.acronyms.exclusion.catalogues import is_of_catalogue, numbered_rows
from stormdat_core.acronyms.exclusion.codes import Codes, is_course
from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.short_forms import acronyms_in, capital_tokens, key, singular
from stormdat_core.acronyms.forms.spellings import is_small_first, joined_on
from stormdat_core.acronyms.gathering.entries import AcronymEntry, FullFormUse, TableRow, Use
from stormdat_core.acronyms.gathering.full_forms import FullForms
from stormdat_core.acronyms.gathering.known import Known
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.acronyms.patterns.definitions import may_define
from stormdat_core.acronyms.patterns.in_unit import all_definitions
from stormdat_core.acronyms.text.phrases import words_of_each
from stormdat_core.acronyms.text.spans import NOWHERE, Spans
from stormdat_core.acronyms.text.units import Role, Unit
from stormdat_core.acronyms.text.verbatim_records import CAPITAL_LABEL, is_speech
from stormdat_core.model.joined import Joined

Span = tuple[int, int]
Token = tuple[int, str]
_NUMBERED = re.compile(r"([A-Z]{2,}?)V?\d{1,2}")
_SERIAL = re.compile(r"([A-Z]{2,})\d")
DECIDED = "SUP-DECIDED"
"""A person, or a list, said that it is no acronym: this beats every evidence."""
_WORD_LENGTH = 4
"""From this length on, a form that also stands in lower case is a word and no acronym."""


class _Form(NamedTuple):
    """What is known about a form wherever it stands; the same one occurs many times."""

    surface: str
    key: str
    known: bool
    """Defined, listed, or in the document's table."""
    why: str
    """The class it has whatever stands around it; "" if none."""


def _may_be_word(surface: str) -> bool:
    return len(surface) >= _WORD_LENGTH and surface.isalpha() and surface.isupper()


class Gatherer:
    """Collects the evidence of one document. Made, read once and dropped by `AcronymIndex.build`."""

    def __init__(
        self,
        read: Sequence[Unit],
        lists: Sequence[AcronymList],
        options: AcronymOptions,
        table: Sequence[TableRow],
        codes: frozenset[str] = frozenset(),
    ) -> None:
        self.suppressed: dict[str, Counter[str]] = defaultdict(Counter)
        """By class: forms and how often."""
        self._read = read
        self._code_names = codes
        self._lists = lists
        self._classes = frozenset(options.suppress)
        self.common = frozenset(map(key, word_lists.well_known(options.well_known)))
        """Keys that the profile counts as well known."""
        self.well_known: dict[str, list[Use]] = defaultdict(list)
        """Where they stand undefined in the text, by form."""
        decided: frozenset[str] = frozenset().union(*(each.well_known for each in lists))
        self._decided = decided
        self._well_known = self.common | decided
        self._refused: frozenset[str] = frozenset().union(*(each.refused for each in lists))
        self._table = [row for row in table if key(row.acronym) not in self._refused]
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._outside: dict[str, list[Use]] = defaultdict(list)
        self._surfaces: dict[str, Counter[str]] = defaultdict(Counter)
        self._doubtful: dict[str, list[tuple[str, Use]]] = defaultdict(list)
        self._parts: dict[str, tuple[Span, ...]] = {}
        self._others: dict[str, str] = {}
        self._forms: dict[str, _Form] = {}
        self._small: set[str] = set()
        """What of `_large_words` also stands in small letters, as it stands."""
        self.joined = Joined([unit.text for unit in read])
        self.speech = is_speech([unit.text for unit in read if unit.role is Role.TEXT])
        explained = {key(row.acronym) for row in self._table}
        self._definitions = all_definitions(read, may_define(self.joined), lists, self._refused, explained)
        self.known = Known(
            lists, [place for places in self._definitions.values() for place in places], self._table
        )
        self._full_forms = FullForms(self.known)
        self._apart = frozenset(filter(str.isalnum, self.known.own))
        """Known forms that may be written with a space between their parts."""
        self._read_units()
        self._settle()

    def _tokens(self) -> dict[int, list[Token]]:
        """Return the tokens of each unit that are acronyms or are counted, found in one pass over all."""
        return self.joined.shared_out(self._judged_tokens())

    def _judged_tokens(self) -> Iterator[Token]:
        """Yield the tokens, those of one spelling with one string: there may be millions."""
        cached, names = self._parts, dict[str, str]()
        for at, token in capital_tokens(self.joined.text):
            parts = cached.get(token)
            if parts is None:
                parts = cached[token] = self._parts_of(token)
            if parts or token in self._others or is_small_first(token):
                yield at, names.setdefault(token, token)

    def _read_units(self) -> None:
        found_in, spelled = self._tokens(), self._read_words()
        self._codes = Codes(self._code_names, self._parts)
        for number in sorted(found_in.keys() | spelled.keys()):
            text = self._read[number].text
            found = list(self._acronyms(text, found_in.pop(number, []), spelled.get(number, [])))
            if found:
                self._judge_all(self._read[number], found)

    def _read_words(self) -> dict[int, list[Span]]:
        """Note the full forms, and return the forms that are no tokens by the number of their unit."""
        found: dict[int, list[Span]] = {}
        large = self._large_words()
        wanted = large | self.known.first | self._full_forms.first
        texts = [unit.text for unit in self._read] if wanted else ()
        for number, listed in enumerate(words_of_each(texts)):
            if wanted.isdisjoint(listed):
                continue
            unit = self._read[number]
            if not large.isdisjoint(listed):
                self._note_small(large.intersection(listed), unit.text)
            if spans := self.known.spelled_in(unit.text, listed):
                found[number] = spans
            if unit.role is Role.TEXT and not self._full_forms.first.isdisjoint(listed):
                self._full_forms.read(unit, listed, self._definitions.get(unit.block.index, []))
        return found

    def _note_small(self, large: set[str], text: str) -> None:
        """Note which of some words stand in a text in small letters, a first capital not counted."""
        for word in large:
            if word in text or word.capitalize() in text:
                self._small.update({word, word.capitalize()}.intersection(text.split()))

    def _large_words(self) -> set[str]:
        """Return the forms in capitals that may be words, in small letters, for `_drop_words`."""
        written = (token[slice(*part)] for token, parts in self._parts.items() for part in parts)
        surfaces = filter(_may_be_word, map(singular, written))
        return {each.lower() for each in surfaces if not self.known.holds(self.known.key_of(each))}

    def _judge_all(self, unit: Unit, found: list[tuple[Span, bool]]) -> None:
        text = unit.text
        places = self._definitions.get(unit.block.index, ())
        marked = capital_text.marking_spans(text) if "SUP-MARKING" in self._classes else ()
        markings = Spans(marked) if marked else NOWHERE
        program = "SUP-CODE" in self._classes and suppression.is_program(text)
        defined = Spans((place.short_start, place.short_end) for place in places) if places else NOWHERE
        shouted = self._capitals(unit, found)
        capitals = Spans(shouted) if shouted else NOWHERE
        label = self._label_end(text)
        listed = Spans(self._codes.lists(text, [span for span, _ in found]))
        for span, sure in found:
            start = span[0]
            if not defined or not defined.holds(unit.folded.origin(*span)[0]):
                within = "SUP-MARKING" if marked and markings.holds(start) else "SUP-CODE" if program else ""
                within = within or ("SUP-NAME" if self.speech and start < label else "")
                within = within or ("SUP-ID" if listed and listed.holds(start) else "")
                doubtful = start < label or (bool(shouted) and capitals.holds(start))
                self._judge(unit, span, sure, within, doubtful)

    def _label_end(self, text: str) -> int:
        """Return where the name of a speaker ends that a line begins with: ANN SMITH: Good morning."""
        if ":" not in text[:60]:
            return 0
        label = CAPITAL_LABEL.match(text)
        return label.end(1) if label and (self.speech or " " in label[1].strip()) else 0

    def _capitals(self, unit: Unit, found: list[tuple[Span, bool]]) -> list[Span]:
        if "SUP-CAPS-TEXT" not in self._classes:
            return []
        spans = [span for span, _ in found]
        written = capital_text.capital_spans(unit.text, spans)
        apart = Spans(written) if written else NOWHERE
        shown = capital_text.formatted_spans(unit.block, unit.folded, spans)
        return [*written, *(span for span in shown if not apart.holds(span[0]))]

    def _acronyms(self, text: str, tokens: list[Token], spelled: list[Span]) -> Iterator[tuple[Span, bool]]:
        """Yield (span, True when a list or definition names exactly this form) in order."""
        cached, free = self._parts, 0
        for at, token in tokens:
            while spelled and spelled[0][0] <= at:
                free = spelled[0][1]
                yield spelled.pop(0), True
            if at < free:
                continue
            parts = cached[token] or self._small_first(token)
            last = joined_on(text, at, at + len(token), cached, self._apart)
            if last > at + len(token):
                free = last
                yield (at, last), False
            elif parts:
                for start, end in parts:
                    yield (at + start, at + end), False
            elif token in self._others:
                self.suppressed[self._others[token]][token] += 1
        for span in spelled:
            yield span, True

    def _small_first(self, token: str) -> tuple[Span, ...]:
        """Return the whole of cFE where the document has a CFE."""
        return ((0, len(token)),) if is_small_first(token) and self._parts.get(token.upper()) else ()

    def _parts_of(self, token: str) -> tuple[Span, ...]:
        """Return the acronyms in a token: by a list or definition the whole of it, else by their looks."""
        if self.known.holds_form(token):
            return ((0, len(token)),)
        parts = acronyms_in(token)
        if not parts and (other := suppression.of_token(token)) in self._classes:
            self._others[token] = other
        return parts

    def _judge(self, unit: Unit, span: Span, sure: bool, within: str, capitals: bool) -> None:
        """Count a form as a use or under a class, or hold it until the whole document is read.

        Args:
            unit: where it stands.
            span: its offsets in the unit's text.
            sure: True when a list or a definition names exactly this form.
            within: the class of the stretch it stands in, "" for running text.
            capitals: whether that stretch is written in capitals.
        """
        written = unit.text[span[0] : span[1]]
        form = self._forms.get(written)
        if form is None:
            form = self._forms[written] = self._form(written)
        if form.why == DECIDED:
            self.suppressed[DECIDED][form.surface] += 1
            return
        known = sure or form.known
        why = "" if known else within or form.why or suppression.by_place(unit.text, *span)
        if why in self._classes:
            self.suppressed[why][form.surface] += 1
            if why == "SUP-WELLKNOWN" and unit.role is not Role.OUTSIDE and form.key not in self._decided:
                self.well_known[form.surface].append(Use(unit.block.index, *unit.folded.origin(*span)))
            return
        use = Use(unit.block.index, *unit.folded.origin(*span))
        if (capitals or (not known and self._beside_word(unit.text, span))) and (
            not known or word_lists.is_word(form.surface)
        ):
            self._doubtful[form.key].append((form.surface, use))
        elif unit.role is Role.OUTSIDE or self._is_named(form, unit.text, span):
            self._outside[form.key].append(use)
        else:
            self._uses[form.key].append(use)
            self._surfaces[form.key][form.surface] += 1

    def _is_named(self, form: _Form, text: str, span: Span) -> bool:
        """Return whether a form of the document's table stands as a part of a name: ISO/IEC 9594-8, SHA-1."""
        return self.known.only_in_table(form.key) and (
            self._codes.is_member(form.surface) or suppression.is_cited(text, *span)
        )

    def _beside_word(self, text: str, span: Span) -> bool:
        return "SUP-CAPS-TEXT" in self._classes and capital_text.beside_word(text, *span)

    def _form(self, written: str) -> _Form:
        surface, name = singular(written), self.known.key_of(written)
        if name in self._refused:
            return _Form(surface, name, known=False, why=DECIDED)
        why = suppression.by_form(surface, self._well_known) or self._codes.of_form(surface)
        return _Form(surface, name, self.known.holds(name), why)

    def _settle(self) -> None:
        """Judge what stands in text written in capitals by whether it stands elsewhere too."""
        for name, held in self._doubtful.items():
            elsewhere = bool(self._uses.get(name)) and not any(map(word_lists.is_word, self._surfaces[name]))
            for surface, use in held:
                if elsewhere:
                    self._uses[name].append(use)
                    self._surfaces[name][surface] += 1
                else:
                    self.suppressed["SUP-CAPS-TEXT"][surface] += 1
        if "SUP-WORD" in self._classes:
            self._drop_words()
        self._drop_courses()
        self._drop_prefixes()
        self._join_numbered()
        self._join_series()
        self._join_small_endings()
        self._join_large_plurals()

    def _drop_courses(self) -> None:
        """Drop the codes of courses and forms: FAC 047, FAC 049."""
        unknown = [name for name in self._uses if not self.known.holds(name)]
        texts = {unit.block.index: unit.block.text for unit in self._read} if unknown else {}
        for name in unknown:
            if is_course(texts[use.block][use.end : use.end + 12] for use in self._uses[name]):
                self.suppressed["SUP-ID"].update(self._surfaces.pop(name))
                self._uses.pop(name)

    def _drop_prefixes(self) -> None:
        """Drop the prefixes of a catalogue's identifiers: the AC family, where AC-1 to AC-25 stand."""
        unknown = (each for each in self._uses.items() if not self.known.holds(each[0]))
        prefixes = [name for name, uses in unknown if self._codes.is_prefix(name, len(uses))]
        if not prefixes:
            return
        blocks, rows = {unit.block.index: unit.block for unit in self._read}, numbered_rows(self._read)
        for name in prefixes:
            if all(is_of_catalogue(blocks[use.block], use, name, rows) for use in self._uses[name]):
                self.suppressed["SUP-ID"].update(self._surfaces.pop(name))
                self._uses.pop(name)

    def _join_series(self) -> None:
        """Take the members of a series, IL2, IL4 and IL5, for one acronym with running numbers."""
        series: dict[str, list[str]] = defaultdict(list)
        for name in self._uses:
            if (found := _SERIAL.fullmatch(name)) and not self.known.holds(name):
                series[found[1]].append(name)
        for base, members in series.items():
            if len(members) > 1 and not self.known.holds(base):
                self._uses[base] = sorted(use for name in members for use in self._uses.pop(name))
                self._surfaces[base][base] += sum(self._surfaces.pop(name).total() for name in members)

    def _join_numbered(self) -> None:
        """Take a known acronym or one used here with a number for that acronym: IAL2, CPU1, CA1."""
        numbered = [(name, match[1]) for name in self._uses if (match := _NUMBERED.fullmatch(name))]
        for name, base in numbered:
            if not self.known.holds(name) and (self.known.holds(base) or self._uses.get(base)):
                uses = self._uses.pop(name)
                self._uses[base] += uses
                self._surfaces[base][base] += len(uses)
                self._surfaces.pop(name)

    def _join_small_endings(self) -> None:
        """Take FIPs for FIPS where that is known or used, and FIP never stands alone."""
        for name in [name for name in self._uses if not self.known.holds(name)]:
            whole, uses = f"{name}S", self._uses[name]
            written = len(next(iter(self._surfaces[name]), "")) + 1
            if (whole in self._uses or self.known.holds(whole)) and all(
                use.end - use.start == written for use in uses
            ):
                self._uses[whole] += self._uses.pop(name)
                self._surfaces[whole].update(
                    {f"{form}s": count for form, count in self._surfaces.pop(name).items()}
                )

    def _join_large_plurals(self) -> None:
        """Take OIDS for OID where only that is known."""
        for name in [name for name in self._uses if name.endswith("S") and not self.known.holds(name)]:
            if name[:-1] in self.known.definitions:
                self._uses[name[:-1]] += self._uses.pop(name)
                self._surfaces.pop(name)

    def _drop_words(self) -> None:
        """Drop forms that the document also writes in lower case: words in capitals for emphasis."""
        lowered = {
            surface.lower(): name
            for name, surfaces in self._surfaces.items()
            if not self.known.holds(name)
            for surface in surfaces
            if _may_be_word(surface)
        }
        for word in [word for word in lowered if word in self._small or word.capitalize() in self._small]:
            for uses in (self._uses, self._outside):
                self.suppressed["SUP-WORD"][word.upper()] += len(uses.pop(lowered[word], ()))

    def entries(self) -> dict[str, AcronymEntry]:
        """Return the entries by key, in the order of first appearance."""
        defined = self.known.definitions
        names = dict.fromkeys(sorted(self._uses.keys() | defined.keys(), key=self._first))
        names |= dict.fromkeys([*self._outside, *self.known.table_rows])
        full: dict[str, list[FullFormUse]] = self._full_forms.uses
        return {
            name: AcronymEntry(
                key=name,
                surfaces=self._surfaces_of(name),
                uses=tuple(sorted(self._uses.get(name, ()))),
                outside=tuple(self._outside.get(name, ())),
                definitions=tuple(defined.get(name, ())),
                rows=self.known.rows_for(name),
                table_rows=tuple(self.known.table_rows.get(name, ())),
                full_forms=tuple(full.get(name, ())),
            )
            for name in names
        }

    def _first(self, name: str) -> tuple[int, int, str]:
        """Return where an acronym stands first, and itself: it may stand in the full form of another."""
        places = [use[:2] for use in self._uses.get(name, ())[:1]]
        places += [(place.block, place.start) for place in self.known.definitions.get(name, ())[:1]]
        return *min(places), name

    def _surfaces_of(self, name: str) -> Counter[str]:
        found = Counter(self._surfaces.get(name, {}))
        defined = (place.short for place in self.known.definitions.get(name, ()))
        found.update(singular(short) if key(short) == name else short for short in defined)
        if not found:
            found.update(row.acronym for row in self.known.table_rows.get(name, ()))
        return found
