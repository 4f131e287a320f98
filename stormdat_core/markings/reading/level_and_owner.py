"""The head of a marking: whose it is, and its level."""

import re
from dataclasses import dataclass, replace

from stormdat_core.markings.model import Kind, Level, Regime, Slip, System
from stormdat_core.markings.reading.separators import Piece
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary

_LONG = "TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED"
_LEVEL = re.compile(rf"(?:{_LONG}|TS|S|C|R|U)(?= |$)")
_COSMIC = re.compile(rf"COSMIC (?P<level>{_LONG})")
_NATO = re.compile(rf"NATO (?:(?P<activity>(?!TOP )[A-Z]{{2,6}}) )?(?P<level>{_LONG}|TS|S|C|R|U)(?= |-|$)")
_NATO_SHORT = re.compile(r"(?P<cosmic>CTS)(?=-|$)|N(?P<activity>[A-Z])?(?P<level>TS|S|C|R|U)(?=-|$)")
_JOINT = re.compile(rf"JOINT (?P<level>{_LONG}|TS|S|C|R|U)(?= |$)")
_OWNERS = re.compile(rf"(?P<owners>[A-Z]{{2,8}}(?:,? [A-Z]{{2,8}})*?) (?P<level>{_LONG}|TS|S|C|R|U)$")
_CODE = re.compile(r"[A-Z]{2,8}")
_CUI = ("CONTROLLED UNCLASSIFIED INFORMATION", "CONTROLLED", "CUI")
_LEGACY_HEADS = {"FOUO": "FOUO", "FOR OFFICIAL USE ONLY": "FOUO"}


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says. `rest` are further values that a single slash joined to it."""

    system: System
    level: Level | None
    end: int
    owners: tuple[str, ...] = ()
    activity: str = ""
    suffix: Piece | None = None
    """A NATO control written behind the level."""
    legacy: Piece | None = None
    """A retired control that was written where a level belongs."""
    slips: tuple[Slip, ...] = ()


def parse_head(piece: Piece, kind: Kind, scheme: Scheme, *, slashed: bool) -> Head:
    """Return what the first segment of a marking says, its level None where it has none."""
    words = scheme.vocabulary
    head = _nato(piece, words) or _joint(piece, words) or _plain(piece, words) or _foreign(piece, words)
    if head is None:
        return Head(System.UNKNOWN, None, piece.end, slips=(_unknown(piece),))
    return replace(
        head,
        slips=(*head.slips, *_level_form(piece, head, kind), *_slash(head, piece, scheme.regime, slashed)),
    )


def _nato(piece: Piece, vocabulary: Vocabulary) -> Head | None:
    match = _COSMIC.match(piece.text) or _NATO.match(piece.text) or _NATO_SHORT.match(piece.text)
    if match is None:
        return None
    groups = match.groupdict()
    cosmic = match.re is _COSMIC or bool(groups.get("cosmic"))
    level = Level.TS if groups.get("cosmic") else vocabulary.level_words[groups["level"]][0]
    activity = groups.get("activity") or ""
    slips: tuple[Slip, ...] = ()
    if cosmic != (level is Level.TS):
        text = "COSMIC goes with TOP SECRET alone; NATO's other levels are NATO SECRET and below."
        slips = (Slip("MRK-NATO-COSMIC", piece.start, piece.start + match.end(), text),)
    rest = Piece(
        piece.text[match.end() :].lstrip(" -"), piece.end - len(piece.text[match.end() :].lstrip(" -"))
    )
    return Head(
        System.NATO, level, piece.start + match.end(), (),
        vocabulary.nato_activities.get(activity, activity), rest if rest.text else None, slips=slips,
    )  # fmt: skip


def _joint(piece: Piece, vocabulary: Vocabulary) -> Head | None:
    match = _JOINT.match(piece.text)
    if match is None:
        return None
    listed = piece.text[match.end() :]
    codes = tuple(_CODE.findall(listed))
    return Head(
        System.JOINT, vocabulary.level_words[match["level"]][0], piece.end, codes,
        slips=tuple(_commas(piece, listed, "JOINT")),
    )  # fmt: skip


def _plain(piece: Piece, vocabulary: Vocabulary) -> Head | None:
    for word in _CUI:
        if piece.text == word:
            return Head(System.CUI, Level.U, piece.end, slips=tuple(_cui_word(piece, word)))
    if piece.text in _LEGACY_HEADS:
        return Head(System.US, Level.U, piece.start, legacy=piece, slips=(_legacy_head(piece),))
    match = _LEVEL.fullmatch(piece.text)
    if match is None:
        return None
    return Head(System.US, vocabulary.level_words[match[0]][0], piece.end)


def _foreign(piece: Piece, known: Vocabulary) -> Head | None:
    match = _OWNERS.fullmatch(piece.text)
    if match is None:
        return None
    owners = tuple(_CODE.findall(match["owners"]))
    if not all(known.is_code(code) or code in known.not_codes or code == "FGI" for code in owners):
        return None
    slips = [
        Slip("MRK-REL-CODE", piece.start, piece.end, f"{code} is not a code; write {known.not_codes[code]}.")
        for code in owners
        if code in known.not_codes
    ]
    level = known.level_words[match["level"]][0]
    return Head(
        System.FOREIGN, level, piece.end, owners, slips=(*slips, *_commas(piece, match["owners"], "FGI"))
    )


def _commas(piece: Piece, listed: str, name: str) -> list[Slip]:
    if "," not in listed:
        return []
    text = f"Codes of {name} are separated by spaces, without commas."
    return [Slip("MRK-SEP-COMMA-FGI", piece.start, piece.end, text)]


def _cui_word(piece: Piece, word: str) -> list[Slip]:
    if word != _CUI[0]:
        return []
    return [Slip("MRK-CUI-LONG", piece.start, piece.end, "Write CUI; the full name is no marking.")]


def _legacy_head(piece: Piece) -> Slip:
    text = f"{piece.text} stands without a level; it reads UNCLASSIFIED//FOUO, or CUI where CUI is in use."
    return Slip("MRK-LEVEL-ABSENT", piece.start, piece.end, text)


def _unknown(piece: Piece) -> Slip:
    shown = piece.text if len(piece.text) <= 60 else piece.text[:59] + "…"
    return Slip(
        "MRK-LEVEL-UNKNOWN", piece.start, piece.end, f"“{shown}” does not begin with a level that is known."
    )


def _level_form(piece: Piece, head: Head, kind: Kind) -> list[Slip]:
    """Report a level in the form of the other kind of marking."""
    if head.level is None or head.legacy or head.system is System.CUI:
        return []
    long = head.level.long in piece.text
    if kind == "banner" and not long:
        text = f"In a banner the level is written out: {head.level.long}."
        return [Slip("MRK-LEVEL-ABBREV", piece.start, head.end, text)]
    if kind == "portion" and long:
        text = f"In a portion mark the level is abbreviated: {head.level.name}."
        return [Slip("MRK-LEVEL-LONG-IN-PORTION", piece.start, head.end, text)]
    if kind == "portion" and head.system is System.NATO and " " in piece.text[: head.end - piece.start]:
        text = "A NATO portion mark is one word: N and the level, or CTS."
        return [Slip("MRK-FORM-BANNER-IN-PORTION", piece.start, head.end, text)]
    return []


def _slash(head: Head, piece: Piece, regime: Regime, slashed: bool) -> list[Slip]:
    """Report a double slash that is missing before a foreign marking, or stands before one of the US."""
    ours = head.system in (System.US, System.CUI) or head.owners == ("USA",)
    if slashed and ours:
        return [
            Slip("MRK-US-SLASH", 0, piece.start, "A marking of the United States does not begin with //.")
        ]
    if slashed or ours or (head.system is System.NATO and regime is Regime.NATO):
        return []
    text = f"A {head.system.value} marking begins with //."
    return [Slip("MRK-NONUS-SLASH", piece.start, head.end, text)]
