"""What Windows shows of a program file: its version and whose it is, in the form that PyInstaller reads."""

from pathlib import Path

from installers.versions import numbers

_TEMPLATE = """VSVersionInfo(
    ffi=FixedFileInfo(
        filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0,
        date=(0, 0),
    ),
    kids=[
        StringFileInfo([StringTable("040904B0", [
{strings}
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
    ],
)
"""


def version_text(program: str, version: str) -> str:
    """Return the version information of a program as PyInstaller's `version` option reads it.

    Raises:
        BadVersion: the version is none.
    """
    told = {
        "CompanyName": "The STORM DAT developers",
        "FileDescription": "STORM DAT" if program.endswith("-window") else "STORM DAT commands",
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "STORM DAT",
        "ProductVersion": version,
    }
    strings = "\n".join(f"            StringStruct({name!r}, {text!r})," for name, text in told.items())
    return _TEMPLATE.format(numbers=numbers(version), strings=strings)


def version_file(program: str, version: str, folder: Path) -> str:
    """Write the version information of a program into a folder and return the file's path."""
    file = folder / f"{program}-version.txt"
    file.write_text(version_text(program, version), "utf-8")
    return str(file)
