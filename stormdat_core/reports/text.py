"""Text from a document, made fit to be shown: nothing unseen, nothing obeyed, nothing endless."""

import re

from stormdat_core.model import OBJECT, Finding, excerpts

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffc\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*['=+\\-@|%＝＋－＠\t\r\n]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def visible(text: str) -> str:
    """Return `text` with every character that XML forbids, or that acts unseen, replaced by a visible one.

    Control characters become their control pictures (NUL is ␀), lone surrogates and non-characters become
    U+FFFD, and the controls that embed, override or isolate a direction are named: "[U+202E]". A thing that
    is no text is shown as ▢. Tab and line feed stay.
    """
    return _ODD.sub(_picture, text) if _ODD.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == OBJECT:
        return excerpts.THING
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if 0x202A <= code <= 0x2069:
        return f"[U+{code:04X}]"
    return _REPLACEMENT


def encodable(text: str) -> str:
    """Return `text` with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return _SURROGATE.sub(_REPLACEMENT, text)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet might take `text`, typed into a cell, for anything but text.

    True for a beginning of `=`, `+`, `-`, `@`, `|`, `%`, an apostrophe, tab, line end or a full-width twin of
    these, behind spaces and invisible characters too.
    """
    return _FORMULA.match(text) is not None


def shorten(text: str, most: int) -> str:
    """Return `text` cut to about `most` characters, saying how many were left out."""
    if len(text) <= most:
        return text
    return f"{text[:most]}… [{len(text) - most:,} more characters]"


def split_excerpt(finding: Finding) -> tuple[str, str, str]:
    """Return the excerpt before, at and after the matched text."""
    return excerpts.split_excerpt(finding.excerpt, finding.where.start, finding.where.end)
