"""The generated parts of the setup script: what differs from one build to the next."""

from collections.abc import Iterable
from pathlib import Path

from installers.versions import dotted
from installers.windows.payload import OWN, PROGRAMS, Payload

LIST = "installed-files.txt"


def write_parts(target: Path, payload: Payload, version: str, types: Iterable[str]) -> None:
    """Write all generated parts into a folder."""
    texts = {
        "defines.nsh": defines(payload, version),
        "uninstall-files.nsh": deletions(payload),
        "types.nsh": for_each_type(types),
    }
    for name, text in texts.items():
        (target / name).write_text(text, "utf-8-sig", newline="\r\n")
    # What setup reads at run time is in Windows' own encoding of names.
    (target / LIST).write_text("\ufeff" + file_list(payload), "utf-16-le", newline="")


def defines(payload: Payload, version: str) -> str:
    """Return the version and the size of this build as definitions."""
    lines = (
        f'!define VERSION "{version}"',
        f'!define VERSION4 "{dotted(version)}"',
        f"!define SIZE_KIB {-(-payload.size // 1024)}",
    )
    return "".join(f"{line}\n" for line in lines)


def deletions(payload: Payload) -> str:
    """Return the instructions that delete what was installed, and each folder only if it is empty then."""
    names = [name for name in payload.files if name not in PROGRAMS] + list(OWN)
    lines = [f"Delete {_at(name)}" for name in names] + [f"RMDir {_at(name)}" for name in payload.folders]
    # A folder with something of somebody else's stays, which is no error.
    first = len(names)
    lines[first:first] = ["${If} ${Errors}", "  StrCpy $Failed 1", "${EndIf}"]
    return "".join(f"{line}\n" for line in (*lines, "ClearErrors"))


def file_list(payload: Payload) -> str:
    """Return the list that is installed with the files: one path a line, the programs last."""
    return "".join(f"{name}\r\n" for name in payload.listed)


def for_each_type(types: Iterable[str]) -> str:
    """Return a macro that does something for each ending."""
    lines = [f'  !insertmacro ${{DO}} "{ending}"' for ending in types]
    return "\n".join(("!macro FOR_EACH_TYPE DO", *lines, "!macroend", ""))


def _at(name: str) -> str:
    return '"$INSTDIR\\{}"'.format(name.replace("$", "$$"))
