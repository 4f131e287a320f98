"""The revisions of a document: what became of its findings, and how that went over all of them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, jsonify, render_template, request, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from stormdat_core import version
from stormdat_core.actions import revisions as actions
from stormdat_core.model import Finding, Verdict
from stormdat_core.model.comments import OWN, is_gone
from stormdat_core.model.excerpts import split_excerpt
from stormdat_core.model.revisions import Change, Changes, Comparison, Revision, TrendPoint
from stormdat_core.reports.contents import plural
from stormdat_core.reports.spreadsheet.revisions import TOLD
from stormdat_core.rules.registry import title
from stormdat_core.store import Store
from stormdat_core.store.review.revisions import LIMIT, Changed
from stormdat_core.sweep import revising
from webui.context import services
from webui.features.review.problems import Problem
from webui.requests import LARGEST, Body, body, number

_WORDS = {
    "new": Change.NEW,
    "fixed": Change.FIXED,
    "open": Change.OPEN,
    "decided": Change.DECIDED,
    "reopened": Change.REOPENED,
}
_HIGH = 100
"""Height of the highest column of the trend."""
_ASKED = (str(Verdict.FIX), str(Verdict.FOR_AUTHOR))


@dataclass(frozen=True, slots=True)
class Sort:
    """A change as a filter."""

    word: str
    """In addresses."""
    change: Change
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a row."""

    problem: Problem
    title: str
    changed: Changed

    @property
    def answer(self) -> str:
        """Return what the author did, in a word, where the author was asked for something."""
        if self.changed.was not in _ASKED:
            return ""
        return "done" if self.changed.change is Change.FIXED else "not done"


@dataclass(frozen=True, slots=True)
class Column:
    """A revision in the picture: heights of its parts, which stand on each other."""

    point: TrendPoint
    at: int
    open: float
    decided: float
    fixed: float


@dataclass(frozen=True, slots=True)
class Gone:
    """An own comment whose text is gone."""

    id: int
    words: str
    excerpt: tuple[str, str, str]
    """The old text before it, the text it stood on, and the text behind it."""


class Chosen(Body):
    """The file to compare with."""

    against: Annotated[int, Field(ge=1, le=LARGEST)]


class Saved(Chosen):
    """The token of the folder that the report goes into."""

    folder: Annotated[str, Field(max_length=64)]


def install(bp: Blueprint) -> None:
    """Add the page to those of a document."""
    bp.add_url_rule("/<key:file_id>/revisions", "revisions", page)
    bp.add_url_rule("/<key:file_id>/revisions", "compare", compare, methods=["POST"])
    bp.add_url_rule("/<key:file_id>/revisions/report", "revisions_report", report)
    bp.add_url_rule("/<key:file_id>/revisions/report", "save_revisions", save, methods=["POST"])


def has_any(store: Store, file_id: int) -> bool:
    """Return whether there is an earlier revision of a file's document, or it was compared with another."""
    return store.revisions.likeliest(file_id) is not None or store.revisions.comparison(file_id) is not None


def page(file_id: int) -> str:
    """Show what became of the findings, one change and rule at a time."""
    store = services().store
    file = store.file(file_id)
    made = revising.compared(store, file_id, number("against", 0, 0, LARGEST) or None)
    earlier = store.revisions.earlier(file_id)
    taken = {each.file_id for each in earlier}
    return render_template(
        "review/revisions.html",
        file=file,
        made=made,
        earlier=earlier,
        others=[each for each in store.revisions.others(file_id) if each.file_id not in taken],
        columns=_columns(store.revisions.trend(file_id)),
        high=_HIGH,
        **(_compared(store, made) if made else {}),
    )


