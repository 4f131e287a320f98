"""A language is known to the model, or the answer is a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.model.transcripts import ModelPack
from stormdat_core.transcription.recognition.languages import NAMES, UnknownLanguage, choices, spoken

ANY = ModelPack("base", Path("/base"), "faster-whisper", (), "MIT", "", 1)
ENGLISH = replace(ANY, name="base-en", languages=("en",))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("", ""), (" ", ""), ("en", "en"), ("EN", "en"), ("en-GB", "en"), ("de_AT", "de"), ("German", "de"), ("yue", "yue"),
     ("haitian  creole", "ht"), ("nb", "no")],
)  # fmt: skip
def test_a_language_by_code_or_name(asked: str, code: str) -> None:
    assert spoken(asked, ANY) == code


@pytest.mark.parametrize("asked", ["klingon", "xx", "e", "en,de", "English language", "../en", "tlh-en"])
def test_what_is_no_language_is_refused(asked: str) -> None:
    with pytest.raises(UnknownLanguage, match="no language"):
        spoken(asked, ANY)


def test_a_pack_says_what_it_knows() -> None:
    assert spoken("en-US", ENGLISH) == "en"
    with pytest.raises(UnknownLanguage, match="“base-en” does not know German, only en"):
        spoken("de", ENGLISH)


def test_a_page_offers_what_some_pack_knows() -> None:
    assert choices([ENGLISH]) == {"en": "English"}
    assert set(choices([ENGLISH, ANY])) == set(NAMES)
    assert choices([]) == {}


def test_the_list_is_that_of_the_engine() -> None:
    tokenizer = pytest.importorskip("faster_whisper.tokenizer")
    assert set(NAMES) == set(tokenizer._LANGUAGE_CODES)
