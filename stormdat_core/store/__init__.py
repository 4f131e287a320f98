"""The library: sweeps and findings in SQLite, kept between runs and shared by window and command line."""

from stormdat_core.store.erasing import Erasure
from stormdat_core.store.rows import (
    Facets,
    FindingRow,
    FoundIn,
    Noted,
    NotStored,
    Page,
    PassedKind,
    StoredFile,
    SweepRunning,
)
from stormdat_core.store.store import Store

__all__ = [
    "Erasure",
    "Facets",
    "FindingRow",
    "FoundIn",
    "NotStored",
    "Noted",
    "Page",
    "PassedKind",
    "Store",
    "StoredFile",
    "SweepRunning",
]
