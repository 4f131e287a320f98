"""What a person decides about findings: said on a finding, listed and taken back on a page of their own."""

import io
from typing import Annotated

from flask import Blueprint, Response, flash, jsonify, render_template, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import BadRequest

from stormdat_core.actions import decisions, lists
from stormdat_core.model import Verdict
from stormdat_core.reports.lists import save_list
from stormdat_core.sweep import deciding
from webui.context import services
from webui.requests import Body, body, number
from webui.wording import plural

PER_PAGE = 200
WORDS = {
    "accept": Verdict.ACCEPTED,
    "not-acronym": Verdict.NOT_AN_ACRONYM,
    "well-known": Verdict.WELL_KNOWN,
    "waive": Verdict.WAIVED,
}

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Print = Annotated[str, Field(min_length=1, max_length=64)]


class Decided(Body):
    """A verdict on findings."""

    findings: Annotated[list[Id], Field(min_length=1, max_length=deciding.MOST)]
    verdict: Annotated[str, Field(max_length=20)]
    reason: Annotated[str, Field(max_length=deciding.LONGEST_REASON)] = ""
    full_form: Annotated[str, Field(max_length=deciding.LONGEST_FULL_FORM)] = ""


class Undone(Body):
    """Decisions to take back, by the fingerprints of their findings."""

    fingerprints: Annotated[list[Print], Field(min_length=1, max_length=deciding.MOST)]
    forget: bool = False
    """Erase every trace now, and not with the next deletion."""


class Folder(Body):
    """Where to, by its token."""

    folder: Annotated[str, Field(max_length=64)]


def install(bp: Blueprint) -> None:
    """Add what is said about findings to the sweeps."""
    bp.add_url_rule("/decisions", "decisions", page)
    bp.add_url_rule("/decisions", "decide", decide, methods=["POST"])
    bp.add_url_rule("/decisions/undo", "undecide", undo, methods=["POST"])
    bp.add_url_rule("/decisions/list.xlsx", "house_list", house_list)
    bp.add_url_rule("/decisions/list", "save_house", save_house, methods=["POST"])


def page() -> str:
    """List decisions, the newest first."""
    at = number("page", 1, 1)
    found = services().store.decisions.page(limit=PER_PAGE, offset=(at - 1) * PER_PAGE)
    return render_template(
        "sweeps/decisions.html", decisions=found.items, total=found.total, page=at, per_page=PER_PAGE
    )


def decide() -> Response:
    """Remember a verdict."""
    told = body(Decided)
    if told.verdict not in WORDS:
        raise BadRequest
    verdict = WORDS[told.verdict]
    made = decisions.decide(services(), told.findings, verdict, reason=told.reason, full_form=told.full_form)
    about = made[0].acronym if made else ""
    said = f"{about}: {verdict}" if about else f"Finding {verdict}"
    return jsonify(fingerprints=[each.fingerprint for each in made], said=f"{said}. U takes it back.")


def undo() -> Response:
    """Take decisions back."""
    told = body(Undone)
    if told.forget:
        erased = decisions.forget(services(), told.fingerprints)
        flash(f"{plural(len(told.fingerprints), 'decision')} taken back and erased.", "done")
        if not erased:
            flash(erased.told, "warning")
        return jsonify(url=url_for("sweeps.decisions"))
    return jsonify(count=decisions.take_back(services(), told.fingerprints))


def house_list() -> Response:
    """Hand what was decided about acronyms to the browser, as an acronym list."""
    stream = io.BytesIO()
    save_list(deciding.house(services().store), stream)
    stream.seek(0)
    return send_file(stream, as_attachment=True, download_name=lists.HOUSE_NAME)


def save_house() -> Response:
    """Write the same list into a folder the person chose; nothing that is there is replaced."""
    own = services()
    folder = own.inbox.get(body(Folder).folder).paths[0]
    target, rows = lists.save_house(own, folder)
    return jsonify(said=f"{plural(rows, 'row')} written to {target.name} in “{folder.name or folder}”.")
