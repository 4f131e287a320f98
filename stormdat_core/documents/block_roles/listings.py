"""Code, listings and what a terminal shows, told by font and by shape."""

import re
from functools import lru_cache

_MONOSPACED = re.compile(
    r"(?:courier|consolas|menlo|monaco|lucida console|lucida sans typewriter|andale mono|letter gothic|"
    r"inconsolata|source code|fira code|fira mono|jetbrains mono|cascadia|sf mono|ocr[- ]?[ab]\b|terminal|"
    r"fixedsys|hack$|pt mono|.*mono(?:space|spaced)?\b|.*\btypewriter\b).*",
    re.IGNORECASE,
)
_LOOKED = 400
"""Characters of a block that are looked at: code says so at its beginning."""

_LINES = re.compile(
    r"""\s*(?:
      <\?xml | <!-- | <!DOCTYPE | <!\[CDATA
    | </[A-Za-z][\w:.-]*>
    | <[A-Za-z][\w:.-]*(?:\s[^<>]*)?/>
    | <[A-Za-z][\w:.-]*\s+[\w:.-]+\s?=\s?["“”'‘’]
    | <([A-Za-z][\w:.-]*)>[^<]*</\1>
    | ["“][^"“”]{1,80}["”]\s?:\s?(?:["“\[{\d-]|true\b|false\b|null\b)
    | \$\ [a-z./]\S*(?:\ |$) | [\w.-]+@[\w.-]+[:~][^$\#]{0,60}[$\#]\s | [A-Za-z]:\\[^>\s]*>\s?\S | >>>\ \S
    | \#\s?(?:include|define|ifdef|ifndef|endif|pragma)\b
    | (?:int|char|void|float|double|bool|u?int\d+(?:_t)?|unsigned|struct)\ \*?\w+\s?[;=(\[{]
    | (?:public|private|protected|static|const)\ [\w<>\[\]]+\ \w+\s?[;=(]
    | (?:if|while|for|switch)\ ?\([^.]*\)\s?\{
    | def\ \w+\(.*\):\s*$
    | [A-Za-z_][\w.]*\ <-\ \S
    )""",
    re.VERBOSE,
)
_BRACES = re.compile(r"[\s{}\[\](),;]*[{}][\s{}\[\](),;]*")
_SETTING = re.compile(r"\s*[A-Za-z_][\w.\-]*=[^\s=]\S*\s*")
_OPERATOR = re.compile(r"[!=<>]=|&&|\|\||[-+]=|->|<-|::|%>%|:=|=>")
_CALL = re.compile(r"\w\((?!e?s\))")
_ASSIGNED = re.compile(r"\w\]? ?= ?[\w\"'({\[]")
_STATEMENT_END = re.compile(r"[;{]\s*$")
_PROSE = re.compile(r"\b[a-z]{2,} [a-z’']+ [a-z’']+ [a-z]{2,}\b")
_CODE_MARKS = frozenset("(){}[]=;<>_/\\#$|&*@")


@lru_cache(maxsize=1024)
def is_monospaced(font: str) -> bool:
    """Return True for a family all of whose letters are equally wide."""
    return _MONOSPACED.match(font) is not None


def worth_a_look(text: str) -> bool:
    """Return False, fast, for text that no shape of code fits."""
    return (
        "=" in text
        or "<" in text
        or "{" in text
        or "}" in text
        or "\\" in text
        or "$ " in text
        or ";" in text
        or text[:1] in '#>"“'
    )


def is_listing(text: str) -> bool:
    """Return True for a line of code, markup, a shell or a settings file; False for text that quotes some.

    A placeholder of a template, such as `<System Name>`, is no markup.
    """
    head = text[:_LOOKED]
    if _LINES.match(head) or _BRACES.fullmatch(head) or _SETTING.fullmatch(head):
        return True
    if _PROSE.search(head):
        return False
    called = _CALL.search(head) is not None
    ends = _STATEMENT_END.search(text[-_LOOKED:]) is not None
    if ends and (called or _ASSIGNED.search(head)):
        return True
    return called and _OPERATOR.search(head) is not None


def reads_as_sentence(text: str) -> bool:
    """Return True for text that a reader takes for prose, whatever its font."""
    text = text.strip()
    if _PROSE.search(text) and text[:1] not in "#/*" and not text.endswith((";", "{", "}")):
        return True
    whole = text[:1].isupper() and text.endswith((".", "?", "!")) and " " in text
    return whole and _CODE_MARKS.isdisjoint(text)
