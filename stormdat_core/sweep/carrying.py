"""A reviewer's own comments in a newer revision: kept first of all, then put where their text stands now.

A comment whose text is not found is a finding without a place that says so. A person puts it on other text,
or drops it; it never goes to another sentence by itself, and never gets lost.
"""

from collections.abc import Iterator
from functools import cache

from stormdat_core.model import Finding
from stormdat_core.model.comments import is_gone, type_of, without_place
from stormdat_core.store import Store
from stormdat_core.sweep.locating import Place, Text, locate
from stormdat_core.sweep.reviewing import Remark, told_apart


def keep(store: Store, file_id: int, against: int) -> int:
    """Give a file the comments on an earlier revision, without places as yet; return how many there are."""
    return store.comments.keep(file_id, map(without_place, store.comments.of(against)))


def place(store: Store, file_id: int) -> tuple[int, int]:
    """Put the comments without a place where their text stands, if the text of the file is there.

    Returns:
        How many were put, and how many are still without a place.
    """
    waiting = [each for each in store.comments.of(file_id) if is_gone(each)]
    new = Text(store.blocks.all(file_id)) if waiting else Text(())
    put = 0
    for old, found in _found(store, file_id, waiting, new) if new.blocks else ():
        block = next(each for each in new.blocks if each.index == found.block)
        where = block.where._replace(start=found.start, end=found.end)
        said = Remark(old.message, type_of(old))
        made = told_apart(store, file_id, block.text, where, said, old.fingerprint)
        store.comments.move(file_id, old, made)
        put += 1
    return put, len(waiting) - put


def _found(store: Store, file_id: int, waiting: list[Finding], new: Text) -> Iterator[tuple[Finding, Place]]:
    """Yield the comments whose text is found, with its place."""

    @cache
    def text(file: int) -> Text:
        return Text(store.blocks.all(file))

    for each in waiting:
        for file, where in store.comments.stood(file_id, each.fingerprint):
            found = locate(text(file), new, Place(where.block, where.start, where.end))
            if found is not None:
                yield each, found
                break
