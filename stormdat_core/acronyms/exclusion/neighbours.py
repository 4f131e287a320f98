"""What the words beside a form make of it: a company, a product, a standard, a part, a byte, a command.

All these stand for a thing whose name the reader reads as it is; none is to be spelt out.
"""

import re

from stormdat_core.acronyms.forms import word_lists

_COMPANY_AFTER = re.compile(
    r",? (?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|GmbH|PLC|plc|S\.A|Technologies|Consulting|"
    r"Holdings)\b"
)
_MAKERS = (
    "Microsoft|Adobe|Oracle|Apple|Google|Mac|Eclipse|Intel|Cisco|Dell|Lenovo|Samsung|Sony|Windows|Amazon|Acrobat|"
    "Autodesk|Siemens|Motorola|Qualcomm|Red Hat|Wind River|Texas Instruments|Analog Devices|Hewlett-Packard|"
    "Rational|Apache|Atmel|Xilinx"
)
_MAKER_BEFORE = re.compile(rf"\b(?:{_MAKERS}) $")
_PART_BEFORE = re.compile(
    r"\b(?:P/N|S/N|Model|(?:Part|Model|Serial|Catalog) (?:No\.?|Number))"
    r"[:# ]{0,3}$",
    re.IGNORECASE,
)
_ISSUING = """
ISO IEC EN BS DIN ANSI IEEE ASTM SAE JIS ETSI ITU-T ECMA UL NFPA AIIM ASME NEMA EIA TIA
"""
_ISSUERS = frozenset(_ISSUING.split())
_STANDARD_AFTER = re.compile(r"(?:/[A-Z]{2,8}){0,2}(?: (?:Std\.?|Standard|TS|TR|No\.?))? [A-Z]{0,2}[.-]?\d")
_JOINT_AFTER, _JOINT_BEFORE = re.compile(r"/(?:IEC|IEEE|TS|TR)\b"), re.compile(r"\b(?:ISO|ANSI|IEC)/$")
_BYTE = re.compile(r"[0-9A-F]{2}")
_OTHER_BYTE = r"(?:[0-9][A-F]|[A-F][0-9]|FF|00)"
_BYTE_BEFORE = re.compile(rf"(?:\b0x|\b(?:hex|byte|opcode)s? |(?:^|[ ,]){_OTHER_BYTE}[ ,]{{1,2}})$")
_BYTE_AFTER = re.compile(rf"[ ,]{{1,2}}{_OTHER_BYTE}\b")
_IS_COMMAND = re.compile(
    r" (?:command|statement|keyword|clause|directive|button|state|mode|key|flag|lamp|indicator|position|"
    r"option|qualifier)s?\b"
)
_SPOKEN = re.compile(r"(?:[BCDFGHJ-NP-TV-Z]{0,2}[AEIOUY]){2,4}[BCDFGHJ-NP-TV-Z]{0,2}")
_LEAST_SPOKEN = 5
_DOCUMENT_NUMBER = re.compile(r"(?: [A-Z]\w+)?-\d{1,4}-\d{1,4}(?![\w-])")
"""What goes on as the number of a document: CIO-IT Security-01-08."""
_DATE_BEFORE = re.compile(r"\b(?:YYYY|YY|MM|DD|HH|hh|mm)(?:, (?:and )?|[:/ T-])$")
_DATE_PARTS = frozenset(("YYYY", "YY", "MM", "DD", "HH", "MI", "SS"))
_SERVICES = frozenset(("EBS", "EFS", "RDS", "ELB", "ALB", "SQS", "SNS", "ECS", "EKS", "EMR"))
_CLOUD = re.compile(r"\b(?:AWS|Amazon|EC2|S3|CloudTrail|CloudWatch)\b")
"""What tells that a service of a cloud is meant, by the name of another one."""
_WARES = frozenset(("HW", "SW", "FW"))
_RELEASE_AFTER = re.compile(r" (?:rev|ver|version)\.? (?:x|\d)", re.IGNORECASE)
"""What makes the label of a release: HW rev x; FW rev xxyy; SW ver 12.3.1."""
_YEARS = frozenset(("FY", "CY"))
_YEAR_AFTER = re.compile(r" ?'?(?:19|20)?\d{2}(?!\d|[.,]\d)")
"""What makes a year of a fiscal one: FY 2023, FY24."""
_NAME_AFTER = re.compile(r" (?:[A-Z]\.? )?[A-Z]{3,}\b")
_GIVEN_BEFORE = re.compile(r"\b([A-Z]{3,})(?: [A-Z]\.?)? $")


def by_neighbours(surface: str, before: str, after: str) -> str:
    """Return the class that a form has because of the words beside it; "" for none.

    Args:
        surface: the form without its ending.
        before: some 30 characters before it.
        after: some 16 after it.
    """
    if surface in _WARES and _RELEASE_AFTER.match(after):
        return "SUP-ID"
    if _COMPANY_AFTER.match(after) or (before.endswith(" ") and _MAKER_BEFORE.search(before)):
        return "SUP-NAME"
    if surface in _YEARS and _YEAR_AFTER.match(after):
        return "SUP-ID"
    if surface in _SERVICES and (_CLOUD.search(before) or _CLOUD.search(after)):
        return "SUP-NAME"
    if _DOCUMENT_NUMBER.match(after) or (surface in _DATE_PARTS and _DATE_BEFORE.search(before)):
        return "SUP-ID"
    if of_standard(surface, before, after) or _PART_BEFORE.search(before):
        return "SUP-PART"
    if _BYTE.fullmatch(surface) and (_BYTE_BEFORE.search(before) or _BYTE_AFTER.match(after)):
        return "SUP-ID"
    if len(surface) >= _LEAST_SPOKEN and is_spoken(surface) and _IS_COMMAND.match(after):
        return "SUP-WORD"
    return "SUP-NAME" if surface.isupper() and _of_person(surface, before, after) else ""


def is_spoken(surface: str) -> bool:
    """Return whether a form in capitals can be spoken as a word: ANALYZE; but not RSASSA."""
    return _SPOKEN.fullmatch(surface) is not None


def of_standard(surface: str, before: str, after: str) -> bool:
    """Return whether a form names the issuer of a numbered standard: ISO 9001, ISO/IEC 27001, EN 301 549."""
    if surface not in _ISSUERS:
        return False
    joint = _JOINT_AFTER.match(after) or _JOINT_BEFORE.search(before)
    return joint is not None or _STANDARD_AFTER.match(after) is not None


def _of_person(surface: str, before: str, after: str) -> bool:
    """Return whether a form is part of a person's name in capitals: HELEN SMITH."""
    if surface in word_lists.given_names():
        return _NAME_AFTER.match(after) is not None
    given = _GIVEN_BEFORE.search(before)
    return given is not None and given[1] in word_lists.given_names()
