"""Which files a purpose takes, by ending: one truth for dialogs, file fields and drops."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from stormdat_core.documents import readable_suffixes
from stormdat_core.file_kinds import MEDIA_TYPES, MODEL_PACKS, NAMED_ALL_THE_SAME, PROFILES
from stormdat_core.plugins import state
from webui.uploads import Purpose

LIST_SUFFIXES = (".csv", ".docm", ".docx", ".dotx", ".tsv", ".txt", ".xlsx")
"""Spelt out, because asking the reader of lists would import it into this process."""
WORDS: Mapping[Purpose, str] = {
    "documents": "Documents",
    "lists": "Acronym lists",
    "profile": "Profiles",
    "media": "Audio and video",
    "models": "Model packs",
}
"""What a dialog calls the files of a purpose."""


def accepted() -> Mapping[Purpose, Sequence[str]]:
    """Return the endings, in lower case, of the files that are taken for each purpose."""
    return _accepted(state.generation())


@lru_cache(maxsize=1)
def _accepted(_generation: int) -> Mapping[Purpose, Sequence[str]]:
    return {
        "documents": (*sorted(readable_suffixes()), *NAMED_ALL_THE_SAME),
        "lists": LIST_SUFFIXES,
        "profile": PROFILES,
        "media": tuple(sorted(MEDIA_TYPES)),
        "models": MODEL_PACKS,
    }
