"""Full forms that stay: in parallel lists, as plain words, in the annex that they name."""

import pytest

from stormdat_core.model import Finding
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from tests.core.acronyms.build import Part, document, findings, heading

SAR = "The Security Assessment Report (SAR) is read, and the SAR is signed."
ROE = "The Rules of Engagement (ROE) are read, and the ROE are signed."
BIA = "The Business Impact Analysis (BIA) is read, and the BIA is signed."


def said(*parts: Part | str) -> list[Finding]:
    return findings(document(*parts), rules=(FullFormAgain,))


@pytest.mark.parametrize(
    "text",
    [
        "See other Security Assessment Reports, Interconnection Agreements, Service Level Agreements, and more.",
        "See the Service Level Agreement, Security Assessment Report, and Interconnection Agreement there.",
        "See Interconnection Agreements, Service Level Agreements, and Security Assessment Reports there.",
    ],
)
def test_a_member_of_a_list_in_full_stays(text: str) -> None:
    assert said(SAR, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "See the Security Assessment Report, the plan, and the log before the end of the year.",
        "In May, the Security Assessment Report is sent to the Agency, which reads it.",
        "The Security Assessment Report, Interconnection Agreement (IA) and plan are sent.",
    ],
)
def test_another_list_is_no_list_of_names(text: str) -> None:
    assert len(said(SAR, text)) == 1


def test_plain_words_behind_a_noun_are_no_name() -> None:
    assert said(ROE, "Attach the penetration testing rules of engagement to it.") == []
    assert len(said(ROE, "Attach the rules of engagement to it.")) == 1
    assert len(said(ROE, "Attach the signed rules of engagement to it.")) == 1
    assert len(said(ROE, "Attach the testing Rules of Engagement to it.")) == 1


def test_the_annex_that_is_the_thing_names_it() -> None:
    text = "The Business Impact Analysis is to be found here in the end."
    assert said(BIA, heading("Appendix M – Business Impact Analysis"), text) == []
    assert said(BIA, heading("Appendix – Business Impact Analysis"), text) == []
    assert len(said(BIA, heading("Appendix M – Tables"), text)) == 1
    assert len(said(BIA, heading("Analyses"), text)) == 1


def test_the_section_that_is_the_thing_names_it() -> None:
    text = "The Business Impact Analysis is to be found here in the end."
    assert said(BIA, heading("Business Impact Analysis"), text) == []
    assert len(said(BIA, heading("Business Impact Analysis of 2019"), text)) == 1
    assert len(said(BIA, heading("Business Impact Analysis"), heading("Tables"), text)) == 1
