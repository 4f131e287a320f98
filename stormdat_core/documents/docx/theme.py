"""Theme fonts: what `minorHAnsi` and its fellows stand for in this document."""

from collections.abc import Mapping

from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute

_SLOTS = {"a:latin": ("Ascii", "HAnsi"), "a:ea": ("EastAsia",), "a:cs": ("Bidi",)}


def read_theme_fonts(data: bytes, part: str, file: str) -> Mapping[str, str]:
    """Return font family by theme reference, such as `minorHAnsi` or `majorBidi`."""
    fonts: dict[str, str] = {}
    scheme = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal scheme
        if name in ("a:majorFont", "a:minorFont"):
            scheme = name[2:7]
        elif name in _SLOTS and scheme:
            family = attribute(attributes, "typeface")
            fonts.update({scheme + slot: family for slot in _SLOTS[name] if family})

    def end(name: str) -> None:
        nonlocal scheme
        if name in ("a:majorFont", "a:minorFont"):
            scheme = ""

    Parser(start, end).run(data, part, file)
    return fonts
