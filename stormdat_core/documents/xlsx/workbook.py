"""The workbook part: which sheets there are, in which order, and the names it defines."""

from dataclasses import dataclass, field

from stormdat_core.documents.office.dialects import SHEET
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute

_BUILT_IN = "_xlnm."
_ON = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it."""

    number: int
    """From 1, hidden ones counted."""
    name: str
    part: str
    """Empty when the file does not hold it."""
    state: str
    """`visible`, `hidden`, or `veryHidden`, which only a macro or a program undoes."""


@dataclass(slots=True)
class Workbook:
    """What the workbook part says."""

    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)
    """Names that people gave to cells, ranges and formulas; those that Excel makes for itself left out."""


def read_workbook(package: Package, main: str) -> Workbook:
    """Return the sheets in workbook order, each part once, and the defined names.

    Raises:
        UnreadableDocument: damaged.
    """
    book = Workbook()
    seen: set[str] = set()

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            sheet = _sheet(package, main, len(book.sheets) + 1, attributes)
            if not sheet.part or sheet.part not in seen:
                seen.add(sheet.part)
                book.sheets.append(sheet)
        elif name == "definedName":
            _add_name(book, attributes)

    Parser(start, dialect=SHEET).run(package.read(main), main, package.name)
    return book


def _sheet(package: Package, main: str, number: int, attributes: Attributes) -> Sheet:
    link = package.relationships(main).get(attribute(attributes, "r:id"))
    here = link is not None and not link.external and link.target in package
    part = package.part_name(link.target) if link is not None and here else ""
    name = attribute(attributes, "name")
    if not part:
        package.warnings.append(f"The sheet “{name}” is missing from the file, so it was not read.")
    return Sheet(number, name, part, attribute(attributes, "state", "visible"))


def _add_name(book: Workbook, attributes: Attributes) -> None:
    name = attribute(attributes, "name")
    made_by_excel = name.startswith(_BUILT_IN) or attribute(attributes, "hidden") in _ON
    if name and not made_by_excel:
        book.names[name] = None
