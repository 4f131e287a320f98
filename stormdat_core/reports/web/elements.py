"""The few pieces of HTML that the report is made of. Everything that is text passes through `escape`."""

from html import escape as _escape

from stormdat_core.model import Colour, Severity
from stormdat_core.reports.colours import Scheme, chip_styles, kind
from stormdat_core.reports.text import shorten, visible

_SHAPES = {
    "pink": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z",
    "teal": "M1.5 1.5h9v9h-9z",
    "green": "M6 1l5 10H1z",
    "yellow": "M6 .5 11.5 6 6 11.5.5 6z",
    "red": "M1.5 1h3v10h-3zM7.5 1h3v10h-3z",
    "violet": "M3.3 1h5.4l2.8 5-2.8 5H3.3L.5 6z",
    "blue": "M4.5 1h3v3.5H11v3H7.5V11h-3V7.5H1v-3h3.5z",
    "none": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    "error": "M3.6.5h4.8l3.1 3.1v4.8l-3.1 3.1H3.6L.5 8.4V3.6z"
    "M3.5 4.4 5.1 6 3.5 7.6l.9.9L6 6.9l1.6 1.6.9-.9L6.9 6l1.6-1.6-.9-.9L6 5.1 4.4 3.5z",
    "warning": "M6 .5 11.7 11.2H.3zM5.3 4.3v3.4h1.4V4.3zm0 4.3V10h1.4V8.6z",
    "info": "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM5.3 5v4h1.4V5zm0-2.2v1.4h1.4V2.8z",
}
"""Outlines in a square of 12 units: shape and word tell a colour or severity, never its colour alone."""


def escape(text: str) -> str:
    """Return text as it may stand in an element or a quoted attribute."""
    return _escape(visible(text))


def isolated(text: str, most: int = 2_000) -> str:
    """Return text of a document, kept from turning the direction of the text round it."""
    return f"<bdi>{escape(shorten(text, most))}</bdi>"


def sentence(text: str, most: int = 2_000) -> str:
    """Return a sentence of ours that may quote a document: it runs left to right and ends where it ends."""
    return f'<span dir="ltr">{escape(shorten(text, most))}</span>'


def symbols() -> str:
    """Return the shapes as a drawing whose parts `i-NAME` the pages of the window refer to."""
    drawn = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 12 12"><path fill-rule="evenodd" d="{path}"/></symbol>'
        for name, path in _SHAPES.items()
    )
    return f'<svg class="symbols" aria-hidden="true" focusable="false">{drawn}</svg>'


def chip(colour: Colour, rule: str) -> str:
    """Return the chip of a rule's colour: fill, shape and the kind of finding."""
    name = escape(kind(colour, rule))
    return f'<span class="chip c-{colour.value}">{_icon(colour.value)}{name}</span>'


def severity(level: Severity) -> str:
    """Return a severity: shape and word."""
    return f'<span class="severity s-{level.word}">{_icon(level.word)}{level.word}</span>'


def styles(scheme: Scheme) -> str:
    """Return the rules that give each chip its colours and each icon its shape.

    Icons are cut from a box by the style sheet: thousands of drawings would take a browser seconds more.
    """
    icons = (f'.i-{name}{{clip-path:path(evenodd,"{path}")}}\n' for name, path in _SHAPES.items())
    return chip_styles(scheme) + "".join(icons)


def _icon(name: str) -> str:
    return f'<i class="icon i-{name}"></i>'
