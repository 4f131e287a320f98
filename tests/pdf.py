"""PDF files built in code, from the content that matters for a test."""

import zlib
from collections.abc import Sequence
from pathlib import Path

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold"}


def line(
    text: str, y: float, x: float = 72, size: float = 12, font: str = "F1", mode: int = 0, rise: float = 0
) -> str:
    """Return the operators that show one line of text with its baseline at `y` points from the bottom."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {mode} Tr {rise} Ts {x} {y} Td ({escaped}) Tj ET"


_NARROW = {
    222: "ijl'",
    278: "ft I/.,:;! ",
    333: "r-()",
    500: "ckscvxyzJ",
    611: "FTZ",
    722: "wCDHNRU",
    778: "GOQ",
}
_WIDTHS = {character: width for width, characters in _NARROW.items() for character in characters}
_WIDTHS |= dict.fromkeys("ABEKPSVXY&", 667) | {"m": 833, "M": 833, "W": 944}


def width(text: str, size: float = 12) -> float:
    """Return the width of a text in Helvetica, in points."""
    return sum(_WIDTHS.get(character, 556) for character in text) * size / 1000


def justified(text: str, y: float, x: float, right: float, size: float = 12) -> str:
    """Return the operators for a line whose words are drawn apart so that it ends at `right`."""
    space = (right - x - width(text, size)) / text.count(" ")
    return f"{space:.3f} Tw {line(text, y, x, size)} 0 Tw"


def filled(
    text: str, x: float, right: float, top: float, *, size: float = 12, pitch: float = 14
) -> list[str]:
    """Return the operators for a justified paragraph between two edges, its first baseline at `top`."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) > right - x:
            lines.append(word)
        else:
            lines[-1] = longer
    last = len(lines) - 1
    return [
        line(each, top - pitch * at, x, size)
        if at == last or " " not in each
        else justified(each, top - pitch * at, x, right, size)
        for at, each in enumerate(lines)
    ]


def turned(text: str, x: float, y: float, degrees: int, size: float = 12) -> str:
    """Return the operators for a line that begins at a place and is turned against the clock."""
    a, b = ((1, 0), (0, 1), (-1, 0), (0, -1))[degrees // 90]
    escaped = text.replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {a} {b} {-b} {a} {x} {y} Tm ({escaped}) Tj ET"


def write_pdf(
    path: Path,
    *pages: Sequence[str],
    catalogue: str = "",
    extra: Sequence[str | bytes] = (),
    page_extra: str = "",
    trailer: str = "",
    count: int = 0,
    deflate: bool = False,
    title: str = "",
) -> Path:
    """Write a PDF.

    Args:
        path: where.
        pages: the lines of each page, as `line` makes them, or other operators.
        catalogue: entries of the document catalogue.
        extra: objects after the fonts; the first of them is number 5 + 2 * pages.
        page_extra: entries of each page.
        trailer: entries of the trailer.
        count: number of pages claimed, if not the real one.
        deflate: compress the content streams.
        title: title in the document's properties.
    """
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[str | bytes] = [
        f"<</Type/Catalog/Pages 2 0 R {catalogue}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count or len(pages)}>>",
        *(
            f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
            for name in FONTS.values()
        ),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {first + 2 * number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>{page_extra}>>"
        )
        objects.append(stream("\n".join(lines).encode("cp1252"), deflate=deflate))
    objects += extra
    if title:
        objects.append(f"<</Title({title})>>")
        trailer += f"/Info {len(objects)} 0 R"
    path.write_bytes(_file(objects, trailer))
    return path


def stream(data: bytes, entries: str = "", *, deflate: bool = False) -> bytes:
    if deflate:
        data, entries = zlib.compress(data, 9), entries + "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[str | bytes], trailer: str) -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        body = each.encode("cp1252") if isinstance(each, str) else each
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Root 1 0 R/Size {size}{trailer}>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()
