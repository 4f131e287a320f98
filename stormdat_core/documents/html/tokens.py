"""HTML taken apart into tags and text, in time linear in its length, whatever it holds.

A tokenizer of our own because the others have inputs they need minutes for: libxml2 searches its whole
stack at each stray end tag (200,000 unclosed tags: over a minute), and `html.parser` before Python 3.13.6
reads an unclosed comment again from each of its beginnings. Source: HTML Living Standard, 13.2.5; errors are
handled as browsers handle them, except that an attribute whose quote is never closed does not swallow the
rest of the page.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from html import unescape
from typing import NamedTuple


class Kind(Enum):
    START = "start tag"
    END = "end tag"
    TEXT = "text"
    RAW = "content of a script, style sheet or form field"


class Token(NamedTuple):
    """A tag, or text. `value` is a tag's name in lower case, or text, its character references resolved."""

    kind: Kind
    value: str
    attributes: Mapping[str, str]
    closed: bool = False
    """True for a tag that ends with `/>`."""


_NONE: Mapping[str, str] = {}
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_TAG_END = re.compile(r"[\s/]*>?")
_COMMENT_END = re.compile(r"--!?>")
_UNREAD = frozenset(
    ("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title")
)
"""Elements whose content is text up to their end tag."""
_RESOLVED = frozenset(("textarea", "title"))
_END_OF = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _UNREAD}


def tokens(text: str, *, xml: bool = False) -> Iterator[Token]:
    """Yield the tokens of a page.

    Args:
        text: the page.
        xml: XHTML: any element may close itself, and CDATA sections are text.
    """
    at = 0
    while at < len(text):
        mark = text.find("<", at)
        if mark != at:
            mark = len(text) if mark < 0 else mark
            yield Token(Kind.TEXT, unescape(text[at:mark]), _NONE)
            at = mark
            continue
        tag = _TAG.match(text, at)
        if tag is None:
            piece, at = _other(text, at, xml)
            if piece:
                yield Token(Kind.TEXT, piece, _NONE)
            continue
        token, at = _tag(text, tag)
        yield token
        if token.kind is Kind.START and token.value in _UNREAD and not (xml and token.closed):
            content, at = _content(text, at, token.value)
            yield Token(Kind.RAW, content, _NONE)


def _other(text: str, at: int, xml: bool) -> tuple[str, int]:
    """Return the text that a `<` stands for when it opens no tag, and where to go on."""
    if text.startswith("<!--", at):
        short = next((mark for mark in ("<!-->", "<!--->") if text.startswith(mark, at)), "")
        if short:
            return "", at + len(short)
        end = _COMMENT_END.search(text, at + 4)
        return "", end.end() if end else len(text)
    if xml and text.startswith("<![CDATA[", at):
        stop = text.find("]]>", at)
        return text[at + 9 : stop if stop >= 0 else len(text)], stop + 3 if stop >= 0 else len(text)
    if text[at + 1 : at + 2] in ("!", "?", "/"):
        stop = text.find(">", at)
        return "", stop + 1 if stop >= 0 else len(text)
    return "<", at + 1


def _tag(text: str, tag: re.Match[str]) -> tuple[Token, int]:
    found: dict[str, str] = {}
    at = tag.end()
    while match := _ATTRIBUTE.match(text, at):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
        at = match.end()
    end = _TAG_END.match(text, at)
    after = end.end() if end else at
    kind = Kind.END if tag[1] else Kind.START
    return Token(kind, tag[2].lower(), found, text.endswith("/>", at, after)), after


def _content(text: str, at: int, name: str) -> tuple[str, int]:
    end = _END_OF[name].search(text, at)
    stop = end.start() if end else len(text)
    content = text[at:stop]
    return unescape(content) if name in _RESOLVED else content, stop
