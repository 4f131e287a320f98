"""Kinds of files by ending."""

import pytest

from stormdat_core.documents import readable_suffixes
from stormdat_core.file_kinds import COPIED, MEDIA_TYPES, NAMED_ALL_THE_SAME, TRANSCRIBE, unread
from webui.accepts import accepted


@pytest.mark.parametrize("suffix", sorted(MEDIA_TYPES))
def test_a_folder_tells_of_all_media_that_a_dialog_offers(suffix: str) -> None:
    assert unread(suffix)[1] == TRANSCRIBE
    assert suffix in accepted()["media"]


@pytest.mark.parametrize("suffix", NAMED_ALL_THE_SAME)
def test_what_a_dialog_lets_through_unread_has_its_own_cure(suffix: str) -> None:
    assert suffix not in readable_suffixes()
    assert unread(suffix)[1] != unread(".nothing")[1]


def test_copies_are_made_of_what_is_read() -> None:
    assert set(COPIED) <= readable_suffixes()
