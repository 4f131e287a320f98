"""Read an HTML page: visible text in order, as blocks; what is not shown is listed apart and counted.

Style sheets are not worked out. Where one hides something, a warning says that it was checked as if it were
shown. Scripts do not run, and nothing a page refers to is loaded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stormdat_core.documents.blocks import Flow
from stormdat_core.documents.html.page import Page
from stormdat_core.documents.html.tokens import Kind, Token, tokens
from stormdat_core.documents.plain_text.encodings import decode
from stormdat_core.documents.plain_text.lines import unified
from stormdat_core.documents.plain_text.reader import whole
from stormdat_core.documents.source import Source
from stormdat_core.model import BlockKind, Document

_HEAD = 4096
_CHARSET = re.compile(rb"""<meta[^>]{0,1000}charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)""")
_FACTS = (
    "description", "keywords", "author", "subject", "classification", "security-classification", "security",
    "marking", "sensitivity", "caveat",
)  # fmt: skip


@dataclass(slots=True)
class _Head:
    """What a page says about itself."""

    facts: dict[str, str] = field(default_factory=dict)
    in_title: bool = False

    def see(self, token: Token) -> None:
        if token.kind is Kind.START and token.value == "meta":
            name = token.attributes.get("name", "").casefold()
            content = " ".join(token.attributes.get("content", "").split())
            if name in _FACTS and content:
                self.facts.setdefault(name, content)
        elif token.kind is Kind.RAW and self.in_title and token.value.strip():
            self.facts.setdefault("title", " ".join(token.value.split()))
        self.in_title = token.kind is Kind.START and token.value == "title"


def read_html(source: Source) -> Document:
    """Return the HTML page as a document.

    Raises:
        UnreadableDocument: binary data.
        LimitExceeded: larger than one part of a document may be, or too many paragraphs.
    """
    data = whole(source)
    decoded = decode(data, source.name, _declared(data))
    flow = Flow(source.name, source.limits.blocks)
    page, head = Page(flow), _Head()
    xml = source.path.suffix.casefold() == ".xhtml" or data.lstrip().startswith(b"<?xml")
    for token in tokens(unified(decoded.text), xml=xml):
        head.see(token)
        page.see(token, xml=xml)
    page.finish(head.facts)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="html",
        title=head.facts.get("title", "") or source.path.stem,
        blocks=tuple(flow.blocks),
        properties=head.facts,
        warnings=(*decoded.warnings, *_warnings(page, flow, head.facts)),
    )


def _declared(data: bytes) -> str:
    head = data[:_HEAD]
    match = _CHARSET.search(head) or _XML.search(head)
    return match[1].decode("ascii", "ignore") if match else ""


def _warnings(page: Page, flow: Flow, facts: Mapping[str, str]) -> Iterator[str]:
    hidden = sum(len(block.text) for block in flow.blocks if block.kind is BlockKind.HIDDEN)
    if hidden:
        yield f"The page holds text that it does not show ({hidden:,} characters), listed as hidden text."
    if page.sheet_hides:
        yield "A style sheet of the page hides something; it was checked as if it were shown."
    if page.fields:
        yield f"What stands in form fields ({page.fields:,}) was not checked."
    if page.frames:
        yield f"Pages shown in frames ({page.frames:,}) were not loaded or checked."
    shown = (block for block in flow.blocks if block.kind not in (BlockKind.PROPERTY, BlockKind.HIDDEN))
    if next(shown, None) is None:
        yield "The document holds no text."
