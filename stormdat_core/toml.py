"""Write the values that a TOML file can hold. Reading is `tomllib`; the standard library has no writer."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time


def write_toml(table: Mapping[str, object]) -> str:
    """Return a TOML text that `tomllib.loads` reads back to the same table.

    Raises:
        TypeError: a value that TOML cannot hold.
        ValueError: a text with a lone surrogate, which UTF-8 cannot hold.
    """
    return "".join(f"{_string(key, bare=True)} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _string(value)
        case datetime() | date() | time():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            pairs = (f"{_string(str(key), bare=True)} = {_value(inner)}" for key, inner in value.items())
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
    raise TypeError(f"TOML cannot hold a {type(value).__name__}.")


def _string(text: str, *, bare: bool = False) -> str:
    """Quote a text as JSON does, which TOML reads alike but for the delete character."""
    text.encode()  # Refuses a lone surrogate, which would make a file that nobody can read.
    if bare and text and text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
