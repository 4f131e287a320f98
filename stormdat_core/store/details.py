"""What is kept of a file beside its findings: values of `model/` as JSON, checked when they come back.

A kind is the name of a field of `FileResult`. To keep another one, give `FileResult` the field and add its
type to `KINDS`. What an older version wrote in another shape is not shown wrongly: it counts as not kept.
"""

import logging
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from stormdat_core.model import AcronymMatrix, FileResult, MarkingAudit

_log = logging.getLogger("stormdat.store")

KINDS: Mapping[str, type] = {"acronyms": AcronymMatrix, "markings": MarkingAudit}
"""The type of each kind: a frozen dataclass of texts, numbers, enumerations, tuples and its like."""


def detail_values(file_id: int, result: FileResult) -> list[dict[str, Any]]:
    """Return the rows to keep for a file."""
    held = ((kind, getattr(result, kind)) for kind in KINDS)
    return [
        {"file_id": file_id, "kind": kind, "body": encode(value)} for kind, value in held if value is not None
    ]


def details_from(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the values by kind, those left out that are of no known kind or shape."""
    found: dict[str, Any] = {}
    for kind, body in rows:
        try:
            found[kind] = decode(KINDS[kind], body)
        except (KeyError, TypeError, ValueError):
            _log.warning("A detail of kind %s was written by another version and is not shown.", kind)
    return found


def encode(value: Any) -> Any:
    """Return a value as JSON can hold it; fields that have their default are left out."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if not is_dataclass(value):
        return value
    held = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: encode(each) for field, each in held if each != field.default}


def decode(kind: Any, body: Any) -> Any:
    """Return the value of type `kind` that `encode` made `body` of.

    Raises:
        TypeError, ValueError: `body` is none of that type.
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (each for each in typing.get_args(kind) if each is not type(None))
        return None if body is None else decode(inner, body)
    if origin is tuple:
        return _tuple(typing.get_args(kind), body)
    if is_dataclass(kind):
        return _record(kind, body)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(body)
    if type(body) is not kind and not (kind is float and type(body) is int):
        raise TypeError(f"expected {kind.__name__}")
    return body


def _tuple(kinds: tuple[Any, ...], body: Any) -> tuple[Any, ...]:
    if not isinstance(body, list):
        raise TypeError("expected a list")
    if kinds[1:] == (...,):
        return tuple(decode(kinds[0], each) for each in body)
    return tuple(decode(kind, each) for kind, each in zip(kinds, body, strict=True))


def _record(kind: Any, body: Any) -> Any:
    if not isinstance(body, dict):
        raise TypeError("expected an object")
    known, needed = _shape(kind)
    if not needed <= body.keys() <= known.keys():
        raise ValueError(f"not a {kind.__name__}")
    return kind(**{name: decode(known[name], value) for name, value in body.items()})


@lru_cache(maxsize=64)
def _shape(kind: Any) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Return the types of a dataclass's fields, and which have no default."""
    own = [field for field in fields(kind) if field.init]
    needed = (field.name for field in own if field.default is MISSING and field.default_factory is MISSING)
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in own}, frozenset(needed)
