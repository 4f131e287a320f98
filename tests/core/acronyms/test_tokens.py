"""What an acronym looks like."""

import pytest

from stormdat_core.acronyms import find_mentions
from stormdat_core.acronyms.forms.short_forms import acronyms_in, is_certain, key, singular


@pytest.mark.parametrize(
    "surface",
    [
        "GPS",
        "NAVSEA",
        "C4ISR",
        "F2T2EA",
        "3D",
        "V&V",
        "VV&A",
        "A2/AD",
        "R&D",
        "U.S.",
        "U.K.",
        "DoD",
        "DeCA",
        "SIPRNet",
        "MCoE",
        "IaaS",
        "FedRAMP",
        "OUSD(A&S)",
        "USD(P)",
        "IV&V",
        "UN-NADAF",
        "SMEs",
        "NASA's",
        "LRUs",
    ],
)
def test_an_acronym_by_its_looks(surface: str) -> None:
    assert is_certain(surface)


@pytest.mark.parametrize(
    "surface",
    [
        "The",
        "A",
        "5B",
        "PowerPoint",
        "WordNet",
        "WiFi",
        "McDonald",
        "McCoy",
        "FileID",
        "OsTask",
        "MS3456-12",
        "5935-01-234-5678",
        "SRS-0042",
        "HTTP_GET",
        "e.g.",
        "Ph.D.",
        "a.m.",
        "gps",
        "N00024-20-C-1234",
        "INTEROPERABILITY",
    ],
)
def test_no_acronym_without_evidence(surface: str) -> None:
    assert not is_certain(surface)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("GPS/INS", ["GPS", "INS"]),
        ("GPS-aided", ["GPS"]),
        ("IV&V", ["IV&V"]),
        ("A/C.3/66/L.51", []),
        ("NASA's", ["NASA's"]),
    ],
)
def test_the_acronyms_within_one_token(token: str, expected: list[str]) -> None:
    assert [token[start:end] for start, end in acronyms_in(token)] == expected


@pytest.mark.parametrize(
    ("surface", "base"),
    [
        ("SMEs", "SME"),
        ("NASA's", "NASA"),
        ("UAS'", "UAS"),
        ("F-35s", "F-35"),
        ("CONOPS", "CONOPS"),
        ("U.S.", "U.S."),
    ],
)
def test_endings_are_inflection(surface: str, base: str) -> None:
    assert singular(surface) == base


def test_variants_share_a_key() -> None:
    assert key("U.S.") == key("US") == key("U. S.")
    assert key("C4ISR") == key("C4-ISR")
    assert key("DoD") == key("DOD") == key("DoDs")
    assert key("R&D") != key("RD")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All SMEs and NASA's LRUs meet in the U.S. today.", ["SMEs", "NASA's", "LRUs", "U.S."]),
        ("The non-DoD users need GPS-aided fuses.", ["DoD", "GPS"]),
        ("SECTION II REFERENCES AND ANNEXES", []),
        ("The system SHALL NOT stop.", []),
        ("We use cyclic redundancy checks (crc) and the crc is short.", ["crc"]),
        ("As in document A/C.3/66/L.51, paragraph 4.", []),
        ("We use an efficient PSO (EPSO) and the PSO of last year.", ["EPSO", "PSO"]),
        ("A rotation of the Streaming SIMD Extensions (SSE) and AVX.", ["SSE", "AVX"]),
        ("Both combinations of 2D - FCN and 3D - RNN work.", ["2D - FCN", "3D - RNN"]),
        ("The WiFi and LiFi of McCoy and LeCun; DeCA and DoD.", ["DeCA", "DoD"]),
        ("The average MAP of all users was measured.", ["MAP"]),
        ("The users must NOT open the MAP ROOM again.", []),
    ],
)
def test_mentions_in_text(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_mentions(text)] == expected


def test_mentions_point_into_the_original_text() -> None:
    text = "The Glo\u00adbal Positioning System (G\u200bPS) and SIPR\u00adNet work."
    assert [text[start:end] for start, end in find_mentions(text)] == ["G\u200bPS", "SIPR\u00adNet"]
