"""Values as JSON, between the recorder and whoever asks it: what comes in cannot run code, as a pickle can.

A value is a dataclass of `model.media` or something simple; the receiver names the type that it expects.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> bytes:
    """Return a value as JSON in ASCII; lone surrogates of odd file names are escaped and survive."""
    return json.dumps(plain(value)).encode("ascii")


def load(kind: type[T], data: bytes) -> T:
    """Return the value of type `kind` that JSON holds.

    Raises:
        ValueError: it holds something else.
    """
    return as_value(kind, json.loads(data))


def as_value(kind: type[T], data: object) -> T:
    """Return plain data, as it comes out of JSON, as a value of type `kind`.

    Raises:
        ValueError: it is something else.
    """
    value: T = _rich(kind, data)
    return value


def plain(value: object) -> Any:
    """Return a value as what JSON holds: dictionaries, lists, text, numbers."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _rich(kind: Any, data: object) -> Any:
    if kind is Any or kind is object:
        return data
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), data)
    if origin is tuple:
        if not isinstance(data, list):
            raise ValueError(f"a list expected, not {type(data).__name__}")
        return tuple(_rich(get_args(kind)[0], item) for item in data)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data)
    return _simple(kind, data)


def _one_of(kinds: tuple[Any, ...], data: object) -> Any:
    if data is None:
        _expect(type(None) in kinds, kinds, data)
        return None
    (kind,) = (one for one in kinds if one is not type(None))
    return _rich(kind, data)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: type, data: object) -> Any:
    _expect(isinstance(data, dict), kind, data)
    assert isinstance(data, dict)
    hints = _hints(kind)
    _expect(data.keys() <= hints.keys(), kind, sorted(data))
    try:
        return kind(**{name: _rich(hints[name], item) for name, item in data.items()})
    except TypeError as exc:
        raise ValueError(f"{kind.__name__} is incomplete") from exc


def _simple(kind: type, data: object) -> Any:
    if kind is type(None):
        _expect(data is None, kind, data)
        return None
    if kind in (bool, int, str, dict):
        _expect(type(data) is kind, kind, data)
        return data
    if kind is float:
        _expect(type(data) in (int, float), kind, data)
        return float(data)  # type: ignore[arg-type]
    _expect(isinstance(data, str), kind, data)
    return datetime.fromisoformat(str(data)) if kind is datetime else kind(data)


def _expect(right: bool, kind: object, data: object) -> None:
    if not right:
        raise ValueError(f"{kind} expected, not {type(data).__name__}")
