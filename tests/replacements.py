"""What a corrected Word document replaces, read from its XML: by the standard's words, sharing nothing with the
rules that propose corrections or with the writer that makes them.

A replacement is what one author deleted and inserted at one place. Each is listed with the text around it and
with what the document says about that place; `objections` says what a careful editor would hold against it.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_MONO = ("courier", "consolas", "mono", "menlo", "lucida console", "monaco")
_SIGNS = set("_/\\<>=#@|~^*${}[]&+-‐‑–—")
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*\w*|footer\d*\w*)\.xml")
_STOPS = set(".!?:;\n\t")


@dataclass(frozen=True)
class Style:
    """What a paragraph or character style says, with what it is based on."""

    names: tuple[str, ...] = ()
    outline: int = 9
    caps: bool = False
    fonts: tuple[str, ...] = ()


@dataclass
class Replacement:
    """One place that was changed."""

    part: str
    old: str
    new: str
    before: str
    after: str
    style: Style
    outline: int
    caps: bool
    fonts: tuple[str, ...] = ()
    in_box: bool = False

    @property
    def wording(self) -> bool:
        """Return whether words change, and not only spaces."""
        return any(map(str.isalnum, self.old + self.new))

    def __str__(self) -> str:
        return f"{self.part}: {self.before[-60:]}[{self.old}=>{self.new}]{self.after[:60]}"


@dataclass
class _Place:
    """A change while its paragraph is read: where it begins in the text as it was, and what goes and comes."""

    at: int
    old: str = ""
    new: str = ""
    caps: bool = False
    fonts: list[str] = field(default_factory=list)


def replacements(path: Path, author: str) -> list[Replacement]:
    """Return what an author's tracked changes replace in a document, in order."""
    found: list[Replacement] = []
    with zipfile.ZipFile(path) as package:
        styles = _styles(package)
        for name in package.namelist():
            if _PARTS.fullmatch(name) and author.encode() in (data := package.read(name)):
                root = etree.fromstring(data, _PARSER)
                for paragraph in root.iter(f"{_W}p"):
                    found += _of_paragraph(paragraph, posixpath.basename(name), author, styles)
    return found


def _styles(package: zipfile.ZipFile) -> dict[str, Style]:
    if "word/styles.xml" not in package.namelist():
        return {}
    root = etree.fromstring(package.read("word/styles.xml"), _PARSER)
    raw = {each.get(f"{_W}styleId", ""): each for each in root.iter(f"{_W}style")}
    return {key: _style(key, raw) for key in raw}


def _style(key: str, raw: dict[str, etree._Element]) -> Style:
    names: list[str] = []
    fonts: list[str] = []
    outline, caps, seen = 9, None, set()
    while key in raw and key not in seen:
        seen.add(key)
        each = raw[key]
        names.append(_value(each.find(f"{_W}name")))
        level = each.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None and outline == 9:
            outline = int(_value(level) or 9)
        if caps is None:
            caps = _caps(each.find(f"{_W}rPr"))
        fonts = fonts or _fonts(each.find(f"{_W}rPr"))
        key = _value(each.find(f"{_W}basedOn"))
    return Style(tuple(names), outline, bool(caps), tuple(fonts))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val") or ""


def _caps(properties: etree._Element | None) -> bool | None:
    found = None if properties is None else properties.find(f"{_W}caps")
    return None if found is None else _value(found) not in {"0", "false", "off"}


def _fonts(properties: etree._Element | None) -> list[str]:
    found = None if properties is None else properties.find(f"{_W}rFonts")
    return [] if found is None else [v for k in ("ascii", "hAnsi") if (v := found.get(_W + k))]


def _of_paragraph(
    paragraph: etree._Element, part: str, author: str, styles: dict[str, Style]
) -> Iterator[Replacement]:
    text, places = _read(paragraph, author, styles)
    properties = paragraph.find(f"{_W}pPr")
    name = "" if properties is None else _value(properties.find(f"{_W}pStyle"))
    style = styles.get(name, Style())
    own = None if properties is None else properties.find(f"{_W}outlineLvl")
    outline = style.outline if own is None else int(_value(own) or 9)
    boxed = any(each.tag == f"{_W}txbxContent" for each in paragraph.iterancestors())
    for place in places:
        before, after = text[: place.at], text[place.at + len(place.old) :]
        caps, fonts = place.caps or style.caps, tuple(place.fonts) or style.fonts
        yield Replacement(part, place.old, place.new, before, after, style, outline, caps, fonts, boxed)


