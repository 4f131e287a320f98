"""What a document carries where no profile audits it, and what only looks like it."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.markings import present
from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.whole_document import gather
from stormdat_core.model import BlockKind, FileResult, MarkingPresence, Severity
from stormdat_core.store.sweeps.details import detail_values, details_from
from stormdat_core.sweep import check_file
from tests.core.markings.audited import AUTHORITY, DESIGNATION, heading, lines, secret, word
from tests.shared import real_documents

CUI_IN_WORDS = "CONTROLLED UNCLASSIFIED INFORMATION"
EDGES = (BlockKind.HEADER, BlockKind.FOOTER)


@pytest.mark.parametrize(
    ("body", "header", "seen"),
    [
        (lines("The pump is new."), "SECRET//NOFORN", ("banner SECRET//NOFORN",)),
        (lines("The pump is new."), "CUI", ("banner CUI",)),
        (lines("The pump is new."), "NATO SECRET", ("banner NATO SECRET",)),
        (lines("(S//NF) The pump is new."), None, ("portion mark (S//NF)",)),
        (lines("(U) One.", "(S) Two.", "(U) Three."), None, ("portion marks (U), (S)",)),
        (lines("(CUI) The names."), None, ("portion mark (CUI)",)),
        (lines(*AUTHORITY), None, ("classification authority block",)),
        (lines(*DESIGNATION), None, ("CUI designation block",)),
        (
            secret(), "SECRET",
            ("banner SECRET", "portion marks (U), (S)", "classification authority block"),
        ),
    ],
)  # fmt: skip
def test_markings_are_seen(tmp_path: Path, body: str, header: str | None, seen: tuple[str, ...]) -> None:
    found = present(word(tmp_path, body, header=header))
    assert found is not None
    assert found.seen == seen
    assert found.where is not None


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (lines("The pump is new."), None),
        (lines("The pump is new."), "Company Confidential"),
        (lines("The pump is new."), "Confidential"),
        (lines("The pump is new."), "Controlled Unclassified Information"),
        (lines("The pump is new."), "Secret agents of the pump"),
        (lines("The pump is new."), "Secretary of the Navy"),
        (lines("The formula is SECRET, said the chef.", "This is CUI and CONFIDENTIAL."), None),
        (lines("(C) 2020 The Makers", "All rights are reserved."), None),
        (lines("(C) 2020 The Makers", "(C) 2021 The Makers", "(C) 2022 The Makers"), "(C) 2022 The Makers"),
        (lines("Pump(S) and valve(S)", "Add the part(s).", "(s) for singular"), None),
        (lines("(A) Pumps", "(B) Valves", "(C) Pipes", "(D) Joints", "(S) Spares"), None),
        (lines("Strengths (S)", "(S) Strengths of the pump", "(W) Weaknesses of the pump"), None),
        (lines("Controlled Unclassified Information (CUI) is marked.", "Top Secret (TS) is too."), None),
        (heading("Uranium (U)") + heading("Sulphur (S)") + heading("Carbon (C)"), None),
        (lines("Upon removal of the enclosure this letter is thin."), None),
        (lines("Reason: the pump failed.", "POC: J. Doe"), None),
    ],
)
def test_what_only_looks_like_a_marking(tmp_path: Path, body: str, header: str | None) -> None:
    document = word(tmp_path, body, header=header)
    assert present(document) is None
    assert not gather(document, Scheme(Regime.AUTO)).marked


@pytest.mark.parametrize("path", real_documents("*.*x"), ids=lambda path: path.name[:30])
def test_no_real_document_without_markings_is_said_to_carry_any(path: Path) -> None:
    document = documents.read(path)
    printed = any(block.text.strip() == CUI_IN_WORDS for block in document.blocks if block.kind in EDGES)
    assert (present(document) is not None) == printed
    assert not gather(document, Scheme(Regime.AUTO)).marked


def test_a_profile_that_audits_none_says_so(tmp_path: Path) -> None:
    path = word(tmp_path, secret("The pump is new.")).path
    told, audited = check_file(path, "classic"), check_file(path, "thorough")
    assert told.markings is None
    assert told.unaudited is not None
    assert told.unaudited.sentence == (
        "This document carries security markings that were not audited by the profile “classic”: "
        "banner SECRET; portion marks (U), (S); classification authority block."
    )
    assert audited.markings is not None
    assert audited.unaudited is None


def test_a_document_without_markings_has_nothing_to_say(tmp_path: Path) -> None:
    path = word(tmp_path, lines("The pump is new."), header=None).path
    assert check_file(path, "classic").unaudited is None


def test_it_is_kept(tmp_path: Path) -> None:
    found = present(word(tmp_path, secret()), "classic")
    (row,) = detail_values(1, FileResult(Path("a.docx"), unaudited=found))
    kept = details_from([(row["kind"], row["body"])])
    assert kept == {"unaudited": found}
    assert isinstance(found, MarkingPresence)


UNDER_MARKED = lines(
    "15 January 2015",
    "Classified By: J. Doe, Program Manager",
    "Derived From: Valve Guide, 20100101",
    "Declassify On: 20200101",
    "(S//NF) The valve failed in the second test.",
    "(TS) The pump of the other side fails as well.",
    "It was replaced in the third week.",
)


@pytest.mark.parametrize("profile", ["thorough", "standard"])
def test_an_under_marked_document_is_found_out(tmp_path: Path, profile: str) -> None:
    """A portion above the banner, another footer, a portion without a mark, a date that has passed."""
    path = word(tmp_path, UNDER_MARKED, header="SECRET//NOFORN", footer="CONFIDENTIAL").path
    found = {f.rule: f.severity for f in check_file(path, profile).findings if f.rule.startswith("MRK-")}
    assert found == {
        "MRK-BANNER-UNDER": Severity.ERROR,
        "MRK-BANNER-HF-DIFFER": Severity.ERROR,
        "MRK-PORTION-MISSING": Severity.ERROR,
        "MRK-CAB-DECL-PAST": Severity.WARNING,
    }


@pytest.mark.parametrize(
    "banner",
    ["SECRET//REL TO USA, GBR", "TOP SECRET//SI//NOFORN", "CUI//SP-CTI", "NATO SECRET", "SECRET//RD"],
)
def test_a_right_banner_needs_no_approval(tmp_path: Path, banner: str) -> None:
    """Only a house's own list says which of the right ones it uses."""
    path = word(tmp_path, lines("The pump is new."), header=banner).path
    for profile in ("standard", "thorough"):
        assert "MRK-NOT-APPROVED" not in {f.rule for f in check_file(path, profile).findings}
    assert "MRK-NOT-APPROVED" in {f.rule for f in check_file(path, "classic").findings}
