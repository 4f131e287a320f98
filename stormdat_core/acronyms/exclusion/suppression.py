"""What stands in capitals and is no acronym, by class. Source: acronym rules, section 8.

A class is decided from the form alone where that is enough, else from its neighbours. Listed or defined
acronyms never come here: evidence beats suppression.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from stormdat_core.acronyms.exclusion.formulas import is_formula
from stormdat_core.acronyms.exclusion.neighbours import by_neighbours, is_spoken, of_standard
from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.short_forms import LONGEST_TOKEN, key, singular

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SMALL_ROMAN = re.compile(r"[IVX]+|[IVXLC]{4,}")
"""Below forty, or of four numerals and more: what is shorter may be an acronym, as CLI and DCI."""
_NUMBERED = re.compile(
    r"(?:section|part|annex|appendix|phase|type|class|volume|vol\.?|figure|fig\.?|table|chapter|title|category|cat|level|tier|"
    r"group|stage|block|article|enclosure|exhibit|attachment|schedule|mark|increment|version)s?\s+$",
    re.IGNORECASE,
)
_LISTED_ROMAN = re.compile(r"\b[IVXLC]+(?:\s?(?:,|and|or|to|through|-|–|&)\s?){1,2}$")
_STANDARD = re.compile(r"(?:MIL|DOD|DI|NSN|FED|ANSI|IEEE|ISO|ASTM|SAE|NAS|AN)(?:-[A-Z0-9]+)*-\d+\w*")
_TAG = re.compile(r"[A-Z]{2,10}(?:[-_][A-Z]+)*[-_]\d+(?:\.\d+)*")
_PART = re.compile(r"(?=(?:\D*\d){3})[A-Z0-9]+(?:[-/.][A-Z0-9]+)*")
_ID = re.compile(r"[A-Z][A-Z0-9]*(?:[-_.][A-Z]+)*[-_.]?\d+(?:[-_.]\w+)*")
_PROGRAM_GATES = ("((", "%", "==", "!=", "&&", "||", "{", ";")
"""Without one of these a unit is no line of a program."""
_PROGRAM = re.compile(r"\b(?:if|while|for) \(\(|%0?\d*[dxXsufi]\b|==|!=|&&|\|\||\)\s*[{;]\s*$")
_LONGEST_LINE = 300
_LEAST_VALUE, _LEAST_WORD = 5, 8
"""Letters from which on what can be spoken is a word: where it is quoted, and anywhere."""
_KEYS = re.compile(r"(?:CTRL|CRTL|ALT|SHIFT|CMD)(?:\+|$)")
_MODEL = re.compile(r"[A-Z]{2,}-?\d{3,}[A-Z]{0,2}|[A-Z]{1,4}-?\d{2,}[A-Z]{0,2}|\d{2,}[A-Z]{1,3}[A-Z\d]*")
"""A model, an algorithm or a part by its number: MPC750, SHA512, MD80, H100, 74LS00."""
_QUANTITY = re.compile(r"\d+([A-Za-z]{1,4})")
_TAG_BEFORE = re.compile(
    r"\[(?:(?:(?:adapted|taken|quoted|derived) )?from |see |after |cf\. )?(?:[A-Z]{2,} ){0,2}$"
)
_TAG_AFTER = re.compile(
    r"\]| [A-Z]{2,}\]| (?:footnote|section|note|p\.|pp\.) ?[\d.]+\]|,? [\"\u201c][^\[\]]{1,12}"
)
"""What ends a reference in square brackets: [ITMRA], [NARA GRS], [ABADSG footnote 32], [ABADSG, "Key"]."""
_EXTENSION = re.compile(r"(?:^|[\s(\"'\u2018\u201c/])\.$")
"""What stands before the ending of names of files: the .MSG or .EML format."""
_IN_NAME = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z]+)(?:-[A-Za-z0-9]+)*-$")
"""An identifier in small letters: id-fpki-certpcy-medium-CBP."""
_CITED_BEFORE = re.compile(r"\d\s+$")
_CITED_AFTER = re.compile(
    r"\.?,?\s*(?:§+|Parts?|Sections?|Sec\.|(?:Sub)?chapters?|Ch\.|Titles?|App\.)?\s*\d", re.IGNORECASE
)
_PUBLIC_LAW = re.compile(r"\.?\s*(?:No\.?\s*)?\d{2,3}-\d")
_GRADES = frozenset(("AA", "AAA"))
_GRADED_BEFORE = re.compile(
    r"(?:\b(?:[Ll]evels?|[Cc]onformance|[Gg]rades?|[Rr]ated?|[Rr]atings?|pass(?:es)?|fails?|meets?)\s[(\"']?|"
    r"\bA(?:\s|,\s)(?:or|and|to)\s|\bA,\s|/|[A-Z]{3,} \d\.\d\s[(]?)$"
)
_GRADED_AFTER = re.compile(
    r"[)\"']?,?\s(?:(?:or|and) A{2,3}\s)?(?:success|criteri|conforman|level|rating|grade|bond)|/A{2,3}\b"
)
"""A grade stands beside what is graded: Level AA, A or AA criteria, the contrast passes (AA), WCAG 2.0 AA."""
_VALUE_BEFORE = re.compile(r"(?:^|[\s(,;])\d{1,4}\s?=\s$")
_LEFT_OPEN = re.compile(r" ?[=:] ?\[(\w+)\]")
"""What a message names and then leaves open: RC=[RC], CC = [CC], ERR: [ERR]."""
_HEXADECIMAL = re.compile(r"\b(?:0?[xX]'|0?[xX]\"|0[xX] ?|16#)$")
_HEXADECIMAL_FORM = re.compile(r"[0-9A-F]+")
_TIMES_BEFORE, _TIMES_AFTER = re.compile(r"[\w)\]] ?\*{1,2} ?\(*$"), re.compile(r"\)* ?\*{1,2} ?[\w(]")
_FORMULA = 120
"""Characters before a factor in which the sign of equality of its formula stands."""
_LEAD = 160
"""Characters before a form that are looked at for what it is an example of."""
_CERTIFICATES = re.compile(
    r"\b(?:[Cc]ertific|[Aa]ttest|[Aa]ccredit)ations?\b[^.;]{0,60}(?:\be\.g\.,?|\bsuch as|\bincluding|\w:)\s"
    r"(?:(?:[A-Z0-9][\w/-]*|and|or)[, ]{1,2}){0,10}$"
)
"""What is given as an example of a certificate is its name: certifications (e.g., PCI SOC 2, CSA STAR)."""
_SAMPLE = re.compile(
    r"\b(?:such as|e\.g\.|[Ff]or example|[Ss]ample|titled|named)[ ,:(]{1,3}"
    r"(?:[^\"]{0,30}\"[^\"]{1,60}\"){0,2}[^\"]{0,30}\"[A-Z][a-z]+ (?:[\w-]+ ){1,6}$"
)
"""The title or the name of a file that is given as a sample: such as "Directions to HQ"."""
_MAIL = frozenset(("CC", "BCC", "RE", "FW", "ATTN"))
_MAIL_LINE = re.compile(r" (?:line|field|box)\b")
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w ',./-]{1,58}>")
"""What a template leaves to be filled in: <Firstname MI Lastname>. A word alone may be a tag."""
_TAG_NAME = re.compile(r"<\w+>")
_EXPLAINED = re.compile(r'"\s+(?:in\s+(?:\w{1,20}\s+){1,4})?(?:refers to|indicates|denotes|designates)\b')
"""What follows a quoted symbol that is explained: "DS" in the identifier number refers to "Database Scan"."""
_FILLER = re.compile(r"X+(?:[./-]?X+)*|Y{2,}|Z{2,}")
_CODE = re.compile(r"\w*_\w*|[a-z]+[A-Z]\w*|.*::.*")
_NUMBER_BEFORE = re.compile(r"[\d½¼¾](?:[\s-]?|\s?[x×]\s?)$")
_TIME_BEFORE = re.compile(r"\d(?:\s|:\d\d)*$")
_ERA_BEFORE = re.compile(r"\b(?:centur(?:y|ies)|millenni(?:um|a))\s+$", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\s*\d{1,4}(?![\d.,]*\d|\w)")
_DATE_AFTER = re.compile(r"[\s,.-]*\d")
_NAME_BEFORE = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)?,?\s*\(?$")
_NAME_AFTER = re.compile(r"\.?\s+[A-Z](?:[a-z]+|\.)")
_ZIP_AFTER = re.compile(r"\.?,?\s+\d{5}\b")
_CITY_BEFORE = re.compile(r"[A-Z][a-z]+,\s+$|\bWashington\s+$")
_ADDRESS = frozenset("/\\@.:#=?%~_$")


def by_form(surface: str, well_known: frozenset[str]) -> str:
    """Return the class that a form has wherever it stands; "" when its neighbours decide.

    Args:
        surface: the short form without its ending.
        well_known: the keys of the accepted acronyms.
    """
    if key(surface) in well_known or key(surface.rstrip("0123456789")) in well_known:
        return "SUP-WELLKNOWN"
    return _by_form(surface)


@lru_cache(maxsize=1 << 14)
def _by_form(surface: str) -> str:
    return next((name for name, holds in _FORMS if holds(surface)), "")


def _is_placeholder(surface: str) -> bool:
    return surface in word_lists.suppressed("placeholders", "words") or _FILLER.fullmatch(surface) is not None


def _is_written_large(surface: str) -> bool:
    """Return whether a form is a word in capitals, a key to press, or words joined."""
    if _KEYS.match(surface) or (len(surface) >= _LEAST_WORD and is_spoken(surface)):
        return True
    return word_lists.is_large_word(surface.rstrip("0123456789")) or _all_words(surface)


def is_numeral(surface: str) -> bool:
    """Return whether a form is a Roman numeral that no acronym is without a definition: IV, XLII."""
    return _SMALL_ROMAN.fullmatch(surface) is not None and _ROMAN.fullmatch(surface) is not None


def _is_quantity(surface: str) -> bool:
    """Return whether a form is a number with its unit: 120VAC, 24V, 5GHz."""
    found = _QUANTITY.fullmatch(surface)
    if found is None:
        return False
    unit = found[1]
    return unit in word_lists.suppressed("units", "after_number") or unit in word_lists.suppressed(
        "units", "always"
    )


def is_program(text: str) -> bool:
    """Return whether a unit is a line of a program or the pattern of a message and not prose."""
    if '="' in text and ("/>" in text or "</" in text):
        return True  # markup, however long
    if len(text) > _LONGEST_LINE:
        return False
    for gate in _PROGRAM_GATES:
        if gate in text:
            return _PROGRAM.search(text) is not None
    return False


def _all_words(surface: str) -> bool:
    """Return whether a joined form is made of words: AND/OR, PASS/FAIL, NON-SECURE."""
    parts = re.split(r"[/&-]", surface)
    return (
        len(parts) > 1
        and all(word_lists.is_large_word(part) or len(part) > 7 for part in parts)
        and "&" not in surface
    )


_FORMS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("SUP-PLACEHOLDER", _is_placeholder),
    ("SUP-UNIT", lambda form: form in word_lists.suppressed("units", "always") or _is_quantity(form)),
    ("SUP-FORMULA", is_formula),
    ("SUP-MARKING", lambda form: "//" in form),
    ("SUP-ROMAN", is_numeral),
    ("SUP-PART", lambda form: _MODEL.fullmatch(form) is not None),
    ("SUP-PART", lambda form: form in word_lists.suppressed("names", "schemes")),
    ("SUP-ID", lambda form: form in word_lists.suppressed("citations", "labels")),
    ("SUP-WORD", _is_written_large),
)
"""The classes that a form has by itself, the first that holds."""


@lru_cache(maxsize=1 << 14)
def of_token(token: str) -> str:
    """Return the class of a token that is no acronym by its looks; "" when it is just a word."""
    if len(token) > LONGEST_TOKEN or sum(map(str.isupper, token)) < 2:
        return ""
    if "//" in token:
        return "SUP-MARKING"
    if not any(map(str.isdigit, token)):
        return "SUP-CODE" if "_" in token else ""
    if _TAG.fullmatch(token) and not _STANDARD.fullmatch(token):
        return "SUP-ID"
    if _PART.fullmatch(token) or _STANDARD.fullmatch(token):
        return "SUP-PART"
    return "SUP-ID" if _ID.fullmatch(token) else "SUP-CODE" if _CODE.fullmatch(token) else ""


def by_place(text: str, start: int, end: int) -> str:
    """Return the class that a form has because of what stands around it; "" for an acronym."""
    surface = singular(text[start:end])
    before, after = text[max(0, start - 32) : start], text[end : end + 16]
    marked = (
        _by_marks(text, start, end, before, after)
        or _by_quotes(surface, text, end, before, after)
        or _by_lead(surface, text, start, before, after)
    )
    if marked:
        return marked
    near = by_neighbours(surface, before, after)
    if near or not _depends(surface):
        return near
    return (
        _of_quantity(surface, before, after)
        or _of_name(surface, before, after)
        or _of_number(surface, text, start, end)
    )


def _by_marks(text: str, start: int, end: int, before: str, after: str) -> str:
    """Return the class of a form in an address, a reference tag, a placeholder or code."""
    if before and before[-1] in _ADDRESS and _in_address(text, start, end):
        return "SUP-CODE"
    if "[" in before and _TAG_BEFORE.search(before) and _TAG_AFTER.match(after):
        return "SUP-ID"
    if _in_placeholder(text, start, end):
        return "SUP-PLACEHOLDER"
    if before.endswith(".") and _EXTENSION.search(before) and after[:1] != ".":
        return "SUP-CODE"
    tagged = before.endswith(("<", "</")) and after.startswith(">")
    if tagged or after.startswith(("++", "[")) or (before.endswith("-") and _IN_NAME.search(before)):
        return "SUP-CODE"
    return ""


def _by_quotes(surface: str, text: str, end: int, before: str, after: str) -> str:
    """Return the class of a label of a mail, of a quoted value, or of a symbol that is explained."""
    if surface in _MAIL and ((after.startswith(":") and not before.strip()) or _MAIL_LINE.match(after)):
        return "SUP-WORD"
    if not before.endswith('"'):
        return ""
    if after.startswith('"') and "-" in surface:
        return "SUP-ID"
    if after.startswith('"') and len(surface) >= _LEAST_VALUE and is_spoken(surface):
        return "SUP-WORD"
    return "SUP-ID" if _EXPLAINED.match(text, end, end + 80) else ""


def _by_lead(surface: str, text: str, start: int, before: str, after: str) -> str:
    """Return the class of a grade, of a value that is set by a number, or of an example of certificates."""
    if surface in _GRADES and (_GRADED_BEFORE.search(before) or _GRADED_AFTER.match(after)):
        return "SUP-ID"
    if before.endswith("= ") and is_value(text, start):
        return "SUP-CODE"
    if (
        _is_left_open(surface, after)
        or _is_hexadecimal(surface, before)
        or _is_factor(text, start, before, after)
    ):
        return "SUP-CODE"
    lead = text[max(0, start - _LEAD) : start]
    if '"' in lead and _SAMPLE.search(lead):
        return "SUP-NAME"
    if ("ertif" in lead or "ttest" in lead) and _CERTIFICATES.search(lead):
        return "SUP-NAME"
    return ""


def _is_left_open(surface: str, after: str) -> bool:
    found = _LEFT_OPEN.match(after) if "[" in after else None
    return found is not None and found[1] == surface


def _is_hexadecimal(surface: str, before: str) -> bool:
    """Return whether a form is a hexadecimal number in quotation marks: 0x'FFFFFFFF'."""
    return _HEXADECIMAL_FORM.fullmatch(surface) is not None and _HEXADECIMAL.search(before) is not None


def _is_factor(text: str, start: int, before: str, after: str) -> bool:
    """Return whether a form is a variable that a formula multiplies by: total = (cycles * MULT1) / DIV."""
    if "*" not in before and "*" not in after:
        return False
    multiplied = _TIMES_BEFORE.search(before) or _TIMES_AFTER.match(after)
    return multiplied is not None and "=" in text[max(0, start - _FORMULA) : start]


def is_value(text: str, start: int) -> bool:
    """Return whether a form is what a number stands for in a list of values: 1 = CFE."""
    return _VALUE_BEFORE.search(text, max(0, start - 16), start) is not None


@lru_cache(maxsize=1 << 14)
def _depends(surface: str) -> bool:
    """Return whether what stands around a form can make it a unit, a date, a name or a number."""
    if surface.replace(".", "") in word_lists.suppressed("dates", "eras"):
        return True
    sets = (
        ("units", "after_number"),
        ("dates", "months"),
        ("dates", "zones"),
        ("dates", "eras"),
        ("names", "states"),
        ("citations", "codes"),
        ("names", "after_name"),
        ("names", "ranks"),
    )
    return (
        "." in surface
        or bool(_ROMAN.fullmatch(surface))
        or any(surface in word_lists.suppressed(*each) for each in sets)
    )


def _in_placeholder(text: str, start: int, end: int) -> bool:
    """Return whether a form is part of what a template leaves to be filled in."""
    opened = text.rfind("<", max(0, start - 60), start)
    found = _PLACEHOLDER.match(text, opened) if opened >= 0 else None
    return found is not None and found.end() > end and not _TAG_NAME.fullmatch(found.group())


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether a form is part of a web address, a path or an identifier."""
    least = max(0, start - 300)
    first = max(text.rfind(" ", least, start), text.rfind("\n", least, start), least - 1) + 1
    run = text[first : end + 1]
    return any(mark in run for mark in ("://", "www.", "@", "\\", "::", "_", "#", ".com", ".gov", ".mil"))


