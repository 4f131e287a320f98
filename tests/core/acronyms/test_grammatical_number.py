"""Full forms as a list holds them."""

import pytest

from stormdat_core.acronyms.forms.comparison import Likeness, compare
from stormdat_core.acronyms.forms.grammatical_number import listed_form

MARKED = [
    ("AORs", "Areas of Responsibility", "Area of Responsibility"),
    ("SOPs", "Standard Operating Procedures", "Standard Operating Procedure"),
    ("RFIs", "requests for information", "request for information"),
    ("AGs", "Attorneys General", "Attorney General"),
    ("LLs", "Lessons Learned", "Lesson Learned"),
    ("AoAs", "Analyses of Alternatives", "Analysis of Alternatives"),
    ("MOUs", "Memoranda of Understanding", "Memorandum of Understanding"),
    ("COAs", "COURSES OF ACTION", "COURSE OF ACTION"),
    ("NCOs", "Noncommissioned Officers", "Noncommissioned Officer"),
    ("GPSs", "Global Positioning Systems", "Global Positioning System"),
    ("SSAs", "Source Selection Authorities", "Source Selection Authority"),
    ("GSA's", "General Services Administration's", "General Services Administration"),
    ("SRSs", "Software Requirements Specifications", "Software Requirements Specification"),
]
LEFT = [
    ("US", "United States"),
    ("AF", "Armed Forces"),
    ("ROE", "Rules of Engagement"),
    ("CoS", "Chiefs of Staff"),
    ("HQs", "Headquarters"),
    ("LOGs", "Logistics"),
    ("AOR", "Area of Responsibility"),
    ("PMs", "Program Status"),
    ("X", ""),
    ("Xs", ""),
]


@pytest.mark.parametrize(("short", "full", "listed"), MARKED)
def test_a_marked_plural_is_listed_in_the_singular_and_counts_as_the_same(
    short: str, full: str, listed: str
) -> None:
    assert listed_form(short, full) == listed
    assert compare(full, listed) is Likeness.EQUAL


@pytest.mark.parametrize(("short", "full"), LEFT)
def test_what_is_no_marked_plural_stays(short: str, full: str) -> None:
    assert listed_form(short, full) == full
