"""Kinds of files that a sweep of a folder passes over: what each is, and what makes a readable file of it."""

from collections.abc import Iterator, Mapping

from stormdat_core.documents.other_files import TEXT_IN_PICTURES, TRANSCRIBE, UNPACK

Told = tuple[str, str]
"""What a file is, to stand behind its name, and the cure as a sentence."""

_NAME_IT = "To check it all the same, name the file itself."
_WORD = "Save it as a Word document (.docx) and check it again."
_EXCEL = "Save it as an Excel workbook (.xlsx) and check it again."
_SLIDES = "Save it as a PowerPoint presentation (.pptx) and check it again."
_MAIL = "Save it from the mail program as .html, .txt or .pdf, and its attachments as files."
_DRAWING = "Save it as a PDF and check that."

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
    ("wav mp3 m4a ogg opus flac aac wma mp4 mkv mov avi wmv webm m4v mpg", "is sound or video", TRANSCRIBE),
    ("vsd vsdx dwg dxf odg pub xps oxps djvu ps mpp one onetoc2", "is a drawing or a layout", _DRAWING),
    ("epub mobi azw3", "is an electronic book", "Save it as .html or .docx and check that."),
    ("mht mhtml xml rst tex adoc json yaml yml ini conf cfg toml",
     "is text of a kind that folders are not searched for", _NAME_IT),
    ("exe dll so dylib msi bat cmd ps1 sh py pyc js css jar class bin dat db sqlite sqlite3 lnk url",
     "is a program or its data", _NAME_IT),
    ("tmp bak part crdownload wbk asd", "is a temporary or backup file", _NAME_IT),
)  # fmt: skip


def _by_ending() -> Iterator[tuple[str, Told]]:
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
