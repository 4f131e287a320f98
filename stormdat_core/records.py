"""Values as JSON and back: between the recorder and whoever asks it, and in what is kept.

A value is a dataclass of `model` or something simple; the receiver names the type that it expects, so that
what comes in can run no code, as a pickle can, and what another version wrote in another shape is never shown
wrongly.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_EXACT = (bool, int, str, dict)
"""Types whose values JSON gives back as they are."""
_FROM_TEXT: Mapping[type, Callable[[str], object]] = {datetime: datetime.fromisoformat, Path: Path}


def dump(value: object) -> bytes:
    """Return a value as JSON in ASCII; lone surrogates of odd file names are escaped and survive."""
    return json.dumps(plain(value)).encode("ascii")


def load(kind: type[T], data: bytes) -> T:
    """Return the value of type `kind` that JSON holds.

    Raises:
        ValueError: it holds something else.
    """
    return as_value(kind, json.loads(data))


def plain(value: object) -> Any:
    """Return a value as what JSON holds: dictionaries, lists, text, numbers."""
    return _plain(value, brief=False)


def brief(value: object) -> Any:
    """Return a value as what JSON holds, without the fields that have their default."""
    return _plain(value, brief=True)


def as_value(kind: type[T], data: object) -> T:
    """Return plain data, as it comes out of JSON, as a value of type `kind`.

    Raises:
        ValueError: it is something else.
    """
    value: T = _value(kind, data)
    return value


_Read = Callable[[object], Any]
"""Makes a value of one type of plain data, or raises ValueError."""
_Write = Callable[[Any, bool], Any]
"""Makes plain data of a value of one type; without the fields that have their default, if True."""


def _value(kind: Any, data: object) -> Any:
    return _reader(kind)(data)


def _plain(value: Any, *, brief: bool) -> Any:
    kind: Any = type(value)
    write: _Write = _writer(kind)
    return write(value, brief)


@lru_cache(maxsize=512)
def _writer(kind: Any) -> _Write:
    """Return what writes values of a type. What a type is, is looked up once: a meeting has 10^5 values."""
    if issubclass(kind, Enum):
        return lambda value, _: value.value
    if _is_record(kind):
        return partial(_plain_record, _shape(kind))
    if issubclass(kind, tuple | list):
        return lambda value, brief: [_plain(item, brief=brief) for item in value]
    if issubclass(kind, Mapping):
        return lambda value, brief: {str(key): _plain(item, brief=brief) for key, item in value.items()}
    if issubclass(kind, Path):
        return lambda value, _: str(value)
    return (lambda value, _: value.isoformat()) if issubclass(kind, datetime) else (lambda value, _: value)


def _plain_record(shape: "_Shape", value: Any, brief: bool) -> dict[str, Any]:
    usual = shape.usual if brief else {}
    held = ((name, getattr(value, name)) for name in shape.kinds)
    return {
        name: _plain(item, brief=brief) for name, item in held if name not in usual or item != usual[name]
    }


@lru_cache(maxsize=512)
def _reader(kind: Any) -> _Read:
    """Return what reads values of a type."""
    if kind is Any or kind is object:
        return lambda data: data
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return partial(_one_of, get_args(kind))
    if origin is tuple:
        return partial(_row, get_args(kind))
    return partial(_record if _is_record(kind) else _simple, kind)


def _one_of(kinds: tuple[Any, ...], data: object) -> Any:
    if data is None:
        _expect(type(None) in kinds, kinds, data)
        return None
    (kind,) = (one for one in kinds if one is not type(None))
    return _value(kind, data)


def _row(kinds: tuple[Any, ...], data: object) -> tuple[Any, ...]:
    _expect(isinstance(data, list), tuple, data)
    assert isinstance(data, list)
    if kinds[1:] == (...,):
        return tuple(map(_reader(kinds[0]), data))
    return tuple(_value(kind, item) for kind, item in zip(kinds, data, strict=True))


def _record(kind: Any, data: object) -> Any:
    known, needed, _ = _shape(kind)
    if not isinstance(data, dict) or not needed <= data.keys() <= known.keys():
        raise ValueError(f"not a {kind.__name__}")
    return kind(**{name: _reader(known[name])(item) for name, item in data.items()})


def _is_record(kind: Any) -> bool:
    """Return whether a type has named fields: a dataclass or a named tuple."""
    return is_dataclass(kind) or hasattr(kind, "_fields")


class _Shape(NamedTuple):
    """What a type's values are made of."""

    kinds: Mapping[str, Any]
    """The type of each field."""
    needed: frozenset[str]
    """Fields without a default."""
    usual: Mapping[str, Any]
    """Defaults of fields, but for those that are made anew each time."""


@lru_cache(maxsize=128)
def _shape(kind: Any) -> _Shape:
    hints = get_type_hints(kind)
    if not is_dataclass(kind):
        usual = kind._field_defaults
        return _Shape(
            {name: hints[name] for name in kind._fields}, frozenset(kind._fields) - usual.keys(), usual
        )
    own = [field for field in fields(kind) if field.init]
    usual = {field.name: field.default for field in own if field.default is not MISSING}
    made = {field.name for field in own if field.default_factory is not MISSING}
    names = [field.name for field in own]
    return _Shape({name: hints[name] for name in names}, frozenset(names) - usual.keys() - made, usual)


def _simple(kind: Any, data: object) -> Any:
    if kind is float:
        _expect(type(data) in (int, float), kind, data)
        return float(data)  # type: ignore[arg-type]
    if kind in _EXACT or kind is type(None):
        _expect(type(data) is kind, kind, data)
        return data
    if issubclass(kind, Enum):
        return kind(data)
    _expect(isinstance(data, str), kind, data)
    return _FROM_TEXT[kind](str(data))


def _expect(right: bool, kind: object, data: object) -> None:
    if not right:
        raise ValueError(f"{kind} expected, not {type(data).__name__}")
