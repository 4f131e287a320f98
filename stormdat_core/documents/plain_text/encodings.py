"""Bytes become text: by byte order mark, by declaration, by what the bytes can only be, and by a guess last.

Whatever is not certain is said in a warning that names the encoding. Source of the order: WHATWG Encoding
Standard (a byte order mark outranks every declaration; undeclared Western text is Windows-1252).
"""

import codecs
import re
from dataclasses import dataclass

from stormdat_core.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
"""Bytes that a guess looks at."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.05
"""Share of control bytes from which on data is no text: random bytes have 0.11."""
_NULS = 0.03
"""Share of NULs in one half of the byte pairs that tells UTF-16: random bytes have 0.004."""
_NULS_IN_UTF8 = 0.3
"""The same where the bytes would be valid UTF-8 too: a few stray NULs do not make UTF-16."""
_SHIFTED = ("iso2022", "hz")
"""Codecs whose text consists of ASCII bytes and so looks like UTF-8."""
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_WESTERN_SHARE = 0.10
"""Up to this share of bytes above 127, text in the Latin alphabet is likelier than any other."""

_WESTERN = 20
"""So few bytes above 127 are too few to guess by."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and how it was come by."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, declared: str = "") -> Decoded:
    """Return the text that `data` holds.

    Args:
        data: the whole file.
        name: the file's name, for the sentences.
        declared: the encoding that the file itself claims, if any.

    Raises:
        UnreadableDocument: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _certain(data[len(mark) :], encoding)
    wide = _wide(data)
    if wide:
        found = _certain(data, wide)
        words = f"The text has no byte order mark; it was read as {_spoken(wide)}."
        return Decoded(found.text, wide, (words, *found.warnings))
    _refuse_binary(data, name)
    return _narrow(data, _known(declared))


def _certain(data: bytes, encoding: str) -> Decoded:
    """Decode what is known to be `encoding`, counting what it cannot be."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    there = data.count("\ufffd".encode(encoding))
    count = max(1, text.count("\ufffd") - there)
    words = f"{count:,} {'place is' if count == 1 else 'places are'} not valid {_spoken(encoding)}"
    return Decoded(text, encoding, (f"{words}; each is shown and checked as “\ufffd”.",))


def _wide(data: bytes) -> str:
    """Return the 16-bit encoding that the places of the NUL bytes tell, or an empty string.

    Text of any script in UTF-16 has spaces, digits or line ends, whose upper half is NUL.
    """
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if not pairs or b"\x00" not in sample:
        return ""
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    least = (_NULS_IN_UTF8 if _is_utf8(sample) else _NULS) * pairs
    if odd > least and even <= odd / 20:
        return "utf-16-le"
    if even > least and odd <= even / 20:
        return "utf-16-be"
    return ""


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # a character may be cut at the end
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(data: bytes, name: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(2, _MOST_CONTROLS * len(data)):
        raise UnreadableDocument(
            f"{name} is not text: it holds binary data.",
            "Open it in the program it was made with, or ask for the file again.",
        )


def _known(declared: str) -> str:
    """Return the codec that a declaration names, as browsers understand it; empty for none of use."""
    label = declared.strip().strip("\"'").casefold()
    if label in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso_8859-1"):
        return "cp1252"
    try:
        codec = codecs.lookup(label).name if label else ""
        "".encode(codec or "ascii")
        codecs.lookup(codec or "ascii").incrementaldecoder(errors="strict")
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if codec.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode")) else codec


def _narrow(data: bytes, declared: str) -> Decoded:
    """Decode text of single bytes or UTF-8."""
    if declared.startswith(_SHIFTED):
        return _declared(data, declared)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared and declared != "utf-8":
        return _declared(data, declared)
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    inside = sum(len(match) for match in _MULTIBYTE.findall(data))
    if inside >= high - inside:
        found = _certain(data, "utf-8")
        return Decoded(found.text, "utf-8", (f"The text was read as UTF-8. {found.warnings[0]}",))
    western = high <= max(_WESTERN, _WESTERN_SHARE * len(data))
    return _guessed(data, "cp1252" if western else _guess(data))


def _declared(data: bytes, encoding: str) -> Decoded:
    if encoding == "cp1252":
        return Decoded(_western(data), encoding)
    try:
        return _certain(data, encoding)
    except (LookupError, UnicodeError, ValueError):
        return _guessed(data, _guess(data))


def _guessed(data: bytes, encoding: str) -> Decoded:
    text = _western(data) if encoding == "cp1252" else data.decode(encoding, "replace")
    guess = f"it was read as {_spoken(encoding)}, which is a guess."
    words = f"The file does not say how its text is encoded; {guess}"
    lost = text.count("\ufffd")
    more = (f"{lost:,} characters could not be read; they are shown as “\ufffd”.",) if lost else ()
    return Decoded(text, encoding, (words, *more))


def _western(data: bytes) -> str:
    """Decode Windows-1252 as browsers do: the five bytes it leaves undefined are control characters."""
    if not _UNDEFINED.search(data):
        return data.decode("cp1252")
    table = "".join(bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(256))
    return codecs.charmap_decode(data, "strict", table)[0]


def _guess(data: bytes) -> str:
    """Return the likeliest encoding of text in another alphabet, judged from a sample."""
    from charset_normalizer import from_bytes

    first = _HIGH.search(data)
    start = max(0, (first.start() if first else 0) - 1024)
    best = from_bytes(data[start : start + _SAMPLE], cp_exclusion=["utf_8", "utf_7", "ascii"]).best()
    return best.encoding if best else "cp1252"


def _spoken(encoding: str) -> str:
    """Return the name that people use for a codec."""
    names = {"utf-16-le": "UTF-16 (little endian)", "utf-16-be": "UTF-16 (big endian)"}
    if encoding in names:
        return names[encoding]
    windows = re.fullmatch(r"cp(125\d)", encoding)
    return f"Windows-{windows[1]}" if windows else encoding.upper().replace("_", "-")
