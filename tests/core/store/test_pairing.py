"""Findings whose surroundings changed: recognised where one would do, and never where two would."""

from stormdat_core.model.excerpts import make_excerpt
from stormdat_core.store.review.pairing import Left, pairs


def left(number: int, text: str, words: str, heading: str = "Pumps", rule: str = "ACR-X") -> Left:
    start = text.index(words)
    end = start + len(words)
    excerpt = make_excerpt(text, start, end)
    return Left.of((number, rule, "A sentence.", excerpt, start, end, heading))


OLD = "Nobody knew why. The crew of the QRS team left the site at noon. It was warm."


def test_a_rewritten_neighbour_loses_nothing() -> None:
    new = "Everybody was told. The crew of the QRS team left the site at noon. Rain fell."
    assert pairs([left(1, OLD, "QRS")], [left(9, new, "QRS")]) == {9: 1}


def test_one_side_that_stayed_is_enough_in_another_chapter_too() -> None:
    new = "All of it was new. A small and happy QRS team left the site at noon."
    assert pairs([left(1, OLD, "QRS")], [left(9, new, "QRS", "Valves")]) == {9: 1}


def test_two_that_would_do_are_none() -> None:
    new = "Everybody was told. The crew of the QRS team left the site at noon."
    assert pairs([left(1, OLD, "QRS")], [left(8, new, "QRS"), left(9, new, "QRS")]) == {}
    assert pairs([left(1, OLD, "QRS"), left(2, OLD, "QRS")], [left(9, new, "QRS")]) == {}


def test_other_words_or_another_rule_are_another_finding() -> None:
    new = OLD.replace("QRS", "TUV")
    assert pairs([left(1, OLD, "QRS")], [left(9, new, "TUV")]) == {}
    assert pairs([left(1, OLD, "QRS")], [left(9, OLD, "QRS", rule="ACR-Y")]) == {}


def test_the_same_words_in_another_sentence_of_the_chapter_are_another_finding() -> None:
    old, new = "The crew of the the team left.", "Contracts of every vendor mention the the."
    assert pairs([left(1, old, "the the")], [left(9, new, "the the")]) == {}


def test_what_is_said_of_a_name_once_moves_with_it() -> None:
    new = "Contracts of every vendor mention QRS."
    old, come = [left(1, OLD, "QRS")], [left(9, new, "QRS", "Valves")]
    assert pairs(old, come) == {9: 1}
    assert pairs(old, come, lambda rules: frozenset((rule, "QRS") for rule in rules)) == {}, "said twice"


def test_signs_and_small_words_beside_a_finding_are_not_enough() -> None:
    old, new = "The manual , of the crew was lost.", "A bridge , of the year was painted."
    assert pairs([left(1, old, " ,")], [left(9, new, " ,", "Valves")]) == {}


def test_two_spaces_are_recognised_by_their_neighbours_alone() -> None:
    old, other = "The crew of  the team left us.", "A bridge was  painted again."
    assert pairs([left(1, old, "  ")], [left(9, other, "  ")]) == {}
    assert pairs([left(1, old, "  ")], [left(9, "Now the crew of  the team left us.", "  ")]) == {9: 1}


def test_numbers_are_no_difference() -> None:
    old, new = "See table 3 for the QRS of unit 4.", "See table 12 for the QRS of unit 77."
    assert pairs([left(1, old, "QRS")], [left(9, new, "QRS")]) == {9: 1}


DOUBLE = "Crews clean every pump on deck twice a week in accordance with  the manual of the depot, signed."


def fixed(new: str, heading: str = "Pumps", old: str = DOUBLE) -> bool:
    return bool(pairs([left(1, old, "  ")], [left(9, new, "  ", heading)], fixed={1}))


def test_what_is_to_be_fixed_stays_with_its_sentence() -> None:
    assert fixed(DOUBLE)
    assert fixed(DOUBLE, "Valves"), "moved to another chapter"
    assert fixed(DOUBLE.replace("twice a week", "every day"))
    assert fixed("It was late. " + DOUBLE + " Nobody came.", "Valves")


def test_what_is_to_be_fixed_goes_to_no_other_sentence() -> None:
    other = "A pilot of another squadron signs the log in accordance with  the manual of the airbase."
    assert not fixed(other)
    assert not fixed(other, "Valves")
    assert not fixed(DOUBLE.replace("twice a week", "by hand now"), "Valves"), "reworded, in another chapter"
    assert pairs([left(1, DOUBLE, "  ")], [left(9, other, "  ")]) == {9: 1}, (
        "what changes no text may be said"
    )


def test_short_text_is_the_same_under_its_heading_only() -> None:
    assert fixed("Valve  open", old="Valve  open")
    assert not fixed("Valve  open", "Valves", old="Valve  open")
