"""What a page of findings was asked for, and the addresses of its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from flask import request, url_for

from stormdat_core.model import Colour, Severity
from stormdat_core.store.sweeps.orders import SORTS
from webui.requests import LARGEST, number

PER_PAGE = 100
_MOST_VALUES = 200
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Query:
    """Which findings, in which order, and which of them is open. Empty means all."""

    file: int = 0
    rules: tuple[str, ...] = ()
    colours: tuple[Colour, ...] = ()
    severities: tuple[Severity, ...] = ()
    section: str | None = None
    text: str = ""
    sort: str = "importance"
    decided: bool | None = None
    page: int = 1
    """Of windows counted from the beginning; for addresses that name no finding to go on from."""
    after: int = 0
    """The window begins behind this finding."""
    before: int = 0
    """The window ends before it."""
    finding: int = 0

    @classmethod
    def of_request(cls) -> Self:
        """Read the query of the request; what makes no sense in it is left out."""
        sort = request.args.get("sort", "importance")
        return cls(
            file=number("file", 0, 0, LARGEST),
            rules=_texts("rule"),
            colours=tuple(Colour(word) for word in _texts("colour") if word in set(Colour)),
            severities=tuple(Severity[word.upper()] for word in _texts("severity") if _is_severity(word)),
            section=_section(request.args.get("section", "")),
            text=request.args.get("q", "")[:_LONGEST].strip(),
            sort=sort if sort.removeprefix("-") in SORTS else "importance",
            decided={"yes": True, "no": False}.get(request.args.get("decided", "")),
            page=number("page", 1, 1, 10**7),
            after=number("after", 0, 0, LARGEST),
            before=number("before", 0, 0, LARGEST),
            finding=number("finding", 0, 0, LARGEST),
        )

    @property
    def narrows(self) -> bool:
        """Return whether anything is filtered out."""
        return self.filters() != {}

    def filters(self) -> dict[str, Any]:
        """Return what narrows, as `Store.findings` takes it."""
        every = {
            "file_id": self.file or None,
            "rules": self.rules,
            "colours": self.colours,
            "severities": self.severities,
            "section": self.section,
            "text": self.text or None,
            "decided": self.decided,
        }
        return {name: value for name, value in every.items() if value not in (None, ())}

    def window(self) -> dict[str, Any]:
        """Return which findings are shown, as `Store.findings` takes it."""
        offset = (self.page - 1) * PER_PAGE
        return {
            "limit": PER_PAGE,
            "offset": offset,
            "after": self.after or None,
            "before": self.before or None,
        }

    def turned(self, sweep_id: int, after: int = 0, before: int = 0) -> str:
        """Return the address of another window on the same findings; without a mark, that of the first."""
        return self.url(sweep_id, page=1, after=after, before=before, finding=0)

    def url(self, sweep_id: int, **changes: Any) -> str:
        """Return the address of this page with some of it changed; another filter begins anew."""
        if changes.keys() - {"finding", "page", "after", "before"}:
            changes = {"page": 1, "after": 0, "before": 0, "finding": 0, **changes}
        wanted = replace(self, **changes)
        return url_for("sweeps.sweep", sweep_id=sweep_id, **dict(wanted._arguments()))

    def _arguments(self) -> Iterator[tuple[str, Any]]:
        marks = (("after", self.after), ("before", self.before), ("finding", self.finding))
        plain = (("file", self.file), ("q", self.text), *marks)
        yield from ((name, value) for name, value in plain if value)
        if self.section is not None:
            yield "section", self.section or "-"
        if self.decided is not None:
            yield "decided", "yes" if self.decided else "no"
        if self.page > 1:
            yield "page", self.page
        if self.sort != "importance":
            yield "sort", self.sort
        many = (
            ("rule", self.rules),
            ("colour", [colour.value for colour in self.colours]),
            ("severity", [severity.word for severity in self.severities]),
        )
        yield from ((name, list(values)) for name, values in many if values)


def _texts(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:_LONGEST] for value in request.args.getlist(name)[:_MOST_VALUES]))


def _is_severity(word: str) -> bool:
    return word.upper() in Severity.__members__


def _section(value: str) -> str | None:
    """Return the outermost heading that was chosen: none for all, "-" for what stands under no heading."""
    return ("" if value == "-" else value[:2000]) if value else None
