"""The evidence: every action that minutes state. Built once for a document; rule and report rest on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.model import Block, Document
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.needs import builds

_ACTION = re.compile(r"^\s*ACTION(?:\s*\((?P<owner>[^()]*)\))?:\s*(?P<text>\S.*)$")
MARK = "ACTION"


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody has to do."""

    block: Block
    start: int
    end: int
    """Of the word that says that it is an action, with the owner."""
    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of a document in its order."""

    found: tuple[Action, ...]


@builds(Actions)
def actions(context: RuleContext) -> Actions:
    """Return the actions of the document that is judged."""
    return Actions(tuple(_of(context.document)))


def _of(document: Document) -> Iterator[Action]:
    for block in document.blocks:
        match = _ACTION.match(block.text)
        if match:
            start = block.text.index(MARK)
            owner = (match["owner"] or "").strip()
            yield Action(block, start, match.start("text"), owner, match["text"])
