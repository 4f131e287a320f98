"""The base of every table in a profile or settings file, and where in the file a mistake stands.

Tables are frozen, strict about names, and their keys are kebab-case.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

_HEADER = re.compile(r"\s*(\[+)\s*([^\]]+?)\s*\]+")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[][{},]|[^\s][^\s,\]}#]*')
"""What a list in TOML is made of: texts, comments, brackets, and everything else."""
_KEY = re.compile(r"\s*[\"']?([\w.-]+)[\"']?\s*=")


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Options(BaseModel):
    """A table of options. An unknown key is an error, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_kebab, populate_by_name=True)


def first_mistake(text: str, error: ValidationError, under: tuple[str, ...] = ()) -> str:
    """Return the first mistake of a TOML text in a sentence, with its line where that is found.

    Args:
        text: of the file.
        error: of what was read from it.
        under: keys of the table that was checked; none for the whole text.
    """
    # A misspelt key is a missing one too; the spelling is what a person has to see.
    first: Any = min(error.errors(include_url=False), key=lambda each: each["type"] == "missing")
    keys = [*under, *(str(key) for key in first["loc"] if key != "[key]")]
    line = line_of(text, keys)
    place = f"Line {line}, " if line else ""
    message = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{place}“{'.'.join(keys)}”: {message}."


def line_of(text: str, keys: list[str]) -> int:
    """Return the line where the path of `keys` is set, or its table begins; 0 when neither is found.

    Tables of a list are counted from 0: the second `[[rule]]` is `["rule", "1"]`.
    """
    table: list[str] = []
    lists: dict[str, int] = {}
    best = 0
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            table = _table(header[2], lists, listed=len(header[1]) > 1)
            if keys[: len(table)] == table:
                best = number
            continue
        rest = keys[len(table) :]
        key = _KEY.match(line)
        if key and rest and table == keys[: len(table)] and key[1] == rest[0]:
            listed = len(rest) > 1 and rest[1].isdecimal()
            return number + (_line_in_list(text.splitlines()[number - 1 :], int(rest[1])) if listed else 0)
    return best


def _line_in_list(lines: list[str], wanted: int) -> int:
    """Return in which line of a list, from 0, an item of it begins; 0 where that is not found.

    Args:
        lines: from the one on that sets the list.
        wanted: number of the item, from 0.
    """
    return next(islice(_items([lines[0].partition("=")[2], *lines[1:]]), wanted, None), 0)


def _items(lines: list[str]) -> Iterator[int]:
    """Yield the line in which each item of a list begins."""
    depth, begun = 0, False
    for at, line in enumerate(lines):
        for part in (match[0] for match in _PART.finditer(line) if match[0][0] != "#"):
            if depth == 1 and not begun and part not in ",]":
                begun = True
                yield at
            depth += (part in "[{") - (part in "]}")
            if depth <= 0:
                return
            begun = begun and not (depth == 1 and part == ",")


def _table(name: str, lists: dict[str, int], *, listed: bool) -> list[str]:
    """Return the path of a table's head, with its number where it is one of a list."""
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    if not listed:
        return parts
    lists[name] = lists.get(name, -1) + 1
    return [*parts, str(lists[name])]
