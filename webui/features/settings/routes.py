"""Settings, made from the model: its titles, descriptions and bounds are what the page shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from flask import Blueprint, flash, jsonify, render_template, url_for
from werkzeug.wrappers import Response

from stormdat_core import reports
from stormdat_core.actions import settings
from stormdat_core.errors import BadSettings
from stormdat_core.rules import profiles
from stormdat_core.settings import Settings
from stormdat_core.transcription.recognition import languages
from webui.context import services
from webui.feature import Feature
from webui.requests import Body, body
from webui.site_choices import profile_words

bp = Blueprint(
    "settings", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)

Value = str | bool | int | list[str] | None
_GROUPS: dict[str, tuple[str, ...]] = {
    "Checking": (
        "profile",
        "require_signed_profiles",
        "require_signed_lists",
        "formats",
        "copy_marks",
        "copy_colours",
        "copy_fixes",
        "document_view",
        "jobs",
        "file_seconds",
        "file_memory_mib",
        "file_size_mib",
        "plugins",
    ),
    "Comment matrix": (
        "matrix_layout",
        "matrix_columns",
        "reviewer_name",
        "reviewer_source",
        "reviewer_grade",
        "reviewer_office",
        "reviewer_telephone",
    ),
    "Recording": (
        "record_screen",
        "record_frame_rate",
        "record_microphone",
        "record_system",
        "recordings_folder",
    ),
    "Transcripts": ("file_model", "live_model", "spoken_language", "device"),
    "Window": ("theme", "text_size", "review_left", "review_right"),
    "Housekeeping": (
        "scratch_hours",
        "keep_sweeps_days",
        "keep_recordings_days",
        "keep_recordings_text",
        "keep_transcripts_days",
        "log_level",
    ),
}
"""The order of the page; a field that is not named here comes last, under its own heading."""
_ELSEWHERE = frozenset({"lists"})
"""What other pages set: these name files, which no page may do."""


_SILENT = frozenset({"text_size", "review_left", "review_right"})
"""What other pages change too, where it is seen at once: nobody needs to be told."""
_SHOWN = frozenset({"recordings_folder"})
"""What a page shows and the settings file alone sets."""
_CHOICES = frozenset({"profile", "file_model", "live_model", "spoken_language"})
"""Texts that are chosen from what there is."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as the page shows it."""

    name: str
    title: str
    description: str
    kind: str
    """`number`, `yes` (or no), `choice`, `many`, `text`, or `shown` for what a page cannot change."""
    value: Any
    default: Any
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    forced: str = ""
    """The environment variable that decides it."""
    locked: str = ""
    """Who has locked it and where, in words."""
    unusual: bool = False
    """Whether the settings file sets it."""


class Changes(Body):
    """New values by field name; null goes back to the default."""

    changes: dict[str, Value]


@bp.get("")
def index() -> str:
    """Show every setting with the words that explain it."""
    return render_template(
        "settings/index.html", groups=list(_groups()), notices=services().loaded_settings.notices
    )


@bp.post("")
def save() -> Response:
    """Save changes; a value that cannot be used changes nothing."""
    changes = body(Changes).changes
    known = Settings.model_fields
    unknown = [name for name in changes if name not in known or name in _ELSEWHERE]
    if unknown:
        raise BadSettings(f"There is no setting “{unknown[0]}”.")
    profile = changes.get("profile")
    if profile is not None and profile not in (*profiles.shipped(), *services().trust.site_profiles()):
        raise BadSettings("This profile is not one of those that came with the program.", "Choose another.")
    if changes.get("recordings_folder"):
        raise BadSettings("A page cannot name a folder.", "Set recordings-folder in the settings file.")
    settings.change(services(), {name: _typed(name, value) for name, value in changes.items()})
    if changes.keys() - _SILENT:
        flash("Settings saved.", "done")
    return jsonify(url=url_for("settings.index"))


def _typed(name: str, value: Value) -> object:
    """Return a value from a form as the model wants it: forms know text only."""
    kind = _kind(Settings.model_fields[name].annotation)
    is_number = kind == "number" or name == "text_size"
    if isinstance(value, str) and is_number:
        if not value.strip().lstrip("-").isdecimal():
            raise BadSettings(f"“{Settings.model_fields[name].title}” must be a whole number.", "Correct it.")
        return int(value)
    return value


def _groups() -> Iterator[tuple[str, list[Field]]]:
    fields = {name: _field(name) for name in Settings.model_fields if name not in _ELSEWHERE}
    for title, names in _GROUPS.items():
        yield title, [fields.pop(name) for name in names if name in fields]
    if fields:
        yield "Other", list(fields.values())


def _field(name: str) -> Field:
    info, loaded = Settings.model_fields[name], services().loaded_settings
    locked = loaded.settings.locked(name)
    kind = "choice" if name in _CHOICES else "shown" if name in _SHOWN else _kind(info.annotation)
    choices = _choices(name, info.annotation, getattr(loaded.settings, name))
    bounds = {type(each).__name__: each for each in info.metadata}
    return Field(
        name=name,
        title=info.title or name,
        description=info.description or "",
        # A text field that cannot be written in is read out and reached by keyboard; a disabled one is not.
        kind="shown" if locked else kind,
        value=_in_words(getattr(loaded.settings, name), choices)
        if locked
        else getattr(loaded.settings, name),
        default=loaded.default(name),
        choices=choices,
        least=getattr(bounds.get("Ge"), "ge", None),
        most=getattr(bounds.get("Le"), "le", None),
        forced=f"STORMDAT_{name.upper()}" if name in loaded.forced else "",
        locked=locked,
        unusual=name in loaded.saved and not locked,
    )


def _in_words(value: object, choices: tuple[tuple[str, str], ...]) -> str:
    """Return the value of a locked setting as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = dict(choices)
    many = value if isinstance(value, tuple) else (value,)
    return ", ".join(words.get(str(each), str(each)) for each in many) or "nothing"


def _kind(annotation: object) -> str:
    if annotation in (int, bool):
        return "number" if annotation is int else "yes"
    origin = get_origin(annotation)
    return {Literal: "choice", tuple: "many"}.get(origin, "text") if origin else "text"


def _choices(name: str, annotation: object, value: object) -> tuple[tuple[str, str], ...]:
    if name == "profile":
        names = (*profiles.shipped(), *services().trust.site_profiles())
        own = () if value in names else (("", "a profile file (set in the settings file)"),)
        return (*((each, profile_words(each)) for each in names), *own)
    if name in _CHOICES:
        return _installed(name, str(value))
    if name == "formats":
        return tuple((each.item.id, each.item.label) for each in reports.DOOR.builtin())
    # Of a list, each of its values is one of the choices that its type names.
    one = get_args(annotation)[0] if _kind(annotation) == "many" else annotation
    return tuple((str(each), str(each)) for each in get_args(one)) if get_origin(one) is Literal else ()


def _installed(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """Return the models or languages to choose from; what is set stays among them, though it may be gone."""
    packs = services().transcription.packs.installed()
    if name == "spoken_language":
        known, none, gone = languages.choices(packs), "found out", "no installed model knows it"
    else:
        known = {pack.name: pack.name for pack in packs}
        none = "the largest there is" if name == "file_model" else "the smallest there is"
        gone = "not installed"
    lost = ((value, f"{value} ({gone})"),) if value and value not in known else ()
    return (("", none), *known.items(), *lost)


FEATURE = Feature(
    "settings", "Settings", bp, prefix="/settings", icon="settings", endpoint="settings.index", group=1
)
