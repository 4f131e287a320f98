"""Action without an owner.

What it does
    Reports each action in minutes that names nobody who does it. The option `nobody` names owners that count
    as nobody, such as "all"; with `default-owner`, that one is proposed.
Why it matters
    What is everybody's is done by nobody.
Example
    Bad:  ACTION: Send the report.
    Good: ACTION (Kim): Send the report.
"""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from stormdat_core.model import Colour, Document, Finding, Fix, Location, Severity
from stormdat_core.options import Options
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_minutes.actions import MARK, Action, Actions


class ActionOptions(Options):
    """What a profile may state in `[rules.MINUTES-NO-OWNER]`."""

    nobody: tuple[str, ...] = Field(default=("all", "tbd"), description="Owners that count as nobody.")
    default_owner: str = Field(default="", description="Who is proposed where nobody is named.")


class ActionWithoutOwner:
    Options: ClassVar = ActionOptions
    info: ClassVar = RuleInfo(
        id="MINUTES-NO-OWNER",
        name="action-without-owner",
        title="Action without an owner",
        summary="An action in minutes that nobody is named for.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        source="House style for minutes",
        fixes=True,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        """Yield a finding for each action without an owner."""
        own = context.options(self.info, ActionOptions)
        nobody = {"", *(name.casefold() for name in own.nobody)}
        for action in context.need(Actions).found:
            if action.owner.casefold() in nobody:
                where = action.block.locate(action.start, action.start + len(MARK))
                message = f"Nobody is named for this action: {action.text[:80]}"
                yield context.finding(self.info, where, message, fix=_fix(action, where, own))


def _fix(action: Action, where: Location, own: ActionOptions) -> Fix | None:
    """Return the owner that the profile proposes; none where another one stands there already."""
    if not own.default_owner or action.owner:
        return None
    return Fix(where, f"{MARK} ({own.default_owner})", safe=False, reason="somebody else may be meant")
