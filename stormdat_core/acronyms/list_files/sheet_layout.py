"""What a sheet's XML says beside its values: merged cells, and cells far outside a list.

openpyxl's streaming reader leaves both out. The part is searched in pieces, so its size costs no memory.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from stormdat_core.acronyms.list_files.cells import Merge
from stormdat_core.acronyms.list_files.package import pieces

_MARK = re.compile(
    rb'<(?:\w+:)?(?:mergeCell\s[^>]*?ref="(?P<merge>[A-Z0-9:$]+)"|c\s[^>]*?r="(?P<cell>[A-Z]{2,3}\d+)")'
)
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_MOST = 100_000
"""Merged cells, and stray ones, that are looked at."""


def layout(content: bytes, sheet: str, columns: int) -> tuple[list[Merge], list[str]]:
    """Return (merged cells, names of the cells right of the first `columns`) of a sheet.

    Args:
        content: a workbook that has passed its checks.
        sheet: title of the sheet.
        columns: how many columns belong to a list.
    """
    merges: list[Merge] = []
    strays: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = _part_of(package, sheet)
        for match in _found(package, part, _MARK) if part else ():
            if match["merge"] and len(merges) < _MOST:
                merges += filter(None, [_merge(match["merge"].decode())])
            elif match["cell"] and len(strays) < _MOST and _place(match["cell"].decode())[1] >= columns:
                strays.append(match["cell"].decode())
    return merges, strays


def _found(package: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Yield the tags of a part that a pattern matches; one that two pieces share is read with the second."""
    tail = b""
    for piece in pieces(package, part):
        text = tail + piece.replace(b"\0", b"")  # UTF-16 reads as ASCII then
        cut = text.rfind(b"<")
        yield from pattern.finditer(text, 0, max(0, cut))
        tail = text[max(0, cut) :][-4096:]
    yield from pattern.finditer(tail)


def _merge(reference: str) -> Merge | None:
    places = [_place(each) for each in reference.split(":")]
    if len(places) != 2 or places[0] == places[1] or (0, 0) in places:
        return None
    (top, left), (bottom, right) = places
    return Merge(min(top, bottom), max(top, bottom), min(left, right), max(left, right))


def _place(reference: str) -> tuple[int, int]:
    """Return (row from 1, column from 0) of a cell name; (0, 0) where it is none."""
    match = _PLACE.fullmatch(reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column - 1


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Return the part that holds a sheet, "" where the workbook does not say."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        book = etree.fromstring(package.read("xl/workbook.xml"), parser)
        relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return ""
    wanted = [
        value
        for element in book.iter("{*}sheet")
        if element.get("name") == sheet
        for name, value in element.attrib.items()
        if str(name).endswith("}id")
    ]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    target = targets.get(wanted[0], "") if wanted else ""
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if target and part in package.namelist() else ""


_HIDDEN = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*?\shidden=\"(?:1|true)\")[^>]*>")


def hidden_rows(content: bytes, sheet: str) -> int:
    """Return how many rows of a sheet are hidden, by hand or by a filter."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = _part_of(package, sheet)
        return sum(1 for _ in _found(package, part, _HIDDEN)) if part else 0
