"""Where a text defines an acronym: the patterns, the alignment, and what is never a definition."""

import pytest

from stormdat_core.acronyms import AcronymPair, extract_pairs


def pairs(text: str) -> list[tuple[str, str]]:
    found = extract_pairs(text)
    for pair in found:
        assert text[pair.short_start : pair.short_end] == pair.short
        assert text[pair.long_start : pair.long_end] == pair.long
    return [(pair.short, pair.long) for pair in found]


@pytest.mark.parametrize(
    ("text", "expected", "pattern"),
    [
        (
            "The Software Requirements Specification (SRS) rules.",
            ("SRS", "Software Requirements Specification"),
            "P1",
        ),
        ("The Concept Design Paper [CDP] rules.", ("CDP", "Concept Design Paper"), "P1"),
        (
            "The SRS (Software Requirements Specification) rules.",
            ("SRS", "Software Requirements Specification"),
            "P2",
        ),
        ("CNS1 (for cyclophilin seven suppressor) grows.", ("CNS1", "cyclophilin seven suppressor"), "P2"),
        ('The Test Control Unit (hereafter "TCU") runs.', ("TCU", "Test Control Unit"), "P3"),
        ("The Test Control Unit (or TCU) runs.", ("TCU", "Test Control Unit"), "P3"),
        ("The Plan of Record, or POR, stands.", ("POR", "Plan of Record"), "P4"),
        ("The Plan of Record, hereafter POR, stands.", ("POR", "Plan of Record"), "P4"),
        ("The Plan of Record, abbreviated as POR, stands.", ("POR", "Plan of Record"), "P4"),
        (
            "The Initial Operating Capability (IOC, the threshold) moved.",
            ("IOC", "Initial Operating Capability"),
            "P5",
        ),
        (
            "The (IOC, Initial Operating Capability) date moved.",
            ("IOC", "Initial Operating Capability"),
            "P5",
        ),
        (
            "A layer (hardware abstraction layer or HAL) hides it.",
            ("HAL", "hardware abstraction layer"),
            "P5",
        ),
        ("FQT = Formal Qualification Test; more", ("FQT", "Formal Qualification Test"), "P6"),
        ("FQT: Formal Qualification Test", ("FQT", "Formal Qualification Test"), "P6"),
        ("FQT \u2013 Formal Qualification Test", ("FQT", "Formal Qualification Test"), "P6"),
        ("POR stands for plan of record.", ("POR", "plan of record"), "P7"),
    ],
)
def test_each_pattern(text: str, expected: tuple[str, str], pattern: str) -> None:
    (pair,) = extract_pairs(text)
    assert (pair.short, pair.long) == expected
    assert pair.pattern == pattern


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("anti-tamper/access denial (ATAD)", "anti-tamper/access denial", id="hyphen and slash"),
        pytest.param("line-replaceable units (LRUs)", "line-replaceable units", id="plural"),
        pytest.param("command and control (C2)", "command and control", id="digit repeats a letter"),
        pytest.param("find, fix, track, target, engage, assess (F2T2EA)", None, id="two digits"),
        pytest.param("machine-to-machine (M2M)", "machine-to-machine", id="digit as a word"),
        pytest.param("three-dimensional (3D)", "three-dimensional", id="digit named"),
        pytest.param("verification, validation, and accreditation (VV&A)", None, id="ampersand"),
        pytest.param("Secret Internet Protocol Router Network (SIPRNet)", None, id="letters in a word"),
        pytest.param("extensible markup language (XML)", "extensible markup language", id="x for ex"),
        pytest.param("International Statistical Institute (ISI)", None, id="not the nearest tail"),
        pytest.param("proton pump inhibitors (PPIs)", "proton pump inhibitors", id="initials before tail"),
        pytest.param("Concept of Operations (CONOPS)", "Concept of Operations", id="syllables"),
        pytest.param("Coordinated Universal Time (UTC)", "Coordinated Universal Time", id="another order"),
        pytest.param("kilobits per second (kbps)", "kilobits per second", id="small letters"),
    ],
)
def test_letters_align_with_words(text: str, expected: str | None) -> None:
    ((_, long),) = pairs(text)
    assert long == (expected or text[: text.rindex(" (")])


