"""What elements mean for the text in them. Source: HTML Living Standard, 15.3 (how user agents show them)."""

import re
from collections.abc import Mapping

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr".split()  # noqa: SIM905 - reads as the standard's list
)
_BLOCK = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing "
    "main menu nav ol optgroup option p plaintext pre search section select summary table tbody td tfoot "
    "th thead tr ul xmp"
)
BLOCK = frozenset(_BLOCK.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol", "menu", "dir"))
PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
BOLD = frozenset(("b", "strong", "th", *HEADINGS))
ITALIC = frozenset(("i", "em", "cite", "dfn", "var", "address"))
CODE = frozenset(("code", "kbd", "samp", "tt", *PREFORMATTED))
STYLED = BOLD | ITALIC | CODE
ABBREVIATIONS = frozenset(("abbr", "acronym", "dfn"))
"""Elements whose title is the full form of what they hold."""
READING = "rt"
"""A reading above the text, which is read in brackets behind it."""
RAISED = "sup"
DROPPED = frozenset(("template", "rp"))
"""Elements whose content is material for scripts, or for programs that cannot show a reading."""
FIELDS = frozenset(("input", "textarea"))
CAPTIONS = frozenset(("caption", "figcaption"))
FALLBACK = frozenset(("object", "video", "audio", "canvas", "datalist"))
"""Elements whose content is shown only where the element itself cannot be."""

_CLOSE_PARAGRAPH = BLOCK - {
    "body",
    "html",
    "caption",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "option",
    "optgroup",
}
_CELLS = frozenset(("td", "th", "caption"))
_SCOPE = _CELLS | {"table", "html", "button", "object", "template"}
SIBLINGS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), LISTS | _SCOPE),
    "dt": (frozenset(("dt", "dd")), _SCOPE | {"dl"}),
    "dd": (frozenset(("dt", "dd")), _SCOPE | {"dl"}),
    "option": (frozenset(("option",)), frozenset(("select", "table"))),
    "rt": (frozenset(("rt", "rp")), frozenset(("ruby",))),
    "rp": (frozenset(("rt", "rp")), frozenset(("ruby",))),
    "tr": (frozenset(("tr",)), frozenset(("table", "html"))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"), (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",)))
    ),
}
"""What a start tag closes without an end tag, and what that cannot reach beyond."""
PARAGRAPH_SCOPE = _SCOPE
TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_CAPITALS = re.compile(
    r"text-transform\s*:\s*(?P<all>uppercase)|font-variant(?:-caps)?\s*:\s*(?P<small>(?:all-)?small-caps)"
    r"|(?:text-transform|font-variant(?:-caps)?)\s*:",
    re.IGNORECASE,
)


def closes_paragraph(name: str) -> bool:
    """Return whether a start tag ends an open `p`."""
    return name in _CLOSE_PARAGRAPH


def hides(name: str, attributes: Mapping[str, str]) -> bool:
    """Return whether an element says that its content is not shown. (`aria-hidden` content is shown.)"""
    if name in FALLBACK or "hidden" in attributes or (name == "dialog" and "open" not in attributes):
        return True
    return bool(_HIDING.search(attributes.get("style", "")))


def capitals(style: str) -> bool | None:
    """Return whether a `style` attribute shows small letters as capitals; None when it says nothing."""
    found = list(_CAPITALS.finditer(style))
    return any(match.lastgroup is not None for match in found) if found else None


def sheet_hides(sheet: str) -> bool:
    """Return whether a style sheet hides anything."""
    return bool(_HIDING.search(sheet))
