"""Info.plist of the application, and what it says about the kinds of documents that are read."""

from collections.abc import Iterable, Mapping

from installers.reasons import NotMade
from installers.versions import dotted

BUNDLE_ID = "org.stormdat.StormDat"
NAME = "STORM DAT"
PROGRAM = "stormdat-window"
ICON = "storm.icns"
OLDEST = "14.0"
"""What the wheels are built for (see build_scripts/environment.py)."""

_OFFICE = "org.openxmlformats"
UNIFORM: Mapping[str, str] = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".docm": f"{_OFFICE}.wordprocessingml.document.macroenabled",
    ".dotx": f"{_OFFICE}.wordprocessingml.template",
    ".dotm": f"{_OFFICE}.wordprocessingml.template.macroenabled",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xlsm": f"{_OFFICE}.spreadsheetml.sheet.macroenabled",
    ".xltx": f"{_OFFICE}.spreadsheetml.template",
    ".xltm": f"{_OFFICE}.spreadsheetml.template.macroenabled",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".pptm": f"{_OFFICE}.presentationml.presentation.macroenabled",
    ".potx": f"{_OFFICE}.presentationml.template",
    ".ppsx": f"{_OFFICE}.presentationml.slideshow",
    ".pdf": "com.adobe.pdf",
    ".html": "public.html",
    ".htm": "public.html",
    ".xhtml": "public.xhtml",
    ".txt": "public.plain-text",
    ".md": "net.daringfireball.markdown",
    ".csv": "public.comma-separated-values-text",
    ".tsv": "public.tab-separated-values-text",
    ".log": "com.apple.log",
}
"""Apple's names of types, by ending."""
_IMPORTED = ({
    "UTTypeIdentifier": "net.daringfireball.markdown",
    "UTTypeDescription": "Markdown text",
    "UTTypeConformsTo": ["public.plain-text"],
    "UTTypeTagSpecification": {"public.filename-extension": ["md"]},
},)  # fmt: skip
"""Types that are not Apple's: a Mac may not know them yet."""

_MICROPHONE = "STORM DAT records your microphone when you start a recording with it. Nothing leaves this Mac."
_SCREEN = "STORM DAT records the screen that you choose when you start a recording. Nothing leaves this Mac."
_SOUND = "STORM DAT records what this Mac plays when you choose it for a recording. Nothing leaves this Mac."


class UnknownType(NotMade):
    """A document is read whose type has no name on a Mac. `str()` says which."""


def info(version: str, types: Iterable[str]) -> dict[str, object]:
    """Return the content of Info.plist.

    Raises:
        UnknownType: an ending is not in `UNIFORM`.
        BadVersion: the version is none.
    """
    return {
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundlePackageType": "APPL",
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleExecutable": PROGRAM,
        "CFBundleIconFile": ICON,
        "CFBundleShortVersionString": dotted(version, 3),
        "CFBundleVersion": dotted(version, 3),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": [_document_type(sorted({_uniform(ending) for ending in types}))],
        "UTImportedTypeDeclarations": list(_IMPORTED),
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "The STORM DAT developers. MIT licence.",
        "NSMicrophoneUsageDescription": _MICROPHONE,
        "NSScreenCaptureUsageDescription": _SCREEN,
        "NSAudioCaptureUsageDescription": _SOUND,
    }


def _document_type(names: list[str]) -> dict[str, object]:
    # "Alternate": offered under “Open With”, never the default.
    return {
        "CFBundleTypeName": f"Document for {NAME}",
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": names,
    }


def _uniform(ending: str) -> str:
    if ending not in UNIFORM:
        raise UnknownType(f"{ending} is read, and installers/macos/contents.py has no type for it.")
    return UNIFORM[ending]
