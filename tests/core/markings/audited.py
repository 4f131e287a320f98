"""Word documents for tests of the audit: a marked report whose every part can be replaced by a faulty one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from stormdat_core import documents
from stormdat_core.markings.scheme import Markings
from stormdat_core.model import Document, Finding
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.markings import CATALOGUED
from stormdat_core.rules.profiles import Profile
from tests.word import NAMESPACES, heading, paragraph, table, write_word

TODAY = date(2026, 1, 1)
AUTHORITY = (
    "15 January 2024",
    "Classified By: J. Doe, Program Manager",
    "Derived From: Valve Guide, 20200101",
    "Declassify On: 20450101",
)
DESIGNATION = ("Controlled by: DCSA", "CUI Category: PRVCY", "LDC: FEDCON", "POC: J. Doe, 555-0100")


def lines(*texts: str) -> str:
    return "".join(paragraph(text) for text in texts)


def word(
    folder: Path,
    body: str,
    *,
    header: str | None = "SECRET",
    footer: str | None = "same",
    headers: Mapping[str, str] | None = None,
    section: str = "",
    name: str = "report.docx",
    even: bool = False,
) -> Document:
    """Return a document read from a Word file. `footer` repeats the header unless it says otherwise."""
    shown = {"default": paragraph(header)} if header is not None else {}
    shown |= {
        variant: lines(*text.split("|")) if text else "<w:p/>" for variant, text in (headers or {}).items()
    }
    foot = header if footer == "same" else footer
    parts = {}
    if foot is not None:
        parts["footer_default.xml"] = f"<w:ftr {NAMESPACES}>{paragraph(foot)}</w:ftr>"
        section = '<w:footerReference w:type="default" r:id="rid_footer_default.xml"/>' + section
    if even:
        parts["settings.xml"] = f"<w:settings {NAMESPACES}><w:evenAndOddHeaders/></w:settings>"
    path = write_word(folder / name, body, headers=shown, parts=parts, section=section)
    return documents.read(path)


def secret(*texts: str) -> str:
    """Return a body with an authority block, a marked heading and paragraphs."""
    return (
        lines(*AUTHORITY) + heading("(U) Scope") + lines("(S) The valve failed in the second test.", *texts)
    )


def findings(document: Document, **options: object) -> list[Finding]:
    """Return what the catalogue's rules find in a document, on the first day of 2026."""
    profile = Profile(name="test", markings=Markings.model_validate({"as_of": TODAY, **options}))
    context = RuleContext(document, profile)
    return [finding for rule in CATALOGUED for finding in rule().check(document, context)]


def ids(document: Document, **options: object) -> set[str]:
    return {finding.rule for finding in findings(document, **options)}


def two_sections(
    path: Path,
    references: Mapping[tuple[int, str], str],
    *,
    title: tuple[bool, bool],
    even: bool,
    edge: str = "header",
) -> Document:
    """Return a document of two sections whose headers, or footers, are `banner`, `blank` or a text of their own."""
    parts = {"settings.xml": f"<w:settings {NAMESPACES}>{'<w:evenAndOddHeaders/>' * even}</w:settings>"}
    links = {0: "", 1: ""}
    for (section, variant), state in references.items():
        name = f"{edge}_{section}_{variant}.xml"
        inner = "<w:p/>" if state == "blank" else paragraph("SECRET" if state == "banner" else state)
        parts[name] = f"<w:{edge[0]}dr {NAMESPACES}>{inner}</w:{edge[0]}dr>".replace("fdr", "ftr")
        links[section] += f'<w:{edge}Reference w:type="{variant}" r:id="rid_{name}"/>'
    first, last = (links[at] + "<w:titlePg/>" * title[at] for at in (0, 1))
    body = paragraph("(S) One.", properties=f"<w:sectPr>{first}</w:sectPr>") + paragraph("(S) Two.")
    return documents.read(write_word(path, body, parts=parts, section=last))


def missing_banners(document: Document, edge: str = "header") -> set[tuple[int, str]]:
    """Return (section, variant) of each header, or footer, that the audit says is missing its banner."""
    found = set()
    for finding in findings(document, regime="dod"):
        if (
            finding.rule.startswith("MRK-BANNER-")
            and finding.message.startswith("The ")
            and edge in finding.message.split(" of ")[0]
        ):
            label = finding.message[4:].split(" is blank")[0].split(" holds")[0]
            variant = "first" if "first" in label else "even" if "even" in label else "default"
            found.add((int(label.split()[-1]) - 1, variant))
    return found


__all__ = [
    "AUTHORITY", "DESIGNATION", "findings", "heading", "ids", "lines", "missing_banners", "paragraph", "secret", "table",
    "two_sections", "word",
]  # fmt: skip
