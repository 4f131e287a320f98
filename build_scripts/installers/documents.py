"""The kinds of documents that installers tell a system about: those that the program reads."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_suffixes() -> tuple[str, ...]:
    """Return the endings of the documents that are read without any plug-in, with their dots, sorted."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    from stormdat_core.documents.formats import our_suffixes

    return tuple(sorted(our_suffixes()))
