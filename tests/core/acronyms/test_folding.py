"""What compares as equal, what does not, and the way back from a folded text to its own."""

import time

import pytest

from stormdat_core.acronyms import extract_pairs
from stormdat_core.acronyms.forms.comparison import Likeness, compare
from stormdat_core.acronyms.forms.folding import fold, fold_each, folded, seen
from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.text.phrases import PhraseIndex, normal
from tests.core.acronyms.build import acronym_list, document, findings, ids, index, table

SHY, ZWSP, RLM, EMBED, POP = "\u00ad", "\u200b", "\u200f", "\u202a", "\u202c"
EQUAL = [
    ("Oﬃce", "Office"),
    ("ﬁle ﬂow oﬀ ﬄ ﬅ", "file flow off ffl st"),
    ("Re\u0301seau", "Réseau"),
    ("Réseau", "Re\u0301seau"),
    ("e\u00ad\u0301", "é"),
    ("a\u0302\u0301", "ấ"),
    ("ﬁ\u0301n", "fín"),
    ("ＨＤＬ（ａ－１）", "HDL(a-1)"),
    (f"Inter{SHY}national", "International"),
    (f"Data{ZWSP}{RLM} Hub{EMBED}{POP}", "Data Hub"),
    ("Q\ufe0f", "Q"),
    ("F\u201116", "F-16"),
    ("a\u00a0b\u2009c\u202fd\u3000e", "a b c d e"),
    ("“Hub’s”", '"Hub\'s"'),
    ("\u212b \u2126 \u212a \u00b5", "Å Ω K μ"),
    ("x \u2014 y \u2015 z", "x – y – z"),
    ("Widget®", "Widget"),
]
DIFFERENT = [
    ("CAB", "САВ"),  # Cyrillic
    ("m²", "m2"),
    ("CO₂", "CO2"),
    ("résumé", "resume"),
    ("e\u0327", "é"),
    ("½", "1/2"),
    ("№ 5", "No 5"),
    ("æther", "aether"),
    ("Ⅳ", "IV"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_what_looks_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert fold(folded(one)).text == folded(one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_is_another_letter_or_means_something_else_stays(one: str, other: str) -> None:
    assert folded(one) != folded(other)
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("The Oﬃce of", "Office", "Oﬃce"),
        ("The Oﬃce of", "Off", "Oﬃ"),  # a ligature is one character
        ("The Oﬃce of", "of", "of"),
        ("Re\u0301seau E\u0301cole", "École", "E\u0301cole"),
        (f"{SHY}In{SHY}ter{SHY} (I)", "Inter", f"In{SHY}ter"),
        (f"ﬁ{SHY}{SHY}ﬁ x", "fifi", f"ﬁ{SHY}{SHY}ﬁ"),
        (f"a{SHY}b", "b", "b"),
        ("（ＨＤＬ） is", "HDL", "ＨＤＬ"),
    ],
)
def test_the_way_back(text: str, part: str, original: str) -> None:
    made = fold(text)
    at = made.text.index(part)
    assert text[slice(*made.origin(at, at + len(part)))] == original


def test_each_is_folded_as_alone() -> None:
    texts = ["plain", "a\tb\nc", "Oﬃce", f"x{SHY}y", "", "naïve"]
    assert [each.text for each in fold_each(texts)] == [fold(text).text for text in texts]


@pytest.mark.parametrize("piece", ["ﬁ", f"a{SHY}", "e\u0301", "e" + "\u0301" * 500, "Ａ", SHY, "\u0301"])
def test_cost_grows_with_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * (count // len(piece))
        before = time.process_time()
        fold(text)
        return time.process_time() - before

    seconds(50_000)
    small = min(seconds(50_000) for _ in range(3))
    assert min(seconds(400_000) for _ in range(3)) < 24 * small + 0.02


def test_definitions_are_found_whatever_they_are_written_with() -> None:
    for text in (
        "The High Data Link （HDL） is here.",
        f"The High Da{SHY}ta Link (H{SHY}DL) is here.",
        "The High Data Link (ＨＤＬ) is here.",
        "The High\u00a0Data\u2009Link\u200b (HDL) is here.",
    ):
        (found,) = extract_pairs(text)
        assert text[found.short_start : found.short_end] == found.short
        assert text[found.long_start : found.long_end] == found.long
        assert (key(found.short), normal(found.long)) == ("HDL", "high data link")


def test_full_forms_are_the_same_in_every_spelling() -> None:
    assert compare("Oﬃce of Field Safety", "Office of Field Safety") is Likeness.EQUAL
    assert compare("Re\u0301seau Civil", "Réseau Civil") is Likeness.EQUAL
    assert compare("Research ＆ Development", "Research & Development") is Likeness.EQUAL
    assert compare("САВ Unit", "CAB Unit") is Likeness.DIFFERENT
    phrases = PhraseIndex([(f"Oﬃce of Fie{SHY}ld Safety", 1)])
    assert [hit.value for hit in phrases.find("the office of field safety")] == [1]
    assert phrases.get("Office of Field Safety") == 1


def test_a_list_and_a_document_may_spell_differently() -> None:
    given = acronym_list(("ＯＦＳ", "Oﬃce of Field Safety"), (f"T{SHY}IF", "Traffic Information File"))
    made = document(
        "The Office of Field Safety (OFS) keeps the Traﬃc Information File (TIF). OFS and TIF work.",
        "The OFS has the TIF.",
    )
    assert ids(made, [given]) == []


def test_a_full_form_is_found_again_without_its_soft_hyphen() -> None:
    made = document(f"Inter{SHY}national Data Hub (IDH) works; IDH too.", "The International Data Hub again.")
    (found,) = findings(made)
    assert found.rule == "ACR-FULL-FORM"
    assert SHY not in found.message


def test_messages_hold_nothing_that_nobody_sees() -> None:
    made = document(
        f"Inter{SHY}national Data{ZWSP} Hub (IDH) works; IDH too.",
        f"The Inter{SHY}national Data Hub rules {RLM}here.",
    )
    said = [each.message for each in findings(made)]
    assert said
    assert all(seen(each) == each for each in said)
    assert "International Data Hub" in "".join(said)


def test_the_tables_rows_compare_likewise() -> None:
    rows = table(("Acronym", "Definition"), ("ＯＦＳ", f"Of{SHY}fice of Field Safety"))
    assert ids(document("The Oﬃce of Field Safety (OFS) met. OFS and OFS.", rows)) == []


def test_other_letters_make_another_acronym() -> None:
    made = index("The Central Air Board (CAB) met. The САВ did not. The CO₂ and CO2 and m² differ.")
    assert "CAB" in made.entries
    assert made.entries["CAB"].uses == ()
