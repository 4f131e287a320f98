"""Column types that give back exactly the value they were given, whatever a file name or document holds."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Exact(TypeDecorator[str]):
    """Text. What has lone surrogates (a file name that is not UTF-8) is kept as bytes, as SQLite allows."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value if value is None or value.isascii() else _storable(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return text_of(value) if isinstance(value, bytes) else value


class Json(TypeDecorator[Any]):
    """What JSON can hold, with the surrogates that it cannot."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        text = _encode(value)
        return text if text.isascii() else _storable(text)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(text_of(value))


class Moment(TypeDecorator[datetime]):
    """A time with its zone, kept in UTC as text of one length, so that it sorts."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def text_of(value: str | bytes) -> str:
    """Return the text that a column of these types holds."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def _storable(text: str) -> str | bytes:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text
