"""Make the sample report and its acronym list, which ship with the program.

The text is ours. The report carries each of the ten faults of the classic profile at least once, in places
where a reader of real reports would meet them.

    python build_scripts/make_sample.py
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.shared import Pt

FOLDER = Path(__file__).parents[1] / "stormdat_core" / "sample"
_MADE = datetime(2026, 1, 5, tzinfo=UTC)

_LIST = (
    ("CDR", "Critical Design Review"),
    ("GPS", "Global Positioning System"),
    ("ICD", "Interface Control Document"),
    ("INS", "Inertial Navigation System"),
    ("PDR", "Preliminary Design Review"),
    ("RTM", "Requirements Traceability Matrix"),
    ("SRS", "Software Requirements Specification"),
    ("TRR", "Test Readiness Review"),
    ("V&V", "Verification and Validation"),
)

_TEXT = (
    ("h", "Scope"),
    ("p", "This report describes the tests of the navigation unit. It follows the Software Requirements "
          "Specification (SRS) and was agreed at the Preliminary Design Review (PDR)."),
    ("p", "The unit combines the Global Positioning System (GPS) with an Inertial Navigation System (INS).  "
          "Both sources are logged once a second."),
    ("h", "Test conditions"),
    ("p", "All tests ran on the bench. The ICD fixes the message formats; where the ICD is silent, "
          "the SRS applies."),
    ("p", "The Global Positioning System was simulated. Each run lasted  ten minutes."),
    ("p", "Results were sent to the Joint Mission Planning Cell every evening. The Joint Mission Planning "
          "Cell checked them; a summary of the Joint Mission Planning Cell is attached to each run."),
    ("t", (("Run", "Source", "Result"), ("1", "GPS", "passed"), ("2", "INS", "passed"),
           ("3", "GPS and INS", "repeated"))),
    ("h", "Findings"),
    ("p", "The Global Positioning System (GPS) lost lock twice. An entry in the JADC2 gateway log has it."),
    ("p", "Before the CDR the loss must be understood. The Critical Design Review (CDR) is planned for May."),
    ("odd", "This paragraph was pasted from another report."),
    ("p", "The Line of Balance (LOB) for the next build is not affected."),
)  # fmt: skip


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    _report().save(str(FOLDER / "report.docx"))
    _list().save(FOLDER / "acronyms.xlsx")


def _report() -> Any:
    document = docx.Document()
    _set_styles(document)
    document.core_properties.title = "Navigation unit: bench test report (sample)"
    document.core_properties.author = "STORM DAT sample"
    document.core_properties.created = document.core_properties.modified = _MADE.replace(tzinfo=None)
    document.sections[0].header.paragraphs[0].text = "UNCLASSIFIED//INTERNAL"
    document.sections[0].footer.paragraphs[0].text = "UNCLASSIFIED"
    for kind, content in _TEXT:
        _add(document, kind, content)
    return document


def _set_styles(document: Any) -> None:
    for name, size in (("Normal", 12), ("Heading 1", 14), ("Header", 10), ("Footer", 10)):
        font = document.styles[name].font
        font.name, font.size = "Arial", Pt(size)


def _add(document: Any, kind: str, content: Any) -> None:
    if kind == "h":
        document.add_heading(content, 1)
    elif kind == "t":
        _add_table(document, content)
    else:
        run = document.add_paragraph().add_run(content)
        if kind == "odd":
            run.font.name, run.font.size = "Times New Roman", Pt(11)


def _add_table(document: Any, rows: Any) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(10)


def _list() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _MADE.replace(tzinfo=None)
    sheet = book.active
    assert sheet is not None
    sheet.title = "Acronyms"
    sheet.append(["Acronym", "Definition"])
    for row in _LIST:
        sheet.append(row)
    return book


if __name__ == "__main__":
    main()