def _compared(store: Store, made: Comparison) -> dict[str, object]:
    one, other = store.revisions.revision(made.file_id), store.revisions.revision(made.against)
    changes = store.revisions.changes(made)
    sorts = [Sort(word, each, TOLD[each], changes.of(each)) for word, each in _in_order()]
    chosen = _chosen(sorts)
    rule = request.args.get("rule", "")
    rule = rule if rule in changes.rules else ""
    total, at = changes.of(chosen.change, rule), number("page", 1, 1, 10**7)
    shown = store.revisions.window(made, chosen.change, rule, (at - 1) * LIMIT, total)
    return {
        "other": other,
        "sorts": sorts,
        "chosen": chosen,
        "rule": rule,
        "rules": _rules(changes, chosen.change),
        "rows": [Row(Problem.of(each.row), title(each.row.rule), each) for each in shown.items],
        "at": at,
        "pages": -(-total // LIMIT),
        "total": total,
        **_own(store, one, other),
        "profiles": one.profile_digest != other.profile_digest,
    }


def _in_order() -> Iterator[tuple[str, Change]]:
    words = {change: word for word, change in _WORDS.items()}
    return ((words[each], each) for each in revising.ORDER)


def _chosen(sorts: Sequence[Sort]) -> Sort:
    """Return the filter that was asked for, else the first with anything in it."""
    asked = request.args.get("change", "")
    found = next((each for each in sorts if each.word == asked), None)
    return found or next((each for each in sorts if each.number), sorts[0])


def _rules(changes: Changes, change: Change) -> list[tuple[str, str, int]]:
    """Return the rules that have findings of a change, the most frequent first: id, title, number."""
    found = [(rule, title(rule), changes.of(change, rule)) for rule in changes.rules]
    return sorted((each for each in found if each[2]), key=lambda each: (-each[2], each[1]))


def _own(store: Store, one: Revision, other: Revision) -> dict[str, object]:
    """Return how many own comments the earlier revision has, and those of the newer one without a place."""
    groups = store.review.groups(other.sweep_id, other.file_id)
    found = store.comments.numbered(one.file_id)
    return {
        "own": sum(group.number for group in groups if group.rule == OWN),
        "placed": sum(not is_gone(each) for _, each in found),
        "gone": [Gone(key, each.message, _old_words(each)) for key, each in found if is_gone(each)],
    }


def _old_words(finding: Finding) -> tuple[str, str, str]:
    return split_excerpt(finding.excerpt, finding.where.start, finding.where.end)


def _columns(points: Sequence[TrendPoint]) -> list[Column]:
    """Return the columns of the picture, the highest `_HIGH` high."""
    most = max((_whole(each) for each in points), default=0) or 1
    return [
        Column(
            each,
            at,
            *(
                _HIGH * part / most
                for part in (each.open, each.revision.findings - each.open, each.fixed or 0)
            ),
        )
        for at, each in enumerate(points)
    ]


def _whole(point: TrendPoint) -> int:
    return point.revision.findings + (point.fixed or 0)


def compare(file_id: int) -> Response:
    """Compare with a file that the person chose; answer with the address of the result."""
    told = body(Chosen)
    actions.compare(services(), file_id, told.against)
    return jsonify(url=url_for("review.revisions", file_id=file_id, against=told.against))


def report(file_id: int) -> Response:
    """Hand the report to the browser."""
    store = services().store
    made = revising.compared(store, file_id, number("against", 0, 0, LARGEST) or None)
    if made is None:
        raise NotFound
    stream = io.BytesIO()
    revising.write_report(store, made, stream, version(), datetime.now(UTC))
    stream.seek(0)
    name = store.file(file_id).path.stem + revising.SUFFIX
    return send_file(stream, as_attachment=True, download_name=name)


def save(file_id: int) -> Response:
    """Write the report into a folder the person chose; nothing that is there is replaced."""
    told, own = body(Saved), services()
    folder = own.inbox.get(told.folder).paths[0]
    target, rows = actions.save(own, file_id, told.against, folder)
    return jsonify(said=f"{plural(rows, 'finding')} written to {target.name} in “{folder.name or folder}”.")
