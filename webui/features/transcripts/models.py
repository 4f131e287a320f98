"""Model packs: bring one, check it, remove it, measure what this machine can do with it."""

from typing import Annotated

from flask import Blueprint, Response, flash, jsonify, render_template, url_for
from pydantic import Field

from stormdat_core.actions import models
from stormdat_core.jobs import Job
from stormdat_core.transcription.desk import MODELS
from webui.context import services
from webui.requests import Body, body


class Brought(Body):
    """The token of a folder or an archive."""

    pack: Annotated[str, Field(max_length=64)]


class Named(Body):
    name: Annotated[str, Field(min_length=1, max_length=100)]


class Nothing(Body):
    """A body that says no more than its address."""


def install(bp: Blueprint) -> None:
    """Add the addresses of models."""
    bp.add_url_rule("/models", "models", index)
    bp.add_url_rule("/models", "bring", bring, methods=["POST"])
    bp.add_url_rule("/models/verify", "verify", verify, methods=["POST"])
    bp.add_url_rule("/models/remove", "remove", remove, methods=["POST"])
    bp.add_url_rule("/models/measure", "measure", measure, methods=["POST"])


def index() -> str:
    """List the packs, or say how to bring one."""
    own = services()
    desk = own.transcription
    return render_template(
        "transcripts/models.html",
        packs=desk.packs.installed(),
        proposals={each.pack: each for each in desk.proposals},
        jobs=[job for job in own.jobs.jobs() if job.kind == MODELS and not job.state.ended],
    )


def bring() -> tuple[Response, int]:
    """Install a pack from a folder or an archive, whole or not at all."""
    own = services()
    path = own.inbox.get(body(Brought).pack).paths[0]
    return _working(models.start_install(own, path))


def verify() -> tuple[Response, int]:
    """Compare every byte of a pack with its manifest."""
    return _working(models.start_verify(services(), body(Named).name))


def remove() -> Response:
    """Remove a pack from the disk."""
    name = body(Named).name
    models.remove(services(), name)
    flash(f"The model {name} was removed. Transcripts made with it stay.", "done")
    return jsonify(url=url_for("transcripts.models"))


def measure() -> tuple[Response, int]:
    """Time every pack on this machine."""
    body(Nothing)
    return _working(models.start_measure(services()))


def _working(job: Job) -> tuple[Response, int]:
    urls = {
        "state": url_for("sweeps.job_state", job_id=job.id),
        "cancel": url_for("sweeps.cancel", job_id=job.id),
    }
    return jsonify(job=job.id, **urls), 202
