"""What stands in capitals and is no acronym, by class. Source: acronym rules, section 8.

A class is decided from the form alone where that is enough, else from its neighbours. Listed or defined
acronyms never come here: evidence beats suppression.
"""

import re
from functools import lru_cache

from stormdat_core.acronyms import words
from stormdat_core.acronyms.tokens import LONGEST_TOKEN, key, singular

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SMALL_ROMAN = re.compile(r"[IVX]+")
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
_KEYS = re.compile(r"(?:CTRL|CRTL|ALT|SHIFT|CMD)(?:\+|$)")
_MODEL = re.compile(r"[A-Z]{2,}-?\d{3,}")
"""A model or an algorithm by its number: MPC750, SHA512."""
_TAG_BEFORE = re.compile(r"\[(?:[A-Z]{2,} ){0,2}$")
_TAG_AFTER = re.compile(r"\]| [A-Z]{2,}\]| (?:footnote|section|note|p\.|pp\.) ?[\d.]+\]")
"""What ends a reference in square brackets: [ITMRA], [NARA GRS], [ABADSG footnote 32]."""
_IN_NAME = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z]+)+-$")
"""An identifier in small letters: id-fpki-certpcy-medium-CBP."""
_CITED_BEFORE = re.compile(r"\d\s+$")
_CITED_AFTER = re.compile(r"\.?,?\s*(?:§+|Parts?|Sections?)?\s*\d", re.IGNORECASE)
_PUBLIC_LAW = re.compile(r"\.?\s*(?:No\.?\s*)?\d{2,3}-\d")
_MAIL = frozenset(("CC", "BCC", "RE", "FW", "ATTN"))
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w ',.-]{1,58}>")
"""What a template leaves to be filled in: <Firstname MI Lastname>. A word alone may be a tag."""
_EXPLAINED = re.compile(r'"\s+(?:in\s+(?:\w{1,20}\s+){1,4})?(?:refers to|indicates|denotes|designates)\b')
"""What follows a quoted symbol that is explained: "DS" in the identifier number refers to "Database Scan"."""
_FILLER = re.compile(r"X+(?:[./-]?X+)*|Y{2,}|Z{2,}")
_CODE = re.compile(r"\w*_\w*|[a-z]+[A-Z]\w*|.*::.*")
_NUMBER_BEFORE = re.compile(r"[\d½¼¾](?:[\s-]?|\s?[x×]\s?)$")
_TIME_BEFORE = re.compile(r"\d(?:\s|:\d\d)*$")
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
    if key(surface) in well_known:
        return "SUP-WELLKNOWN"
    return _by_form(surface)


@lru_cache(maxsize=1 << 14)
def _by_form(surface: str) -> str:
    if surface in words.suppressed("placeholders", "words") or _FILLER.fullmatch(surface):
        return "SUP-PLACEHOLDER"
    if surface in words.suppressed("units", "always"):
        return "SUP-UNIT"
    if "//" in surface:
        return "SUP-MARKING"
    if is_numeral(surface):
        return "SUP-ROMAN"
    if _KEYS.match(surface):
        return "SUP-WORD"
    if _MODEL.fullmatch(surface):
        return "SUP-PART"
    if words.is_word(surface.rstrip("0123456789")) or _all_words(surface):
        return "SUP-WORD"
    return ""


def is_numeral(surface: str) -> bool:
    """Return whether a form is a Roman numeral below forty, which no acronym is without a definition."""
    return _SMALL_ROMAN.fullmatch(surface) is not None and _ROMAN.fullmatch(surface) is not None


