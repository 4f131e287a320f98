"""What is kept of a file beside its findings: values of `model/` as JSON, checked when they come back.

A kind is the name of a field of `FileResult`. To keep another one, give `FileResult` the field and add its
type to `KINDS`. What an older version wrote in another shape is not shown wrongly: it counts as not kept.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from stormdat_core.model import (
    AcronymMatrix,
    FileResult,
    MarkingAudit,
    MarkingPresence,
    PluginsUsed,
    Signatures,
)
from stormdat_core.records import as_value, brief

_log = logging.getLogger("stormdat.store")

KINDS: Mapping[str, type] = {
    "acronyms": AcronymMatrix,
    "markings": MarkingAudit,
    "unaudited": MarkingPresence,
    "plugins": PluginsUsed,
    "signatures": Signatures,
}
"""The type of each kind: a frozen dataclass of texts, numbers, enumerations, tuples and its like."""


def detail_values(file_id: int, result: FileResult) -> list[dict[str, Any]]:
    """Return the rows to keep for a file."""
    held = ((kind, getattr(result, kind)) for kind in KINDS)
    return [
        {"file_id": file_id, "kind": kind, "body": brief(value)} for kind, value in held if value is not None
    ]


def details_from(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the values by kind, those left out that are of no known kind or shape."""
    found: dict[str, Any] = {}
    for kind, body in rows:
        try:
            found[kind] = as_value(KINDS[kind], body)
        except (KeyError, ValueError):
            _log.warning("A detail of kind %s was written by another version and is not shown.", kind)
    return found
