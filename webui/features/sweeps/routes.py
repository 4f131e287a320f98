"""The library's pages: history, start, one sweep while it runs and after, deletion."""

from functools import partial
from pathlib import Path
from typing import Annotated

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from stormdat_core.actions import jobs, sweeps
from stormdat_core.errors import BadProfile, StormError
from stormdat_core.model import Sweep, SweepRequest, SweepState
from webui.context import context, services
from webui.feature import Feature
from webui.features.sweeps import acronyms, decisions, exports, markings, results
from webui.features.sweeps.query import Query
from webui.media import are_media
from webui.paging import Pager, asked
from webui.requests import Body, body
from webui.site_choices import known_profile
from webui.uploads import parted
from webui.wording import plural

bp = Blueprint(
    "sweeps", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)
exports.install(bp)
acronyms.install(bp)
decisions.install(bp)
markings.install(bp)

PER_PAGE = 50
_FILES_SHOWN = 300
"""Rows of a table of files; the rest is counted."""

Tokens = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=64)]


class Start(Body):
    """What to check. Everything that is a file is named by its token."""

    documents: Annotated[Tokens, Field(min_length=1)]
    lists: Tokens = Field(default_factory=list)
    kept: bool = True
    """Whether the lists count too that are kept for every check."""
    profile: Annotated[str, Field(max_length=100)] = ""
    """Name of a profile of the program or the site; empty for the one in the settings."""
    profile_file: Annotated[str, Field(max_length=64)] = ""


class Chosen(Body):
    sweeps: Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=1000)]


Place = Annotated[int, Field(ge=0, le=10_000)]
Places = Annotated[list[Place], Field(max_length=1000)]


class Again(Body):
    """How to check the same files again; what is left out stays as it was."""

    profile: Annotated[str, Field(max_length=100)] = ""
    profile_file: Annotated[str, Field(max_length=64)] = ""
    used: Places | None = None
    """Which of the lists of the sweep count again, by their places; None for all."""
    kept: Places = Field(default_factory=list)
    """Which of the lists kept for every check count too, by their places."""
    lists: Tokens = Field(default_factory=list)


class Nothing(Body):
    """A body that says no more than its address."""


@bp.get("")
def history() -> str:
    """List sweeps, the newest first."""
    found = services().store.sweeps(**asked(PER_PAGE))
    pager = Pager.of(found, PER_PAGE, lambda sweep: sweep.id, partial(url_for, "sweeps.history"))
    return render_template("sweeps/history.html", sweeps=found.items, total=found.total, pager=pager)


@bp.post("")
def start() -> tuple[Response, int]:
    """Start a sweep of what is in the inbox; of sound and video alone offer to transcribe it."""
    told = body(Start)
    own = services()
    documents = [path for token in told.documents for path in own.inbox.get(token).paths]
    sent, others = parted(documents, own.paths.uploads)
    if are_media(sent):
        offer = own.inbox.put(sent, "media").token
        left = own.inbox.put(others, "media").token if others else None
        return jsonify(job="", url=url_for("transcripts.index", offer=offer, left=left)), 200
    lists = [path for token in told.lists for path in own.inbox.get(token).paths]
    request = sweeps.request(own.settings, documents, lists=lists, kept=told.kept, profile=_profile(told))
    job = sweeps.start(own, request)
    return jsonify(job=job.id, url=url_for("sweeps.job", job_id=job.id)), 202


@bp.post("/<key:sweep_id>/again")
def again(sweep_id: int) -> tuple[Response, int]:
    """Start a sweep of the same files; what has not changed is taken from the library."""
    told = body(Again)
    own = services()
    before = own.store.sweep(sweep_id).request
    chosen = told.profile or told.profile_file
    profile = _profile(told) if chosen else ""
    request = sweeps.request_again(own.settings, before, lists=_lists_again(told, before), profile=profile)
    job = sweeps.start(own, request)
    return jsonify(job=job.id, url=url_for("sweeps.job", job_id=job.id)), 202


def _lists_again(told: Again, before: SweepRequest) -> tuple[Path, ...]:
    own = services()
    kept = tuple(map(Path, own.settings.lists))
    if max(told.used or [-1]) >= len(before.lists) or max(told.kept or [-1]) >= len(kept):
        raise StormError("The lists have changed meanwhile.", "Load the page again.")
    used = before.lists if told.used is None else [before.lists[at] for at in told.used]
    others = [path for token in told.lists for path in own.inbox.get(token).paths]
    return (*used, *others, *(kept[at] for at in told.kept))


def _profile(told: Start | Again) -> str:
    own = services()
    if told.profile_file:
        return str(own.inbox.get(told.profile_file).paths[0])
    if told.profile and not known_profile(told.profile):
        raise BadProfile(f"There is no profile “{told.profile}”.", "Choose one from the list.")
    return told.profile or own.settings.profile


