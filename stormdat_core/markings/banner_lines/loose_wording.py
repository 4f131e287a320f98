"""Whether a line says that something is classified or controlled, however it is written.

The audit reads banners as the manuals spell them. A line that means the same in another form
("Classification: SECRET", "S E C R E T", "Pump report - SECRET", the words of other countries) is recognised
here, so that no document with such a line is taken for one without markings.
"""

import re
from functools import lru_cache

from stormdat_core.markings.first_page import is_statement, without_statement
from stormdat_core.markings.reading import normalise

_LONGEST = 200
_FRAME = " .,:;!*_–—-[](){}<>|~=\"'“”„‘’«»#"
_LEVEL = (
    r"(?:(?:NATO|COSMIC|UK|US|USA|EU|JOINT|DRAFT) )?(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS)"
    r"|(?:NATO|UK|EU) RESTRICTED|CUI(?: BASIC| SPECIFIED)?|CONTROLLED UNCLASSIFIED INFORMATION"
    r"|FOUO|U//FOUO|FOR OFFICIAL USE ONLY|OFFICIAL[- ]SENSITIVE"
)
_CONTROL = (
    r"NOFORN|NF|ORCON(?:-USGOV)?|PROPIN|IMCON|RELIDO|FISA|LIMDIS|EXDIS|NODIS|LES|SBU|RD|FRD|CNWDI|UCNI|DCNI|SI"
    r"|TK|HCS"
    r"|FED ?CON|FED ONLY|NOCON|ATOMAL|REL(?: TO [A-Z]{3,4}(?:,? [A-Z]{3,4})*)?|(?:SAR|SP)-[A-Z]+|COMINT"
    r"|FOUO|WNINTEL"
)
_NAMED = (
    r"NOFORN|ORCON|NOT RELEASABLE TO FOREIGN NATIONALS(?: .*)?|LAW ENFORCEMENT SENSITIVE|LES"
    r"|SENSITIVE BUT UNCLASSIFIED"
    r"|SBU|(?:FORMERLY )?RESTRICTED DATA|FRD|UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION|UCNI|DCNI"
    r"|WNINTEL|LIMDIS"
    r"|LIMITED DISTRIBUTION|SPECIAL ACCESS REQUIRED|CRITICAL NUCLEAR WEAPON DESIGN INFORMATION"
)
"""Controls that stand alone in a header."""
_ABROAD = (
    r"(?:STRENG )?GEHEIM|VERSCHLUSSSACHE|VS ?-? ?(?:NUR FÜR DEN DIENSTGEBRAUCH|NFD|VERTRAULICH"
    r"|(?:STRENG )?GEHEIM)"
    r"|PROTECTED [ABC]|PROTÉGÉ [ABC]|(?:TRÈS )?SECRET(?:[ -]DÉFENSE)|TRÈS SECRET|CONFIDENTIEL[ -]DÉFENSE"
    r"|DIFFUSION RESTREINTE|(?:RESTREINT|CONFIDENTIEL|(?:TRÈS )?SECRET) UE|SEGRETO|SEGRETISSIMO"
    r"|RISERVATISSIMO"
    r"|STG\.? (?:GEHEIM|CONFIDENTIEEL)|DEPARTEMENTAAL VERTROUWELIJK|HEMLIG|KVALIFICERAT HEMLIG"
    r"|STRENGT HEMMELIG|HEMMELIG"
)
_TAIL = (
    r"(?:[ /]+(?:DRAFT|WORKING PAPERS?|PRE-?DECISIONAL)| WHEN (?:FILLED IN|COMPLETED?)(?: .*)?|[ -]+EYES ONLY"
    r"|[ /]+(?:PAGE )?\d+(?: OF \d+)?)"
)
_JOIN = r"\s*(?://|/|\\+|,|_|\s|-)\s*"
_MARKING = re.compile(rf"(?:{_LEVEL})(?:{_JOIN}(?:{_CONTROL}))*(?:{_TAIL})?")
_ALONE = re.compile(rf"(?:{_NAMED}|{_ABROAD})")
_ANY_CASE = re.compile(r"(?:TOP SECRET|SECRET|CUI)", re.IGNORECASE)
_KNOWN = re.compile(rf"(?:{_LEVEL}|{_CONTROL}|TS|S)(?=$|[ /,-])", re.IGNORECASE)
_SHORT = re.compile(r"(?:TS|S|C|U|CUI)//[A-Z][A-Z0-9 ,/-]*")
_PORTION = re.compile(r"\W*\((?:TS|S|CUI|(?:TS|S|C|U|CUI)//[^()]{1,80})\)\W*")
_LABEL = re.compile(
    r"(?:(?:overall |security |document |page )*(?:classification|marking|banner)(?: level)?"
    r"|classified(?: as)?|handling|caveat)\s*[:=-]\s*",
    re.IGNORECASE,
)
_LIKELY = re.compile(r"[A-Z]{3}|//|[cC][uU][iI]\s")
"""What every marking holds: three capitals beside each other or a double slash, but for "cui basic"."""
_PIECES = re.compile(r"[\t\n\v\f\r]+")
_PARTS = re.compile(r"\s+[-–—|·•/:]\s+|\s*\|\s*|\s{3,}|;\s*")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_SPACED = re.compile(r"(?:[A-Z] ){2,}[A-Z]")
_PAGE = re.compile(r"(?:^|\s)page\s+\d+(?:\s+of\s+\d+)?\s*$", re.IGNORECASE)