@pytest.mark.parametrize(
    "text",
    [
        "It was shown before (Smith et al., 2004).",
        "The paragraph (see 3.2) is void.",
        "(U) This is open. (S//NF) This is not. (CUI) Nor this.",
        "Captain A. B. Smith (USN) and Dr. Jones (Ph.D.) came.",
        "Torque to 25 N m (18 FT LB) and 40 PSI (276 KPA).",
        "Figure 3 (SHEET 2 OF 4). See Table IV (CONT).",
        "It passed (PASS/FAIL). Stop within 5 s (TBR).",
        "The result, UNICEF (UNICEF Committee), was known.",
        "They use Only Words, SC (SC) and more.",
    ],
)
def test_no_definition(text: str) -> None:
    assert pairs(text) == []


def test_a_full_form_stays_within_its_sentence_and_bracket() -> None:
    assert pairs("We ran the Global test. Positioning System (GPS) followed.") == []
    assert pairs("Line Balance (old) Unit (LBU) was used.") == []


def test_several_definitions_in_a_key() -> None:
    text = "PM = Prime Minister DPM = Deputy Prime Minister FM = Foreign Minister; COTS = commercial off-the-shelf."
    assert [short for short, _ in pairs(text)] == ["PM", "DPM", "FM", "COTS"]
    assert pairs(text)[1][1] == "Deputy Prime Minister"


def test_the_contract_with_measuring_tools() -> None:
    (pair,) = extract_pairs("A Line of Balance (LOB).")
    assert pair == AcronymPair("LOB", "Line of Balance", 19, 22, 2, 17, "P1", "initials")


def test_offsets_point_into_the_original_text() -> None:
    text = "The Glo\u00adbal\u00a0Positioning \u201cSystem\u201d (G\u200bPS) works."
    (pair,) = extract_pairs(text)
    assert text[pair.short_start : pair.short_end] == pair.short == "G\u200bPS"
    assert text[pair.long_start : pair.long_end] == pair.long


@pytest.mark.parametrize(
    "text", ["", "(", ")(", "((((", "= = =", "\ud800 (AB)", "\u0130stanbul \u0130dari Kurulu (\u0130IK)"]
)
def test_odd_text_does_no_harm(text: str) -> None:
    for pair in extract_pairs(text):
        assert text[pair.long_start : pair.long_end] == pair.long


@pytest.mark.parametrize(
    "text",
    [
        "Mission Data File \u2013 MDF \u2013 is loaded.",
        "The Mission Data File\u2014MDF\u2014is loaded.",
        "The mission data file -- MDF -- is loaded.",
        "The Mission Data File - MDF - is loaded.",
        "MDF \u2013 Mission Data File \u2013 is loaded.",
        "The MDF\u2014the Mission Data File\u2014is loaded.",
        "It loads a Mission Data File \u2013 MDF.",
    ],
)
def test_dashes_set_a_definition_off(text: str) -> None:
    assert [(short, long.lower()) for short, long in pairs(text)] == [("MDF", "mission data file")]


@pytest.mark.parametrize(
    "text",
    [
        "Open Monday \u2013 MON \u2013 to Friday.",
        "Pages AB \u2013 CD \u2013 EF are gone.",
        "Between Main Data Feed 1 \u2013 MAX \u2013 it grew.",
        "The range 10 \u2013 20 \u2013 MAX is wide.",
        "We load files \u2013 MDF \u2013 and go.",
        "The MDF \u2013 my data is far behind \u2013 is loaded.",
    ],
)
def test_dashes_of_other_kinds_define_nothing(text: str) -> None:
    assert pairs(text) == []


def test_or_alone_defines_where_every_letter_begins_a_word() -> None:
    assert pairs("Each Interface Design Document or IDD is read.") == [("IDD", "Interface Design Document")]
    assert pairs("Use functional performance criteria, shorthand of FPC, here.") == [
        ("FPC", "functional performance criteria")
    ]
    assert pairs("Choose a red one or RFC.") == []
    assert pairs("Bring ideas down or ID.") == []
