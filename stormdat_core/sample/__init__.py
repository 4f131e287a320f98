"""A small report with one of each fault, and its acronym list, to try the program on."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def sample_report() -> Path:
    """Return the sample report. It is read like any other file and never written."""
    return _FOLDER / "report.docx"


def sample_list() -> Path:
    """Return the acronym list that goes with the sample report."""
    return _FOLDER / "acronyms.xlsx"