def is_running_marking(text: str) -> str:
    """Return the part of a header, footer, property or watermark that reads as a marking; empty for none.

    Any part between separators counts, a word like SECRET in any case where nothing stands beside it.
    """
    if len(text) > 2 * _LONGEST:
        return ""
    return next((piece for line in _lines(text) if (piece := _running(line))), "")


def is_edge_marking(text: str) -> str:
    """Return the part of a first or last line that is a marking in capitals; empty for none."""
    if len(text) > _LONGEST:
        return ""
    return next((part for line in _lines(text) for part in _PARTS.split(line) if _says(part)), "")


def closing_marking(text: str) -> str:
    """Return the marking that follows the last sentence of a paragraph: two lines that a reader joined."""
    last = _SENTENCES.split(text[-_LONGEST:])[-1]
    return is_line_marking(last) if last != text else ""


@lru_cache(maxsize=1 << 10)
def is_line_marking(text: str) -> str:
    """Return the line of a text that is a marking and nothing else, in capitals; empty for none.

    A form has the same line many times, so that most are judged once.
    """
    if len(text) > _LONGEST:
        return ""
    return next((line for line in _lines(text) if _says(line) and not is_statement(line)), "")


def _lines(text: str) -> list[str]:
    """Return the lines of a text in one spelling of their characters; and all as one."""
    plain = [normalise(piece).text for piece in _PIECES.split(text)]
    whole = [" ".join(plain)] if len(plain) > 1 else []
    return [_tight(line) for line in (*plain, *whole) if line.strip()]


def _tight(line: str) -> str:
    """Return a line without the spaces that set its letters apart: S E C R E T."""
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), line)


def _running(line: str) -> str:
    bare = _PAGE.sub("", line).strip(_FRAME)
    if _ANY_CASE.fullmatch(" ".join(bare.split())) or _PORTION.fullmatch(line):
        return line.strip()
    if is_statement(bare):
        return bare
    parts = [bare, *_PARTS.split(bare)]
    return next((part.strip() for part in parts if _says(part) or _any_case_label(part)), "")


def _any_case_label(part: str) -> bool:
    """Return True for "Banner: secret": a label, and a level in any case."""
    match = _LABEL.match(part)
    return match is not None and _ANY_CASE.fullmatch(part[match.end() :].strip(_FRAME)) is not None


def _says(line: str) -> bool:
    """Return True for a line that is a marking in capitals, or with a double slash in any case."""
    if not _LIKELY.search(line):
        return False
    bare = _LABEL.sub("", without_statement(line.strip(_FRAME)), count=1).strip(_FRAME)
    bare = " ".join(bare.split())
    if not bare or len(bare) > _LONGEST:
        return False
    if _MARKING.fullmatch(bare) or _ALONE.fullmatch(bare) or _SHORT.fullmatch(bare):
        return True
    if bare.casefold() == "cui basic":
        return True
    return "//" in bare and "://" not in bare and _slashed(bare)


def _slashed(bare: str) -> bool:
    """Return True where a double slash joins words of markings, two, or one in capitals."""
    words = [part.strip() for part in bare.split("//")]
    known = sum(_KNOWN.match(word) is not None for word in words if word)
    return len(words) > 1 and (
        known > 1 or (known == 1 and bare == bare.upper() and len(bare) < _LONGEST // 2)
    )
