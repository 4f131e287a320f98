"""What is kept of an audit: slots, banners side by side with their reasons, portions, blocks and fields."""

from pathlib import Path

import pytest

from stormdat_core.markings.audit import summary as digest
from stormdat_core.model import (
    Document,
    FieldState,
    FileResult,
    FrontBlock,
    Location,
    MarkingAudit,
    SlotState,
    SweepRequest,
    UnmarkedPortion,
)
from stormdat_core.paths import AppPaths
from stormdat_core.records import brief
from stormdat_core.rules import profiles
from stormdat_core.store import Store
from stormdat_core.store.sweeps.details import details_from
from stormdat_core.sweep import check_file
from tests.core.markings.audited import AUTHORITY, DESIGNATION, heading, lines, secret, word
from tests.core.markings.twins import NOTICE, TITLE_PAGE, authority, cui


def kept(document: Document, **options: object) -> FileResult:
    markings = {"as_of": "2026-01-01", "regime": "dod", **options}
    profile = profiles.Profile.model_validate({"name": "test", "markings": markings})
    return check_file(document.path, profile)


def audit(document: Document, **options: object) -> MarkingAudit:
    found = kept(document, **options).markings
    assert found is not None
    return found


def text_at(document: Document, where: object) -> str:
    return document.blocks[where.block].text[where.start : where.end]  # type: ignore[attr-defined]


def test_live_slots_and_what_stands_there(tmp_path: Path) -> None:
    document = word(tmp_path, secret(), headers={"first": ""}, section=TITLE_PAGE, footer="CONFIDENTIAL")
    slots = {slot.label: (slot.state, slot.banners, slot.agrees) for slot in audit(document).slots}
    assert slots == {
        "first-page header": (SlotState.BLANK, (), False),
        "header": (SlotState.BANNER, ("SECRET",), True),
        "first-page footer": (SlotState.BLANK, (), False),
        "footer": (SlotState.BANNER, ("CONFIDENTIAL",), False),
    }


def test_regimes_side_by_side_with_the_rule_that_makes_them_differ(tmp_path: Path) -> None:
    text = secret("(S//REL TO USA, GBR) It was the pump.", "(S) It leaked.")
    found = audit(word(tmp_path, text))
    assert {rolled.regime: rolled.banner for rolled in found.rolled} == {
        "dod": "SECRET",
        "ic": "SECRET//NOFORN",
        "nara": "SECRET//NOFORN",
    }
    dod, ic, _ = found.rolled
    assert (dod.verdict, dod.differs) == ("the same", ())
    assert ic.verdict == "too weak"
    assert "make the banner NOFORN" in ic.differs[0]
    assert ic.differs[-1] == "Not carried here: no release marking."


def test_a_reason_has_its_portions_and_what_would_be_left_without_them(tmp_path: Path) -> None:
    document = word(tmp_path, secret("(S//NF) It was the pump.", "(S//NF) It leaked."))
    (rolled, *_) = audit(document).rolled
    (noforn,) = (reason for reason in rolled.reasons if reason.element == "NOFORN")
    assert (noforn.portions, noforn.otherwise) == (2, "SECRET")
    assert [text_at(document, where) for where in noforn.places] == ["(S//NF)", "(S//NF)"]
    level = rolled.reasons[0]
    assert (level.element, level.portions, level.otherwise) == ("SECRET", 3, "UNCLASSIFIED")


def test_marks_are_counted_with_their_faults(tmp_path: Path) -> None:
    document = word(tmp_path, secret("(S) It leaked.", "(S//NOFORN) It was old."))
    marks = {use.text: (use.portions, use.read, use.faults) for use in audit(document).marks}
    assert marks == {
        "(S)": (2, True, ()),
        "(U)": (1, True, ()),
        "(S//NOFORN)": (1, True, ("MRK-FORM-BANNER-IN-PORTION",)),
    }


def test_marks_are_read_in_the_regime_that_the_document_chose(tmp_path: Path) -> None:
    document = word(tmp_path, lines("(O-S) The names are in the annex."), header="OFFICIAL-SENSITIVE")
    found = audit(document, regime="auto")
    assert (found.regime, [(use.text, use.read) for use in found.marks]) == ("uk", [("(O-S)", True)])


def test_unmarked_portions_lead_to_their_findings(tmp_path: Path) -> None:
    document = word(tmp_path, secret("The pump is new.") + heading("Result"))
    result = kept(document)
    assert result.markings is not None
    about = {finding.fingerprint: finding.rule for finding in result.findings}
    shown = [(each.text, about[each.finding]) for each in result.markings.unmarked]
    assert shown == [("The pump is new.", "MRK-PORTION-MISSING"), ("Result", "MRK-PORTION-TITLE")]


