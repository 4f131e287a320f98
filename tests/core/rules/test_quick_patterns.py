"""What is looked for quickly is what a plain pattern finds: each against the pattern written out."""

import random
import re
from collections.abc import Callable

import pytest

from stormdat_core.acronyms.exclusion import capital_text
from stormdat_core.acronyms.text import verbatim_records
from stormdat_core.markings.banner_lines import loose_wording
from stormdat_core.markings.portion_marks import portions
from stormdat_core.rules.spacing import before_punctuation, gaps
from stormdat_core.rules.wording import blanks, passages, quotations

_STOP = r"(?<![ .(]\w)(?<!\b[eE]\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)(?<!\bcf)[.?!][”’\"')\]]*"
_CODE_WORD = re.compile(
    r"(?:^|\s)(?:-{1,2}[A-Za-z][\w-]*(?=\s|$)|[\w.-]*[$\\`~^{}][\w.-]+|\w+=\S+|\.[a-z]{2,}\w*(?=\s|[,;.]|$)|"
    r"[!?%@#][A-Za-z]\w*|\w+_\w+|\w+\(\)|/[a-z]+/\S*|<[a-z/!][^<>\s]*>)"
)
_SAID = re.compile(
    r"\b(?:I|I['\u2019](?:m|ll|ve|d)|[Ww]e['\u2019](?:re|ll|ve)|[Oo]kay|OK|[Uu]m|uh|[Yy]eah|[Tt]hank you"
    r"|[Dd]on['\u2019]t|[Tt]hat['\u2019]s|[Ii]t['\u2019]s)\b"
)
_PIECES = (
    "I", "I'm", "We’re", "okay", "OK", "um", "uh", "Yeah", "thank you", "don't", "That’s", "it's", "IT", "maxim",
    "The", "word", "e.g.", "i.e.", "vs.", "No.", "cf.", "A.", "x", "end.", "end?”", "end!)", "(end.)", "is:", ": ",
    "-f", "--all", "$HOME", "a=b", ".docx", "#tag", "a_b", "run()", "/etc/x", "<b>", "~", "{", "}", "  ", " ,",
    "( ", " .", " :", " ?", "(U)", "(s//nf)", "(CUI)", "( S )", "(SSP)", "(a)", "SECRET", "cui basic", "S//NF",
    "NASA GSFC:", "SAMPLE THREAT.", "as follows", "states:", "follows.", "\n", "\t", "\u00a0", "\ufffc", "…", "1",
    "press a", "the password", "two spaces", "white space", "enter the command", "[1]", "\"", "'", "``", ",,",
)  # fmt: skip


def texts() -> list[str]:
    """Return texts of such pieces, glued and spaced, the same in every run."""
    dice = random.Random(15)
    return [
        "".join(dice.choice(_PIECES) + dice.choice(("", " ", " ", " ")) for _ in range(dice.randint(1, 14)))
        for _ in range(4_000)
    ]


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("quick", "plain"),
    [
        pytest.param(passages._ENDS, rf"{_STOP}\s+(?=[^\sa-z])|[\n\v\f\r\t]", id="ends of sentences"),
        pytest.param(passages._CLOSES, rf"{_STOP}(?=\s+[^\sa-z])|[\n\v\f\r\t]", id="closing marks"),
        pytest.param(gaps._SINGLE, rf"[.?!…]{gaps._CLOSING} (?=[A-Z\"“‘(\[])|: (?=\S)", id="single spaces"),
    ],
)
def test_patterns_that_begin_with_a_class_find_the_same(quick: re.Pattern[str], plain: str) -> None:
    slow = re.compile(plain)
    found = [(spans(quick, text), spans(slow, text)) for text in texts()]
    assert all(one == other for one, other in found)
    assert any(one for one, _ in found)


def test_words_of_code_are_found_word_by_word() -> None:
    found = [(blanks._has_code_word(text), _CODE_WORD.search(text) is not None) for text in texts()]
    assert all(one == other for one, other in found)
    assert {one for one, _ in found} == {True, False}


def test_words_of_speech_are_counted_alike_and_never_more_than_their_bound() -> None:
    for text in texts():
        said = len(_SAID.findall(text))
        assert len(verbatim_records._SAID.findall(text)) == said
        assert verbatim_records._most_said(text) >= said


def _spoken(text: str) -> bool:
    return bool(blanks._SPOKEN_OF.search(f"{text} ") or blanks._COUNTED.search(text))


def _labelled(text: str) -> bool:
    return verbatim_records._LABEL.match(text) is not None


@pytest.mark.parametrize(
    ("may", "does"),
    [
        pytest.param(lambda text: blanks._are_spoken_of(text, ""), _spoken, id="spaces spoken of"),
        pytest.param(
            quotations._may_announce,
            lambda text: quotations._ANNOUNCES.search(text[-200:]) is not None,
            id="announcements",
        ),
        pytest.param(
            before_punctuation._LIKELY.search,
            lambda text: before_punctuation._SPACES.search(text) is not None,
            id="spaces before marks",
        ),
        pytest.param(
            portions._LIKELY.search,
            lambda text: portions._START.search(text.upper()) is not None or portions._END.search(text),
            id="portion marks",
        ),
        pytest.param(
            loose_wording._LIKELY.search,
            lambda text: loose_wording._MARKING.fullmatch(text.strip()) or loose_wording._SHORT.search(text),
            id="loose markings",
        ),
        pytest.param(
            capital_text._TWO_WORDS.search,
            lambda text: capital_text._LEAD_IN.search(text) is not None,
            id="lead-ins",
        ),
        pytest.param(
            lambda text: ":" in text or text.lstrip()[:1] in verbatim_records._WITHOUT_COLON,
            _labelled,
            id="speakers",
        ),
    ],
)
def test_what_is_passed_over_holds_nothing(
    may: Callable[[str], object], does: Callable[[str], object]
) -> None:
    holding = [text for text in texts() if does(text)]
    assert holding
    assert all(may(text) for text in holding)