def is_cited(text: str, start: int, end: int) -> bool:
    """Return whether a form is part of the name of a standard or of a law: ISO/IEC 9594-8, 28 U.S.C. 1746."""
    surface = singular(text[start:end])
    before, after = text[max(0, start - 32) : start], text[end : end + 16]
    if of_standard(surface, before, after):
        return True
    return surface in word_lists.suppressed("citations", "codes") and _is_cited(surface, before, after)


def _of_quantity(surface: str, before: str, after: str) -> str:
    if surface in word_lists.suppressed("units", "after_number") and _NUMBER_BEFORE.search(before):
        return "SUP-UNIT"
    if surface in word_lists.suppressed("dates", "months") and (
        _NUMBER_BEFORE.search(before) or _DATE_AFTER.match(after)
    ):
        return "SUP-DATE"
    if surface in word_lists.suppressed("citations", "codes") and _is_cited(surface, before, after):
        return "SUP-ID"
    era = surface.replace(".", "") in word_lists.suppressed("dates", "eras")
    if era and (_TIME_BEFORE.search(before) or _ERA_BEFORE.search(before) or _YEAR_AFTER.match(after)):
        return "SUP-DATE"
    zone = surface in word_lists.suppressed("dates", "zones")
    return "SUP-DATE" if zone and (_TIME_BEFORE.search(before) or _halves(surface, before, after)) else ""


