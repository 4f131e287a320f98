"""Kinds of files by ending: what each is for, what it is sent as, and what to do with one that is not read.

The readers of documents name their own endings (`documents.readable_suffixes`), as plug-ins may add some;
everything else that goes by an ending is decided here, for folders, dialogs, drops and the pages.
"""

from collections.abc import Iterator, Mapping

Told = tuple[str, str]
"""What a file is, to stand behind its name, and the cure as a sentence."""

TEXT_IN_PICTURES = "Text in pictures is not read; check the document the picture belongs to."
TRANSCRIBE = "Transcribe it: stormdat transcribe, or the page Transcripts."
UNPACK = "Unpack it and check the folder."
_NAME_IT = "To check it all the same, name the file itself."
_WORD = "Save it as a Word document (.docx) and check it again."
_EXCEL = "Save it as an Excel workbook (.xlsx) and check it again."
_SLIDES = "Save it as a PowerPoint presentation (.pptx) and check it again."
_MAIL = "Save it from the mail program as .html, .txt or .pdf, and its attachments as files."
_DRAWING = "Save it as a PDF and check that."


MEDIA_TYPES: Mapping[str, str] = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".mkv": "video/x-matroska", ".avi": "video/x-msvideo", ".wmv": "video/x-ms-wmv", ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg", ".ts": "video/mp2t", ".3gp": "video/3gpp",
    ".m4a": "audio/mp4", ".aac": "audio/aac", ".mp3": "audio/mpeg", ".wav": "audio/wav",
    ".flac": "audio/flac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".wma": "audio/x-ms-wma", ".aif": "audio/aiff", ".aiff": "audio/aiff",
}  # fmt: skip
"""Sound and video, by ending: the type one is sent to a player as. The engine reads others that are media."""

COPIED = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm")
"""Documents of which annotated and corrected copies are written."""
PROFILES = (".toml",)
MODEL_PACKS = (".zip",)
NAMED_ALL_THE_SAME = (".doc", ".odp", ".ods", ".odt", ".ppt", ".rtf", ".xls")
"""Not read, but a dialog lets them through: a sweep says so and names the cure, better than silence."""

_ROWS: tuple[tuple[str, str, str], ...] = (
    ("doc dot", "is a Word 97-2003 document", _WORD),
    ("rtf", "is a Rich Text file", _WORD),
    ("odt ott fodt sxw uot", "is an OpenDocument text", _WORD),
    ("wpd wps wri hwp pages abw", "is a document of another word processor", _WORD),
    ("xls xlt xla xlw", "is an Excel 97-2003 workbook", _EXCEL),
    ("xlsb", "is a binary Excel workbook", _EXCEL),
    ("ods ots fods sxc numbers wk1 wks", "is a spreadsheet of another program", _EXCEL),
    ("ppt pot pps", "is a PowerPoint 97-2003 presentation", _SLIDES),
    ("odp otp fodp sxi key", "is a presentation of another program", _SLIDES),
    ("eml msg mbox pst ost oft", "is a mail, or a store of mails", _MAIL),
    ("zip 7z rar tar gz tgz bz2 xz cab iso", "is an archive", UNPACK),
    ("png jpg jpeg gif bmp tif tiff heic webp svg emf wmf ico psd", "is a picture", TEXT_IN_PICTURES),
    ("ts", "is video or the text of a program", TRANSCRIBE),
    ("vsd vsdx dwg dxf odg pub xps oxps djvu ps mpp one onetoc2", "is a drawing or a layout", _DRAWING),
    ("epub mobi azw3", "is an electronic book", "Save it as .html or .docx and check that."),
    ("mht mhtml xml rst tex adoc json yaml yml ini conf cfg toml",
     "is text of a kind that folders are not searched for", _NAME_IT),
    ("exe dll so dylib msi bat cmd ps1 sh py pyc js css jar class bin dat db sqlite sqlite3 lnk url",
     "is a program or its data", _NAME_IT),
    ("tmp bak part crdownload wbk asd", "is a temporary or backup file", _NAME_IT),
)  # fmt: skip


def _by_ending() -> Iterator[tuple[str, Told]]:
    for suffix in MEDIA_TYPES:
        yield suffix, (f"is sound or video ({suffix})", TRANSCRIBE)
    for endings, is_a, cure in _ROWS:
        for ending in endings.split():
            yield f".{ending}", (f"{is_a} (.{ending})", cure)


_BY_ENDING: Mapping[str, Told] = dict(_by_ending())


def unread(suffix: str) -> Told:
    """Return what a file with an ending that is not read is, and the cure.

    Args:
        suffix: the ending with its dot, in lower case; empty for a name without one.
    """
    if not suffix:
        return "has no ending that says what it is", f"Give it one, such as .docx. {_NAME_IT}"
    other = (f"has the ending {suffix}, which is not read", f"Save it as .docx, .pdf or .txt. {_NAME_IT}")
    return _BY_ENDING.get(suffix, other)
