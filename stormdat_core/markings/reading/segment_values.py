"""The values inside a segment: one function for each family, first match wins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from stormdat_core.markings.model import Category, Item, Slip
from stormdat_core.markings.reading.separators import Piece
from stormdat_core.markings.vocabulary import Control, Vocabulary

_LISTS = re.compile(r"(AUTHORIZED FOR RELEASE TO|REL(?:EASABLE)? TO|DISPLAY ONLY)\b")
_EYES = re.compile(r"(?:(?P<codes>[A-Z]{3,4}(?:[/, ]+[A-Z]{3,4})*) )?EYES(?: ONLY)?")
_ATOMIC = re.compile(
    r"(?P<head>RESTRICTED DATA|FORMERLY RESTRICTED DATA|RD|FRD)"
    r"(?P<cnwdi>[- ](?:CNWDI|N|CRITICAL NUCLEAR WEAPON DESIGN INFORMATION))?"
    r"(?:(?P<sigma>[- ](?:SIGMA|SG))(?P<numbers>(?:[ -]\d{1,4})+))?"
)
_SAP = re.compile(r"(?:SAR|SPECIAL ACCESS REQUIRED)(?P<join>[- ])(?P<name>.+)")
_FGI = re.compile(r"(?:FGI|FOREIGN GOVERNMENT INFORMATION)(?=[ ,]|$)")
_WORD = re.compile(r"[A-Z0-9]+")
_CODE = re.compile(r"[A-Z0-9]+")
_SUGGESTED = 30
"""Longest unknown word that a near one is looked for."""


@dataclass(frozen=True, slots=True)
class Read:
    """An item and what was wrong with how it is written."""

    item: Item
    slips: tuple[Slip, ...] = ()


def known_value(piece: Piece, vocabulary: Vocabulary) -> Read | None:
    """Return the item of a piece of text where it begins with a word of the vocabulary."""
    return (
        _simple(piece, vocabulary)
        or _listed(piece)
        or _eyes(piece)
        or _atomic(piece)
        or _special(piece)
        or _fgi(piece)
        or _other(piece, vocabulary)
    )


def _simple(piece: Piece, known: Vocabulary) -> Read | None:
    control = known.spellings.get(piece.text)
    if control is not None and control.name != "DISPLAY":
        return Read(_item(piece, control.category, control.name, form=_form(piece.text, control)))
    atomic = known.atomic.get(piece.text)
    if atomic is not None:
        return Read(_item(piece, Category.ATOMIC, atomic.name, form=_form(piece.text, atomic)))
    return None


def _form(text: str, control: Control) -> str:
    """Return which form a text is, empty where it serves both kinds of marking."""
    both = {control.banner.upper(), control.long.upper()}
    if text == control.portion.upper():
        return "" if text in both else "portion"
    return "banner"


def _item(piece: Piece, category: Category, name: str, **more: object) -> Item:
    return Item(category, name, piece.text, piece.start, piece.end, **more)  # type: ignore[arg-type]


def _listed(piece: Piece) -> Read | None:
    match = _LISTS.match(piece.text)
    if match is None:
        return None
    name = "DISPLAY" if match[1] == "DISPLAY ONLY" else "REL"
    rest = piece.text[match.end() :]
    codes = tuple(_CODE.findall(rest))
    slips: tuple[Slip, ...] = ()
    if rest.strip() != ", ".join(codes) or (codes and not rest.startswith(" ")):
        text = f"Codes of {match[1]} are separated by a comma and one space."
        slips = (Slip("MRK-SEP-COMMA", piece.start, piece.end, text),)
    return Read(_item(piece, Category.DISSEMINATION, name, codes=codes), slips)


def _eyes(piece: Piece) -> Read | None:
    match = _EYES.fullmatch(piece.text)
    if match is None:
        return None
    codes = tuple(_CODE.findall(match["codes"] or ""))
    form = "" if codes else "portion"
    return Read(_item(piece, Category.DISSEMINATION, "EYES", codes=codes, form=form))


def _atomic(piece: Piece) -> Read | None:
    match = _ATOMIC.fullmatch(piece.text)
    if match is None:
        return None
    name = "FRD" if match["head"].startswith("F") else "RD"
    numbers = tuple(int(number) for number in re.findall(r"\d+", match["numbers"] or ""))
    form = "" if not match["sigma"] else "portion" if match["sigma"].endswith("SG") else "banner"
    loose = [part for part in (match["cnwdi"], match["sigma"]) if part and part.startswith(" ")]
    item = _item(
        piece, Category.ATOMIC, name, numbers=numbers, form=form,
        codes=("CNWDI",) if match["cnwdi"] else (),
    )  # fmt: skip
    return Read(item, (_hyphen(piece),) if loose else ())


def _hyphen(piece: Piece) -> Slip:
    text = "A hyphen joins a control to what belongs to it; a space joins a sub-compartment."
    return Slip("MRK-SEP-HYPHEN", piece.start, piece.end, text)


def _special(piece: Piece) -> Read | None:
    if piece.text == "HVSACO":
        return Read(_item(piece, Category.SAP, "HVSACO"))
    match = _SAP.fullmatch(piece.text)
    if match is None:
        return None
    slips = (_hyphen(piece),) if match["join"] == " " else ()
    return Read(_item(piece, Category.SAP, "SAR", paths=program_paths(match["name"])), slips)


def program_paths(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paths of one program: its name, compartments behind hyphens, sub-compartments behind spaces.

    The name itself may be of several words.
    """
    name, *compartments = [part.strip() for part in text.split("-")]
    return ((name,), *_below((name,), compartments))


