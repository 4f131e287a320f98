"""A block is filled faster than a frozen value is: it is one all the same."""

import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from stormdat_core.model import Block, BlockKind, Location, Run, RunFormat
from stormdat_core.model.document import Role, RunSource


def made() -> Block:
    runs = tuple(Run(text, RunFormat("Arial", 10.0), RunSource("part", 0)) for text in ("One ", "two"))
    return Block(3, BlockKind.CELL, runs, Location(block=3), style="Body", gap=1)


def test_fields_are_those_that_were_given() -> None:
    block = made()
    assert (block.index, block.kind, block.style, block.gap, block.role) == (
        3,
        BlockKind.CELL,
        "Body",
        1,
        Role.BODY,
    )
    assert block.text == "One two"
    assert all(hasattr(block, each.name) for each in fields(Block))


def test_nothing_can_be_set() -> None:
    block = made()
    with pytest.raises(FrozenInstanceError):
        block.index = 4  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        block.other = 4  # type: ignore[attr-defined]


def test_equal_blocks_are_equal_wherever_they_come_from() -> None:
    block = made()
    assert type(block) is Block
    assert pickle.loads(pickle.dumps(block)) == block == replace(block)
    assert hash(block) == hash(made())
    assert replace(block, runs=block.runs[:1]).text == "One "


@pytest.mark.parametrize("kind", [BlockKind, Role])
def test_kinds_hash_as_the_text_that_they_equal(kind: type[BlockKind]) -> None:
    assert all(hash(each) == hash(each.value) and each == each.value for each in kind)