def test_unmarked_portions_that_share_a_finding(tmp_path: Path) -> None:
    document = word(tmp_path, cui("The pump is new.", "The valve is old."), header="CUI")
    result = kept(document)
    assert result.markings is not None
    (finding,) = (f.fingerprint for f in result.findings if f.rule == "MRK-PORTION-PARTIAL")
    assert [each.finding for each in result.markings.unmarked] == [finding, finding]
    assert not result.markings.due


def _states(blocks: tuple[FrontBlock, ...]) -> dict[str, dict[str, tuple[str, str]]]:
    return {
        block.title: {field.label: (field.state.value, field.value) for field in block.fields}
        for block in blocks
    }


def test_the_authority_block_with_its_fields(tmp_path: Path) -> None:
    document = word(tmp_path, authority(by="Classified By:", derived="Reason: sensitive"))
    assert _states(audit(document).blocks) == {
        "Classification authority block": {
            "Classified By": ("missing", ""),
            "Reason": ("wrong", "sensitive"),
            "Declassify On": ("right", "20450101"),
            "Date of the document": ("right", "2024-01-15"),
        }
    }
    (block,) = audit(document).blocks
    assert block.fields[0].faults == ("“Classified By” gives no name and position, nor an identifier.",)
    reason = block.fields[1]
    assert reason.faults == ("The reason does not cite section 1.4 with a letter from (a) to (h).",)
    assert reason.where is not None
    assert text_at(document, reason.where) == "Reason: sensitive"


def test_a_classified_document_without_a_block_lacks_all_its_lines(tmp_path: Path) -> None:
    found = audit(word(tmp_path, lines("(S) The valve failed.")))
    (block,) = found.blocks
    assert {field.label: field.state for field in block.fields} == dict.fromkeys(
        ("Classified By", "Derived From", "Declassify On", "Date of the document"), FieldState.MISSING
    )


def test_designation_statements_and_notices(tmp_path: Path) -> None:
    block = (*DESIGNATION[:3], "Distribution Statement D.")
    found = audit(word(tmp_path, cui(NOTICE, block=block), header="CUI"))
    states = _states(found.blocks)
    assert states["CUI designation indicator"]["POC"] == ("missing", "")
    assert states["CUI designation indicator"]["CUI Category"] == ("right", "PRVCY")
    assert states["Distribution statements"] == {
        "Distribution statement D": ("wrong", "Distribution Statement D.")
    }
    assert states["Notices"]["Notice for RD"][0] == "wrong"


def test_a_missing_notice(tmp_path: Path) -> None:
    found = audit(word(tmp_path, lines(*AUTHORITY, "(S//RD) The core."), header="SECRET//RD"))
    assert _states(found.blocks)["Notices"] == {"Notice for RD": ("missing", "")}


def test_an_unmarked_document_says_so(tmp_path: Path) -> None:
    found = audit(word(tmp_path, lines("The pump is new."), header="Confidential"), regime="auto")
    assert (found.marked, found.hint, found.rolled, found.slots) == (False, "Confidential", (), ())


@pytest.mark.parametrize("options", [{"audit": "off"}, {"regime": "listed"}])
def test_nothing_is_kept_where_nothing_is_audited(tmp_path: Path, options: dict[str, str]) -> None:
    assert kept(word(tmp_path, secret()), **options).markings is None


def test_it_comes_back_from_the_library_as_it_was(tmp_path: Path) -> None:
    text = secret("The pump is new.", "(S//REL TO USA, GBR) It leaked.", *DESIGNATION)
    found = audit(word(tmp_path, text, headers={"first": ""}, section=TITLE_PAGE))
    assert details_from([("markings", brief(found))]) == {"markings": found}


def test_long_documents_are_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_SLOTS", "MOST_MARKS", "MOST_UNMARKED"):
        monkeypatch.setattr(digest, name, 1)
    found = audit(word(tmp_path, secret("The pump is new.", "The valve is old.", "(S//NF) It leaked.")))
    assert (len(found.slots), found.more_slots) == (1, 1)
    assert (len(found.marks), found.more_marks) == (1, 2)
    assert (len(found.unmarked), found.more_unmarked) == (1, 1)


@pytest.mark.parametrize("text", ["\ud83d", "\x00", "(S) \u202e", "漢😀"])
def test_any_text_survives_the_library(tmp_path: Path, text: str) -> None:
    found = MarkingAudit(
        True, "dod", text, banner=text, unmarked=(UnmarkedPortion(text, Location(note=text)),)
    )
    result = FileResult(tmp_path / "d.docx", "ab" * 32, "docx", markings=found)
    with Store.open(AppPaths.below(tmp_path)) as store:
        sweep = store.start_sweep(SweepRequest((result.path,)), "0", "ab" * 32, profile="x")
        store.add_result(sweep, result)
        (file,) = store.files(sweep)
        assert store.markings(file.id) == found
        assert store.result(file.id).markings == found