@bp.get("/jobs/<job_id>")
def job(job_id: str) -> Response | str:
    """Lead from a job to its sweep, and once that has ended to what the person wants to see of it.

    Until it has begun, or when it could not, show the job.
    """
    own = services()
    sweep_id = own.known_jobs.sweep_of(job_id)
    if sweep_id is not None:
        return redirect(_wanted(own.store.sweep(sweep_id)), 303)
    try:
        return render_template("sweeps/job.html", job=own.jobs.job(job_id))
    except KeyError as exc:
        raise NotFound from exc


def _wanted(found: Sweep) -> str:
    """Return what a person who began a sweep is led to: its progress, of one file its document."""
    address = partial(url_for, "sweeps.sweep", sweep_id=found.id)
    if found.state is SweepState.RUNNING:
        return address(watched=1)
    if found.state is not SweepState.DONE or found.failed or found.passed:
        return address()
    if found.files > 1:
        return address(ended=1)
    noted = services().store.noted(found.id)
    only = noted.first
    if only is None or not only.findings or noted.unwritten.total:
        return address()
    return url_for("review.page", file_id=only.id)


@bp.post("/jobs/<job_id>/cancel")
def cancel(job_id: str) -> Response:
    """Ask a job to stop. What it has finished is kept."""
    body(Nothing)
    try:
        return jsonify(jobs.cancel(services(), job_id).data())
    except KeyError as exc:
        raise NotFound from exc


@bp.get("/jobs/<job_id>/state.json")
def job_state(job_id: str) -> Response:
    """Return how far a job is."""
    try:
        return jsonify(services().jobs.job(job_id).data())
    except KeyError as exc:
        raise NotFound from exc


@bp.get("/<key:sweep_id>")
def sweep(sweep_id: int) -> str:
    """Show a sweep: how far it is while it runs, its findings afterwards."""
    found = services().store.sweep(sweep_id)
    job = sweeps.job_of(services(), sweep_id)
    if found.state is SweepState.RUNNING and (job is None or not job.state.ended):
        return _running(found)
    return results.page(found, Query.of_request())


def _running(found: Sweep) -> str:
    files = services().store.files_page(found.id, limit=_FILES_SHOWN, newest=True)
    job = sweeps.job_of(services(), found.id)
    watched = "watched" in request.args
    return render_template(
        "sweeps/running.html", sweep=found, job=job, watched=watched, files=files.items, done=files.total
    )


@bp.get("/<key:sweep_id>/files")
def files(sweep_id: int) -> str:
    """List the files of a sweep: state, what could not be read, what was passed over."""
    own = services()
    found = own.store.sweep(sweep_id)
    shown = own.store.files_page(sweep_id, **asked(PER_PAGE))
    address = partial(url_for, "sweeps.files", sweep_id=sweep_id)
    pager = Pager.of(shown, PER_PAGE, lambda file: file.ordinal, address)
    return render_template(
        "sweeps/files.html", sweep=found, files=shown.items, total=shown.total, pager=pager
    )


@bp.get("/<key:sweep_id>/passed")
def passed(sweep_id: int) -> str:
    """List each thing that a sweep was given, or found in folders, and did not check."""
    own = services()
    found = own.store.sweep(sweep_id)
    shown = own.store.passed_page(sweep_id, **asked(PER_PAGE))
    address = partial(url_for, "sweeps.passed", sweep_id=sweep_id)
    pager = Pager.of(shown, PER_PAGE, lambda each: each[0], address)
    return render_template("sweeps/passed.html", sweep=found, shown=shown.items, pager=pager)


@bp.get("/<key:sweep_id>/findings/<key:finding_id>")
def finding(sweep_id: int, finding_id: int) -> str:
    """Show one finding with all its places and its fix."""
    services().store.sweep(sweep_id)
    return results.inspector(finding_id)


@bp.post("/delete")
def delete() -> Response:
    """Delete sweeps and every trace of their text, uploads too. Files that were saved from them stay."""
    chosen = body(Chosen).sweeps
    erased = sweeps.delete(services(), chosen)
    flash(f"{plural(len(set(chosen)), 'sweep')} deleted. Files you saved from them are still there.", "done")
    if not erased:
        flash(erased.told, "warning")
    return jsonify(url=url_for("sweeps.history"))


@bp.post("/<key:sweep_id>/reveal")
def reveal(sweep_id: int) -> Response:
    """Open the folder that the outputs of a sweep were last written to."""
    body(Nothing)
    folder = results.output_folder(sweep_id)
    if folder is None:
        raise NotFound
    context().shell.reveal(folder)
    return jsonify(ok=True)


FEATURE = Feature("sweeps", "Library", bp, prefix="/sweeps", icon="library", endpoint="sweeps.history")