def _below(root: tuple[str, ...], compartments: list[str]) -> Iterator[tuple[str, ...]]:
    for compartment in compartments:
        first, *subs = compartment.split() or [""]
        if first:
            yield (*root, first)
            yield from ((*root, first, sub) for sub in subs)


def _fgi(piece: Piece) -> Read | None:
    match = _FGI.match(piece.text)
    if match is None:
        return None
    rest = piece.text[match.end() :]
    codes = tuple(_CODE.findall(rest))
    text = "Codes of FGI are separated by spaces, without commas."
    slips = (Slip("MRK-SEP-COMMA-FGI", piece.start, piece.end, text),) if "," in rest else ()
    return Read(_item(piece, Category.FGI, "FGI", codes=codes), slips)


def _other(piece: Piece, vocabulary: Vocabulary) -> Read | None:
    if piece.text in vocabulary.nato_controls:
        return Read(_item(piece, Category.NATO, piece.text))
    if piece.text.startswith("ACCM-"):
        name = piece.text[5:].strip()
        return Read(_item(piece, Category.NON_IC, "ACCM", codes=(name,) if name else ()))
    if piece.text in ("CUI", "CONTROLLED"):
        return Read(_item(piece, Category.CUI, piece.text))
    if piece.text in vocabulary.administrative:
        return Read(_item(piece, Category.CUI, piece.text, form="administrative"))
    return None


def category_value(piece: Piece, vocabulary: Vocabulary) -> Read:
    """Return a CUI category."""
    bare = piece.text.removeprefix("SP-")
    known = bare in vocabulary.specified or bare in vocabulary.basic
    return Read(_item(piece, Category.CUI, piece.text, known=known))


def nickname_value(piece: Piece) -> Read:
    """Return a further nickname of an ACCM."""
    return Read(_item(piece, Category.NON_IC, "ACCM", codes=(piece.text,)))


def program_value(piece: Piece) -> Read:
    """Return a further program behind SAR-."""
    return Read(_item(piece, Category.SAP, "SAR", paths=program_paths(piece.text)))


def control_value(piece: Piece, vocabulary: Vocabulary) -> Read:
    """Return a control system, published or not, with its compartments."""
    text, slips = piece.text, []
    spelling = vocabulary.sci_spelling
    root = next((long for long in spelling if _begins(text, long) and "-" not in long), "")
    if root:
        text = spelling[root] + text[len(root) :]
    first, *rest = text.split("-")
    words = first.split()
    if len(words) > 1:
        slips.append(_hyphen(piece))
        first, rest = words[0], [" ".join(words[1:]), *rest]
    paths = ((first,), *_below((first,), rest))
    known = first in vocabulary.sci
    return Read(
        _item(
            piece, Category.SCI, first, paths=tuple(_renamed(path, vocabulary) for path in paths), known=known
        ),
        tuple(slips),
    )


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and not text[len(word) : len(word) + 1].isalnum()


def _renamed(path: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a path with a compartment that is spelled out in its short form."""
    if len(path) < 2:
        return path
    short = vocabulary.sci_spelling.get(f"{path[0]}-{path[1]}")
    return path if short is None else (path[0], short.split("-")[1], *path[2:])


def nearest(word: str, vocabulary: Vocabulary) -> str:
    """Return the known control that a word resembles, empty when none does."""
    if not 3 < len(word) <= _SUGGESTED:
        return ""
    found = get_close_matches(word, vocabulary.spellings, n=1, cutoff=0.8)
    return found[0] if found else ""


def is_word(text: str) -> bool:
    """Return True for what may be a code word: letters and digits, hyphens and spaces between."""
    return bool(re.fullmatch(r"[A-Z0-9]+(?:[- ][A-Z0-9]+)*", text))
