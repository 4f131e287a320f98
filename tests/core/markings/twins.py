"""For each rule about documents a body that has its fault, and a near-twin that has not."""

from dataclasses import dataclass
from pathlib import Path

from stormdat_core.model import Document
from tests.core.markings.audited import AUTHORITY, DESIGNATION, heading, lines, paragraph, secret, table, word
from tests.word import run

TITLE_PAGE = "<w:titlePg/>"
_HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>(S//NF) It was the pump.</w:t></w:r>"
NOTICE = "This document contains Restricted Data as defined by law."
NOT_APPLICABLE = "Declassify On: N/A to RD portions. See source list for NSI portions."


COMPILATION = "(U) The compilation is TOP SECRET because together the dates reveal the schedule."
_WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_PICTURE = (
    f'<w:r><w:drawing><wp:inline {_WP}><wp:docPr id="1" name="" descr="the valve, cut open"/></wp:inline>'
    "</w:drawing></w:r>"
)


def _inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{run(text)}</w:ins>'


def cui(*texts: str, block: tuple[str, ...] = DESIGNATION) -> str:
    return lines(*block) + lines("(CUI) The names are in the annex.", *texts)


def authority(**changes: str) -> str:
    """Return a body whose authority block has other lines."""
    named = dict(zip(("date", "by", "derived", "declassify"), AUTHORITY, strict=True)) | changes
    return lines(*(line for text in named.values() for line in text.split("|") if line)) + lines(
        "(S) The valve failed."
    )


@dataclass(frozen=True)
class Case:
    """A body and how the document differs from the clean one; the twin differs in what matters only."""

    bad: dict[str, object]
    good: dict[str, object]
    regime: str = "dod"


def body(text: str, **more: object) -> dict[str, object]:
    return {"body": text, **more}


CASES: dict[str, Case] = {
    "MRK-BANNER-MISSING": Case(body(secret(), header=None), body(secret())),
    "MRK-BANNER-FOOTER-MISSING": Case(body(secret(), footer=None), body(secret())),
    "MRK-BANNER-FIRSTPAGE": Case(
        body(secret(), headers={"first": ""}, section=TITLE_PAGE), body(secret(), headers={"first": ""})
    ),
    "MRK-BANNER-EVENPAGE": Case(
        body(secret(), headers={"even": ""}, even=True), body(secret(), headers={"even": ""})
    ),
    "MRK-BANNER-HF-DIFFER": Case(body(secret(), footer="CONFIDENTIAL"), body(secret(), footer="SECRET")),
    "MRK-BANNER-MULTI": Case(
        body(secret(), headers={"default": "SECRET|UNCLASSIFIED"}),
        body(secret(), headers={"default": "SECRET|Report"}),
    ),
    "MRK-BANNER-UNPARSED": Case(
        body(secret(), headers={"default": "SECRT//NOFORN"}), body(secret(), headers={"default": "SECRET"})
    ),
    "MRK-BANNER-UNDER": Case(body(secret(), header="CONFIDENTIAL"), body(secret())),
    "MRK-BANNER-OVER": Case(
        body(secret(), header="TOP SECRET"),
        body(secret(COMPILATION), header="TOP SECRET"),
    ),
    "MRK-COMPILATION-REASON": Case(
        body(secret("(U) The compilation is TOP SECRET."), header="TOP SECRET"),
        body(secret(COMPILATION), header="TOP SECRET"),
    ),
    "MRK-REVISION-IN-MARK": Case(
        body(secret() + paragraph("(U", _inserted("//FOUO"), ") The pump is new.")),
        body(secret() + paragraph("(U) The pump is ", _inserted("very"), " new.")),
    ),
    "MRK-PORTION-FIGURE": Case(
        body(secret("(U) The pump is new.") + paragraph(_PICTURE) + lines("(U) It runs.")),
        body(secret("(U) The pump is new.") + paragraph(_PICTURE) + lines("Figure 1. (U) The valve.")),
    ),
    "MRK-CUI-BASIC-INCONSISTENT": Case(
        body(cui("(CUI//PRVCY) The name."), header="CUI"),
        body(lines(*DESIGNATION, "(CUI//PRVCY) The name.", "(U) The pump is new."), header="CUI"),
        "nara",
    ),
    "MRK-CAB-FIRSTPAGE": Case(
        body(heading("(U) Scope") + lines(*["(S) The valve failed."] * 70) + authority()),
        body(heading("(U) Scope") + lines(*["(S) The valve failed."] * 20) + authority()),
    ),
    "MRK-CAB-DECL-PAST": Case(
        body(authority(declassify="Declassify On: 20251231")),
        body(authority(declassify="Declassify On: 20260101")),
    ),
    "MRK-CAB-DECL-RANGE": Case(
        body(authority(declassify="Declassify On: 20490116")),
        body(authority(declassify="Declassify On: 20490115")),
    ),
    "MRK-BANNER-EXTRA": Case(
        body(secret(), header="SECRET//PROPIN"),
        body(secret("(S//PR) As the maker says."), header="SECRET//PROPIN"),
    ),
    "MRK-BANNER-REL": Case(
        body(secret("(S//NF) It was the pump."), header="SECRET//REL TO USA, GBR"),
        body(secret("(S//NF) It was the pump."), header="SECRET//NOFORN"),
    ),
    "MRK-BANNER-JOINT-CARRIED": Case(
        body(secret("(//JOINT S GBR USA//REL TO USA, GBR) Both did."), header="//JOINT SECRET GBR USA"),
        body(secret("(//JOINT S GBR USA//REL TO USA, GBR) Both did."), header="SECRET//FGI GBR"),
    ),
    "MRK-REL-ORPHAN": Case(
        body(lines(*AUTHORITY, "(S//REL) It was the pump.")),
        body(lines(*AUTHORITY, "(S//REL) It was the pump."), header="SECRET//REL TO USA, GBR"),
    ),
    "MRK-PORTION-MISSING": Case(body(secret("The pump is new.")), body(secret("(U) The pump is new."))),
    "MRK-PORTION-TITLE": Case(body(secret() + heading("Result")), body(secret() + heading("(U) Result"))),
    "MRK-PORTION-PARTIAL": Case(
        body(cui("The pump is new."), header="CUI"), body(cui("(U) The pump is new."), header="CUI")
    ),
    "MRK-PORTION-POSITION": Case(
        body(secret("The pump is new. (S//NF)")), body(secret("(U) The pump is new, see (S//NF) above."))
    ),
    "MRK-PORTION-TWICE": Case(
        body(secret("(U) (U) The pump is new.")), body(secret("(U) The pump, see (U) above, is new."))
    ),
    "MRK-PORTION-BLANKET": Case(
        body(secret("(U) All paragraphs are (U) unless otherwise marked.")),
        body(secret("(U) All paragraphs are new.")),
    ),
    "MRK-PORTION-TABLE": Case(
        body(secret() + table(("Result", "The pump was found to leak after the second hour."))),
        body(secret() + table(("Result", "(U) The pump was found to leak after the second hour."))),
    ),
    "MRK-PORTION-HIDDEN": Case(
        body(secret() + paragraph("(U) The pump is new. ", _HIDDEN)),
        body(secret() + paragraph("(U) The pump is new.")),
    ),
    "MRK-PORTION-LISTLABEL": Case(
        body(secret("(A) First, the pump. ", "(B) Then the valve.", "(C) Last, the pipe.")),
        body(secret("(U) First, the pump. ", "(U) Then the valve.", "(C) Last, the pipe.")),
    ),
    "MRK-FILENAME-MISMATCH": Case(
        body(secret(), name="(U) report.docx"), body(secret(), name="(S) report.docx")
    ),
    "MRK-TRANSMITTAL": Case(
        body(secret("(U) This is a letter of transmittal.")),
        body(
            secret("(U) This is a letter of transmittal. Upon removal of the enclosure it is UNCLASSIFIED.")
        ),
    ),
    "MRK-DIST-A": Case(
        body(secret("Distribution Statement A. Approved for public release.")),
        body(
            secret(
                "Distribution Statement D. DoD only; critical technology; 2024. Refer requests to the office."
            )
        ),
    ),
    "MRK-DIST-INCOMPLETE": Case(
        body(secret("Distribution Statement D.")),
        body(
            secret(
                "Distribution Statement D. DoD only; critical technology; 2024. Refer requests to the office."
            )
        ),
    ),
    "MRK-NOTICE-MISSING": Case(
        body(authority(declassify=NOT_APPLICABLE) + lines("(S//RD) The core."), header="SECRET//RD"),
        body(authority(declassify=NOT_APPLICABLE) + lines("(S//RD) The core.", NOTICE), header="SECRET//RD"),
    ),
    "MRK-NOTICE-ORPHAN": Case(
        body(secret("This document contains Restricted Data as defined by law.")), body(secret())
    ),
    "MRK-CUI-SPECIFIED-MISSING": Case(
        body(cui("(CUI//SP-CTI) The drawing."), header="CUI"),
        body(cui("(CUI//SP-CTI) The drawing."), header="CUI//SP-CTI"),
        "nara",
    ),
    "MRK-CUI-IN-CLASS-MISSING": Case(
        body(secret("(CUI//SP-CTI) The drawing.", *DESIGNATION)),
        body(secret("(CUI//SP-CTI) The drawing.", *DESIGNATION), header="SECRET//CUI//SP-CTI"),
        "nara",
    ),
    "MRK-CUI-DI-MISSING": Case(body(cui(block=()), header="CUI"), body(cui(), header="CUI")),
    "MRK-CUI-DI-FIELD": Case(body(cui(block=DESIGNATION[:3]), header="CUI"), body(cui(), header="CUI")),
    "MRK-CUI-DI-PORTION": Case(
        body(cui(block=("(U) Controlled by: DCSA", *DESIGNATION[1:])), header="CUI"),
        body(cui(), header="CUI"),
    ),
    "MRK-CUI-DI-CAT": Case(
        body(cui("(CUI//SP-CTI) The drawing."), header="CUI"),
        body(cui("(CUI//PRVCY) The name."), header="CUI"),
    ),
    "MRK-CUI-CTI-DIST": Case(
        body(cui(block=(DESIGNATION[0], "CUI Category: CTI", *DESIGNATION[2:])), header="CUI"),
        body(
            cui(
                block=(
                    DESIGNATION[0],
                    "CUI Category: CTI",
                    *DESIGNATION[2:],
                    "Distribution Statement D. DoD only; critical technology; 2024. Refer requests to the office.",
                )
            ),
            header="CUI",
        ),
    ),
    "MRK-CUI-MAYBE": Case(
        body(cui("(U) This document may contain CUI."), header="CUI"),
        body(cui("(U) This is new."), header="CUI"),
    ),
    "MRK-CAB-MISSING": Case(body(lines(AUTHORITY[0], "(S) The valve failed.")), body(authority())),
    "MRK-CAB-UNCLASS": Case(
        body(lines(*AUTHORITY, "(U) The valve is new."), header="UNCLASSIFIED"),
        body(lines(AUTHORITY[0], "(U) The valve is new."), header="UNCLASSIFIED"),
    ),
    "MRK-CAB-BY": Case(body(authority(by="Classified By:")), body(authority())),
    "MRK-CAB-SOURCE": Case(body(authority(derived="")), body(authority())),
    "MRK-CAB-BOTH": Case(body(authority(by=f"{AUTHORITY[1]}|Reason: 1.4(c)")), body(authority())),
    "MRK-CAB-REASON": Case(
        body(authority(derived="Reason: sensitive")), body(authority(derived="Reason: 1.4(c)"))
    ),
    "MRK-CAB-MULTI-LIST": Case(
        body(authority(derived="Derived From: Multiple Sources")),
        body(authority(derived="Derived From: Multiple Sources|(U) The source list stands in annex B.")),
    ),
    "MRK-CAB-DECL-MISSING": Case(body(authority(declassify="")), body(authority())),
    "MRK-CAB-DECL-FORMAT": Case(
        body(authority(declassify="Declassify On: 1 January 2045")), body(authority())
    ),
    "MRK-CAB-DECL-MULTI": Case(
        body(authority(declassify=f"{AUTHORITY[3]}|Declassify On: 20460101")),
        body(authority(declassify=f"{AUTHORITY[3]}|{AUTHORITY[3]}")),
    ),
    "MRK-CAB-DECL-RETIRED": Case(body(authority(declassify="Declassify On: OADR")), body(authority())),
    "MRK-CAB-DECL-25X-DATE": Case(
        body(authority(declassify="Declassify On: 25X1")),
        body(authority(declassify="Declassify On: 25X1, 20500101")),
    ),
    "MRK-CAB-DECL-50X-DATE": Case(
        body(authority(declassify="Declassify On: 50X1-HUM, 20500101")),
        body(authority(declassify="Declassify On: 50X1-HUM")),
    ),
    "MRK-CAB-DECL-AEA": Case(
        body(authority() + lines("(S//RD) The core.", NOTICE), header="SECRET//RD"),
        body(authority(declassify=NOT_APPLICABLE) + lines("(S//RD) The core.", NOTICE), header="SECRET//RD"),
    ),
    "MRK-CAB-DATE": Case(body(authority(date="")), body(authority())),
    "MRK-CAB-DOWNGRADE": Case(
        body(authority(declassify=f"Downgrade To: SECRET on 20300101|{AUTHORITY[3]}")),
        body(authority(declassify=f"Downgrade To: CONFIDENTIAL on 20300101|{AUTHORITY[3]}")),
    ),
}


def made(folder: Path, what: dict[str, object]) -> Document:
    text = what["body"]
    rest = {name: value for name, value in what.items() if name != "body"}
    return word(folder, str(text), **rest)  # type: ignore[arg-type]