def _read(paragraph: etree._Element, author: str, styles: dict[str, Style]) -> tuple[str, list[_Place]]:
    """Return the text of a paragraph before an author's changes, and these."""
    text, places = "", list[_Place]()
    joined = False
    for run in paragraph.iter(f"{_W}r"):
        if next(run.iterancestors(f"{_W}p")) is not paragraph:
            continue
        change = next(
            (a for a in run.iterancestors(f"{_W}ins", f"{_W}del") if a.get(f"{_W}author") == author), None
        )
        said = _text(run)
        if change is None:
            joined = joined and not said
            text += said
            continue
        if not joined:
            places.append(_Place(len(text)))
        joined, place = True, places[-1]
        _note(place, run, styles)
        if change.tag == f"{_W}del":
            place.old += said
            text += said
        else:
            place.new += said
    return text, places


def _note(place: _Place, run: etree._Element, styles: dict[str, Style]) -> None:
    properties = run.find(f"{_W}rPr")
    named = styles.get(_value(None if properties is None else properties.find(f"{_W}rStyle")), Style())
    own = _caps(properties)
    place.caps = place.caps or (named.caps if own is None else own)
    place.fonts += _fonts(properties) or named.fonts


def _text(run: etree._Element) -> str:
    found = []
    for each in run:
        if each.tag in (f"{_W}t", f"{_W}delText"):
            found.append(each.text or "")
        elif each.tag in (f"{_W}br", f"{_W}cr"):
            found.append("\n")
        elif each.tag in (f"{_W}tab", f"{_W}ptab"):
            found.append("\t")
        elif each.tag == f"{_W}noBreakHyphen":
            found.append("-")
    return "".join(found)


def objections(found: Replacement) -> list[str]:
    """Return what a careful editor would hold against a replacement of words."""
    names = " ".join(found.style.names).casefold()
    said = []
    if found.outline < 9 or re.search(r"heading|title|caption|toc\b|contents|header|footer", names):
        said.append("heading")
    if found.part.startswith(("header", "footer", "comments")) or found.in_box:
        said.append("beside the text")
    if re.search(r"quot", names) or _quoted(found):
        said.append("quotation")
    if any(mono in font.casefold() for mono in _MONO for font in found.fonts) or re.search(
        r"\bcode|listing", names
    ):
        said.append("code")
    if _touching(found):
        said.append("identifier or compound")
    if found.caps or _in_capitals(found):
        said.append("capitals")
    if _in_name(found):
        said.append("longer name")
    said += _said_of_words(found)
    return said


def _said_of_words(found: Replacement) -> list[str]:
    """Return what the sentence of a replacement holds against other words in it."""
    said = []
    if re.match(r"\s+(?:shall mean|means?|has the meaning|refers to)\b", found.after):
        said.append("definition")
    if re.search(r"\bhereby\b|\bthere is established\b", _sentence_before(found), re.IGNORECASE):
        said.append("words that take effect")
    if re.search(
        r"\b(?:spelled|spelt|renamed|entitled|as follows:|provides that)\s", _sentence_before(found)
    ):
        said.append("talk about words")
    return said


def _sentence_before(found: Replacement) -> str:
    return re.split(r"[.!?]\s", found.before)[-1]


def _quoted(found: Replacement) -> bool:
    if found.before.count('"') % 2 or found.before.rfind("“") > found.before.rfind("”"):
        return True
    return found.before[-1:] in set("'‘“\"«") and found.before[-1:] != ""


def _touching(found: Replacement) -> bool:
    left, right = found.before[-1:], found.after[:1]
    if left and (left.isalnum() or left in _SIGNS or left == "."):
        return True
    if right and (right.isalnum() or right in _SIGNS or right in "'’"):
        return True
    return right == "." and found.after[1:2].isalnum()


def _in_capitals(found: Replacement) -> bool:
    near = [c for c in found.before[-40:] + found.after[:40] if c.isalpha()]
    return len(near) >= 8 and sum(map(str.isupper, near)) > 0.7 * len(near)


def _in_name(found: Replacement) -> bool:
    """Return whether the next word, or the word before within the sentence, has a capital and then small letters."""
    following = re.match(r" +([A-Z][a-z]+)", found.after)
    previous = re.search(r"([^\s]) +([A-Z][a-z]+) +$", found.before)
    return following is not None or (previous is not None and previous[1] not in _STOPS)