def _halves(surface: str, before: str, after: str) -> bool:
    """Return whether a form is one of the two halves of a day side by side: AM/PM, AM or PM."""
    other = {"AM": "PM", "PM": "AM"}.get(surface)
    return other is not None and (
        re.match(rf"(?:/| (?:or|and|to) ){other}\b", after) is not None
        or re.search(rf"\b{other}(?:/| (?:or|and|to) )$", before) is not None
    )


def _is_cited(surface: str, before: str, after: str) -> bool:
    """Return whether a code of law stands with its numbers: 28 U.S.C. 1746, 48 CFR Part 39, PL 99-474."""
    if surface.replace(".", "") == "PL" and _PUBLIC_LAW.match(after):
        return True
    return _CITED_BEFORE.search(before) is not None and _CITED_AFTER.match(after) is not None


def _of_name(surface: str, before: str, after: str) -> str:
    if "." in surface:
        places = word_lists.suppressed("names", "dotted_places")
        named = surface.rstrip(".") not in places and _NAME_AFTER.match(after) and len(surface) <= 6
        return "SUP-NAME" if named else ""
    if surface in word_lists.suppressed("names", "states") and (
        _ZIP_AFTER.match(after) or _CITY_BEFORE.search(before)
    ):
        return "SUP-NAME"
    if (
        surface in word_lists.suppressed("names", "after_name")
        and _NAME_BEFORE.search(before)
        and before[-1:] in " ("
    ):
        return "SUP-NAME" if "," in before[-3:] or before.endswith("(") else ""
    return (
        "SUP-NAME" if surface in word_lists.suppressed("names", "ranks") and _NAME_AFTER.match(after) else ""
    )


def _of_number(surface: str, text: str, start: int, end: int) -> str:
    """Return SUP-ROMAN for a Roman numeral that numbers something, alone in brackets or before a heading."""
    if not _ROMAN.fullmatch(surface):
        return ""
    before, after = text[max(0, start - 24) : start], text[end : end + 1]
    bracketed = before.endswith("(") and after == ")"
    alone = bracketed or (after in {".", ")"} and not before.strip())
    return "SUP-ROMAN" if alone or _NUMBERED.search(before) or _LISTED_ROMAN.search(before) else ""
