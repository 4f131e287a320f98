"""What stands on a page without being part of its content: typed text, filled-in form fields, comments."""

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stormdat_core.model import BlockKind

if TYPE_CHECKING:
    import pypdfium2

_MOST = 10_000
"""Annotations of one page that are looked at."""
_LONGEST = 2 * 1024 * 1024
"""Bytes of one annotation's text."""


def annotations(page: "pypdfium2.PdfPage") -> Iterator[tuple[BlockKind, str, str]]:
    """Yield (kind, what it is, text) of each annotation that says something."""
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        handle = pdfium.FPDFPage_GetAnnot(page, index)
        if not handle:
            continue
        try:
            subtype = pdfium.FPDFAnnot_GetSubtype(handle)
            if subtype == pdfium.FPDF_ANNOT_WIDGET:
                found = (BlockKind.TEXT_BOX, "form field", _value(handle))
            elif subtype == pdfium.FPDF_ANNOT_FREETEXT:
                found = (BlockKind.TEXT_BOX, "text box", _string(handle, b"Contents"))
            elif subtype in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
                continue
            else:
                found = (BlockKind.COMMENT, "comment", _string(handle, b"Contents"))
        finally:
            pdfium.FPDFPage_CloseAnnot(handle)
        if found[2]:
            yield found


def _value(handle: object) -> str:
    """Return what is typed into a field; the state of a check box is a name and no text."""
    import pypdfium2.raw as pdfium

    typed = pdfium.FPDFAnnot_GetValueType(handle, b"V") == pdfium.FPDF_OBJECT_STRING
    return _string(handle, b"V") if typed else ""


def _string(handle: object, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFAnnot_GetStringValue(handle, key, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(
        handle, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length
    )
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
