"""The page of a file's security markings: banners side by side, places, portions, first-page blocks."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from werkzeug.exceptions import NotFound

from stormdat_core.model import BlockField, MarkingAudit, MarkingSlot, SlotState
from stormdat_core.reports.coverage import AUDITING
from stormdat_core.reports.spreadsheet.markings import field_words, regime_words, slot_words
from stormdat_core.store import StoredFile
from webui.context import services

_MOST = 5000
"""Findings about portions that the page leads to; it shows fewer portions."""
_GOOD, _ODD, _BAD = ("done", "done"), ("interrupted", "s-warning"), ("failed", "s-error")
_NOTED = ("running", "s-info")
GRADES = {"error": _BAD, "warning": _ODD, "info": _NOTED}
"""Class and icon of a severity."""
VERDICTS = {"the same": _GOOD, "stronger": _ODD, "different": _BAD, "too weak": _BAD}
"""Class and icon of how a banner compares with a computed one."""
STATES = {"right": _GOOD, "wrong": _BAD, "missing": _BAD}
"""Class and icon of a line of a block."""


@dataclass(frozen=True, slots=True)
class About:
    """The findings about markings of one file, and the addresses that lead to them."""

    file: StoredFile
    rules: Mapping[str, int]
    """How many findings of each marking rule."""
    ids: Mapping[str, int]
    """Ids of the findings about portions, by fingerprint."""

    @property
    def count(self) -> int:
        return sum(self.rules.values())

    @property
    def all(self) -> str:
        """Return the address of all of them."""
        return self.url(rule=list(self.rules))

    def finding(self, fingerprint: str) -> str:
        """Return the address of one finding, empty when it is no longer there."""
        found = self.ids.get(fingerprint)
        return f"{self.url(finding=found)}#inspector" if found else ""

    def url(self, **arguments: object) -> str:
        """Return the address of the file's findings, narrowed."""
        return url_for("sweeps.sweep", sweep_id=self.file.sweep_id, file=self.file.id, **arguments)  # type: ignore[arg-type]


def install(bp: Blueprint) -> None:
    """Add the page to the sweeps' pages."""
    bp.get("/<key:sweep_id>/files/<key:file_id>/markings")(markings)


def markings(sweep_id: int, file_id: int) -> str:
    """Show the security markings of a file, or why there is nothing to show."""
    store = services().store
    sweep, file = store.sweep(sweep_id), store.file(file_id)
    if file.sweep_id != sweep_id:
        raise NotFound
    audit = store.markings(file_id)
    rules = _about_markings(store.facets(sweep_id, file_id=file_id).rules)
    portions = [rule for rule in rules if rule.startswith("MRK-PORTION-")]
    found = store.findings(sweep_id, file_id=file_id, rules=portions, limit=_MOST) if portions else None
    return render_template(
        "sweeps/markings.html",
        sweep=sweep,
        file=file,
        audit=audit,
        nothing=_nothing(audit, file, sweep.profile),
        about=About(file, rules, {row.fingerprint: row.id for row in found.items} if found else {}),
        regime_words=regime_words,
        slot_state=slot_state,
        field_state=field_state,
        auditing=AUDITING,
        verdicts=VERDICTS,
    )


def _about_markings(rules: Mapping[str, int]) -> dict[str, int]:
    return {rule: count for rule, count in rules.items() if rule.startswith("MRK-")}


def _nothing(audit: MarkingAudit | None, file: StoredFile, profile: str) -> str:
    """Return why there is nothing to show, empty when there is something."""
    if file.error:
        return "The file was not checked, so its markings were not audited."
    if audit is None:
        return (
            f"The profile {profile} does not audit markings; it compares headers and footers with a list. "
            f"Check the file with the profile {AUDITING}, or one that sets a family of marking rules."
        )
    return "" if file.unaudited else audit.nothing


def slot_state(slot: MarkingSlot) -> tuple[str, str, str]:
    """Return a slot's state as class, icon and words; a finding on it comes before all else."""
    if slot.faults:
        return (*GRADES[slot.severity], slot_words(slot))
    if slot.state is SlotState.BANNER:
        return (*_GOOD, "as overall") if slot.agrees else (*_ODD, "differs")
    if slot.state is SlotState.PICTURE:
        return (*_ODD, "only a picture")
    return (*_BAD, "no banner" if slot.state is SlotState.TEXT else "blank")


def field_state(field: BlockField) -> tuple[str, str, str]:
    """Return the state of a line of a block as class, icon and words, as grave as the finding about it."""
    return (*GRADES.get(field.severity, STATES[field.state.value]), field_words(field))
