"""Names and titles of revisions of one document, and of documents that only look alike."""

import pytest

from stormdat_core.model.document_names import document_key, title_key


@pytest.mark.parametrize(
    "name",
    [
        "Plan.docx",
        "plan_v2.docx",
        "Plan V1.2.docx",
        "Plan rev 3 - final.docx",
        "Plan-Rev B.docx",
        "Plan (1).docx",
        "Plan (draft).docx",
        "Draft Plan.docx",
        "Plan_DRAFT2_clean.docx",
        "Plan - Copy.docx",
        "Plan - Copy (2).docx",
        "Copy of Plan.docx",
        "2026-03-01 Plan.docx",
        "Plan_20260301.docx",
        "Plan 1 Mar 2026.docx",
        "Plan 01MAR2026 version 4.docx",
        "Plan_v2_redlined_reviewed.docx",
    ],
)
def test_marks_of_versions_are_no_part_of_a_name(name: str) -> None:
    assert document_key(name) == "plan"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chapter 1.docx", "Chapter 2.docx"),
        ("Annual report 2025.docx", "Annual report 2026.docx"),
        ("Volume 2.docx", "Volume 3.docx"),
        ("Video plan.docx", "Plan.docx"),
        ("Finale.docx", "Drafty.docx"),
        ("v2.docx", "v3.docx"),
        ("final.docx", "draft.docx"),
        ("Copying.docx", "Plan.docx"),
        ("Revenue.docx", "Venue.docx"),
        ("Appendix A.docx", "Appendix B.docx"),
    ],
)
def test_other_documents_keep_other_names(one: str, other: str) -> None:
    assert document_key(one) != document_key(other)


def test_a_title_counts_when_it_says_something() -> None:
    assert (
        title_key("Reliability of the valve, draft v2") == title_key("Reliability of the Valve (final)") != ""
    )
    for title in (
        "",
        "Document1",
        "Microsoft Word - Document1",
        "Title",
        "Report 3",
        "PowerPoint Presentation",
    ):
        assert title_key(title) == "", title


def test_a_name_of_any_length_costs_little() -> None:
    assert document_key("a" * 10**6 + ".docx")
    assert document_key("(1) " * 10**5) is not None
    assert document_key("caf\udce9 v2.docx") == document_key("caf\udce9.docx")