def is_program(text: str) -> bool:
    """Return whether a unit is a line of a program or the pattern of a message and not prose."""
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
        len(parts) > 1 and all(words.is_word(part) or len(part) > 7 for part in parts) and "&" not in surface
    )


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
    if before and before[-1] in _ADDRESS and _in_address(text, start, end):
        return "SUP-CODE"
    if "[" in before and _TAG_BEFORE.search(before) and _TAG_AFTER.match(after):
        return "SUP-ID"
    if _in_placeholder(text, start, end):
        return "SUP-PLACEHOLDER"
    if after.startswith("++"):
        return "SUP-CODE"
    if after.startswith(":") and surface in _MAIL and not before.strip():
        return "SUP-WORD"
    if before.endswith('"') and _EXPLAINED.match(text, end, end + 80):
        return "SUP-ID"
    if (before.endswith(("<", "</")) and after.startswith(">")) or after.startswith("["):
        return "SUP-CODE"
    if before.endswith("-") and _IN_NAME.search(before):
        return "SUP-CODE"
    if not _depends(surface):
        return ""
    return (
        _of_quantity(surface, before, after)
        or _of_name(surface, before, after)
        or _of_number(surface, text, start, end)
    )


@lru_cache(maxsize=1 << 14)
def _depends(surface: str) -> bool:
    """Return whether what stands around a form can make it a unit, a date, a name or a number."""
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
        or any(surface in words.suppressed(*each) for each in sets)
    )


def _in_placeholder(text: str, start: int, end: int) -> bool:
    """Return whether a form is part of what a template leaves to be filled in."""
    opened = text.rfind("<", max(0, start - 60), start)
    found = _PLACEHOLDER.match(text, opened) if opened >= 0 else None
    return found is not None and found.end() > end and " " in found.group()


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether a form is part of a web address, a path or an identifier."""
    least = max(0, start - 300)
    first = max(text.rfind(" ", least, start), text.rfind("\n", least, start), least - 1) + 1
    run = text[first : end + 1]
    return any(mark in run for mark in ("://", "www.", "@", "\\", "::", "_", "#", ".com", ".gov", ".mil"))


def _of_quantity(surface: str, before: str, after: str) -> str:
    if surface in words.suppressed("units", "after_number") and _NUMBER_BEFORE.search(before):
        return "SUP-UNIT"
    if surface in words.suppressed("dates", "months") and (
        _NUMBER_BEFORE.search(before) or _DATE_AFTER.match(after)
    ):
        return "SUP-DATE"
    if surface in words.suppressed("citations", "codes") and _is_cited(surface, before, after):
        return "SUP-ID"
    dated = surface in words.suppressed("dates", "zones") or surface in words.suppressed("dates", "eras")
    return "SUP-DATE" if dated and _TIME_BEFORE.search(before) else ""


def _is_cited(surface: str, before: str, after: str) -> bool:
    """Return whether a code of law stands with its numbers: 28 U.S.C. 1746, 48 CFR Part 39, PL 99-474."""
    if surface.replace(".", "") == "PL" and _PUBLIC_LAW.match(after):
        return True
    return _CITED_BEFORE.search(before) is not None and _CITED_AFTER.match(after) is not None


def _of_name(surface: str, before: str, after: str) -> str:
    if "." in surface:
        places = words.suppressed("names", "dotted_places")
        named = surface.rstrip(".") not in places and _NAME_AFTER.match(after) and len(surface) <= 6
        return "SUP-NAME" if named else ""
    if surface in words.suppressed("names", "states") and (
        _ZIP_AFTER.match(after) or _CITY_BEFORE.search(before)
    ):
        return "SUP-NAME"
    if (
        surface in words.suppressed("names", "after_name")
        and _NAME_BEFORE.search(before)
        and before[-1:] in " ("
    ):
        return "SUP-NAME" if "," in before[-3:] or before.endswith("(") else ""
    return "SUP-NAME" if surface in words.suppressed("names", "ranks") and _NAME_AFTER.match(after) else ""


def _of_number(surface: str, text: str, start: int, end: int) -> str:
    """Return SUP-ROMAN for a Roman numeral that numbers something, alone in brackets or before a heading."""
    if not _ROMAN.fullmatch(surface):
        return ""
    before, after = text[max(0, start - 24) : start], text[end : end + 1]
    bracketed = before.endswith("(") and after == ")"
    alone = bracketed or (after in {".", ")"} and not before.strip())
    return "SUP-ROMAN" if alone or _NUMBERED.search(before) or _LISTED_ROMAN.search(before) else ""
