"""The library: sweeps and findings in SQLite, kept between runs and shared by window and command line."""

from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.store import Store
from stormdat_core.store.sweeps.rows import (
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
