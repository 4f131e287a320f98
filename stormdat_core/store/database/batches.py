"""Rows and keys in portions that SQLite takes at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
SIZE = 500
"""Rows of an insert, or keys of a question; more at once would only keep Python's garbage collector busy."""


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield all items in their order, `SIZE` at a time; nothing for none."""
    left = iter(items)
    while batch := list(islice(left, SIZE)):
        yield batch
