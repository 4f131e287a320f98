"""What a person or a site may set, with the words that explain it.

Precedence: a `STORMDAT_*` environment variable (`STORMDAT_FILE_SECONDS=60`) over `settings.toml` over the
default. Only what differs from the defaults is saved, so that a better default of a later version arrives.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from stormdat_core.atomic import whole_file
from stormdat_core.errors import BadSettings
from stormdat_core.model.matrix import MatrixColumn
from stormdat_core.paths import AppPaths, private_folder
from stormdat_core.regular import read_regular

_PREFIX = "STORMDAT_"
_LONGEST = 1_000_000
"""Bytes of the settings file that are read."""

_GO_BY_RULE = (
    "go when the rules are applied, on the page Cleanup or by the command stormdat cleanup --library; "
    "0 keeps them until you delete them."
)

Format = Literal["docx", "fixed", "crm", "crm-docx", "xlsx", "html", "json", "csv"]


class Settings(BaseSettings):
    """Everything that can be set. Each field's title and description are what the settings page shows."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid", validate_default=True)

    environment: ClassVar[bool] = True
    """Whether environment variables count."""

    jobs: int = Field(
        default=0,
        ge=0,
        le=256,
        title="Files checked at once",
        description="Number of worker processes in a sweep; 0 means one for each processor.",
    )
    file_seconds: int = Field(
        default=300,
        ge=1,
        le=86_400,
        title="Time limit for one file (seconds)",
        description="A file that takes longer is stopped and reported; the others are still checked.",
    )
    file_memory_mib: int = Field(
        default=2048,
        ge=128,
        le=1_048_576,
        title="Memory limit for one file (MiB)",
        description="A file that needs more is stopped and reported; the others are still checked.",
    )
    file_size_mib: int = Field(
        default=1024,
        ge=1,
        le=1_048_576,
        title="Largest file (MiB)",
        description="A larger file is reported and not opened.",
    )
    profile: str = Field(
        default="standard",
        min_length=1,
        title="Profile",
        description="The rules to judge by when none is chosen: the name of a profile, or a profile file.",
    )
    lists: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        title="Acronym lists",
        description="Files that every check compares with; the page that starts checks keeps them here.",
    )
    formats: Annotated[tuple[Format, ...], NoDecode] = Field(
        default=("docx", "xlsx", "html", "json"),
        title="Outputs",
        description="What is written for each file when nothing else is chosen: docx is the annotated copy, "
        "fixed the copy with corrections as tracked changes, crm and crm-docx the "
        "comment matrix for Excel and Word, xlsx, html, json and csv are reports.",
    )
    copy_marks: Literal["highlight", "comment", "both"] = Field(
        default="both",
        title="Findings in annotated copies",
        description="How an annotated copy shows a finding: by colour on the text, by a comment, or by both.",
    )
    copy_colours: Literal["strong", "light"] = Field(
        default="light",
        title="Colours of findings",
        description="light shades the text so that it is easy to read; strong highlights it as the original "
        "STORM DAT did. Pages and reports follow.",
    )
    copy_fixes: Literal["safe", "proposed"] = Field(
        default="safe",
        title="Corrections in corrected copies",
        description="safe makes those that no careful editor would refuse; proposed makes the others too, "
        "and you look at each.",
    )
    document_view: Literal["pages", "text"] = Field(
        default="pages",
        title="Documents under review",
        description="pages shows PDF files and slides as they look; text shows their text. The page of a "
        "document keeps here what was chosen there.",
    )
    matrix_layout: Literal["dod", "army"] = Field(
        default="dod",
        title="Form of comment matrices",
        description="dod has the columns of the DoD's comment resolution matrices, army those of "
        "DA Form 7874.",
    )
    matrix_columns: Annotated[tuple[MatrixColumn, ...], NoDecode] = Field(
        default=(),
        title="Columns of comment matrices",
        description="Which columns are written; none chosen is all of the form. The settings file keeps "
        "the order that it names them in.",
    )
    reviewer_name: str = Field(
        default="",
        max_length=200,
        title="Your name",
        description="Stands in the comment matrices that you hand in, as does what follows.",
    )
    reviewer_source: str = Field(
        default="",
        max_length=200,
        title="Your organisation",
        description="The source of your comments: agency, component or office.",
    )
    reviewer_grade: str = Field(
        default="", max_length=200, title="Your rank or grade", description="Such as COL or GS-15."
    )
    reviewer_office: str = Field(
        default="", max_length=200, title="Your office symbol", description="As your organisation writes it."
    )
    reviewer_telephone: str = Field(
        default="", max_length=200, title="Your telephone", description="For those who resolve your comments."
    )
    recordings_folder: str = Field(
        default="",
        title="Folder for recordings",
        description="Empty: a folder of this program that other users cannot read. "
        "The settings file alone names another one (recordings-folder).",
    )
    record_screen: str = Field(
        default="1",
        pattern=r"none|\d{1,2}",
        title="Screen to record",
        description="Number of a screen, 0 for all together, none for sound alone.",
    )
    record_frame_rate: int = Field(
        default=15,
        ge=1,
        le=60,
        title="Pictures a second",
        description="15 is enough for slides and documents; 30 shows movement and costs twice as much.",
    )
    record_microphone: str = Field(
        default="default",
        min_length=1,
        title="Microphone to record",
        description="Name of a microphone; default follows this computer, none records none.",
    )
    record_system: str = Field(
        default="default",
        min_length=1,
        title="System sound to record",
        description="Name of an output; default follows this computer, none records none.",
    )
    file_model: str = Field(
        default="",
        title="Model for media files",
        description="An installed model pack; without one chosen, the largest there is.",
    )
    live_model: str = Field(
        default="",
        title="Model for live transcripts",
        description="An installed model pack; without one chosen, the smallest there is.",
    )
    spoken_language: str = Field(
        default="",
        pattern=r"[a-z]{0,3}",
        title="Spoken language",
        description="What people speak in most recordings; without one chosen, the model finds out.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto",
        title="Graphics card for speech",
        description="auto uses a graphics card (CUDA) where one works, cpu never; "
        "cuda tries one always, and says so when none works.",
    )
    plugins: bool = Field(
        default=True,
        title="Plug-ins",
        description="Let in what other installed packages bring: rules, readers, reports, pages. "
        "Pages come and go with the next start.",
    )
    scratch_hours: int = Field(
        default=24,
        ge=1,
        le=8760,
        title="Keep temporary files (hours)",
        description="Cleanup removes temporary files that are older. It never touches sweeps or outputs.",
    )
    keep_sweeps_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        title="Keep checks (days)",
        description=f"Checks that are older {_GO_BY_RULE}",
    )
    keep_recordings_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        title="Keep recordings (days)",
        description=f"Older recordings, with their transcripts, {_GO_BY_RULE}",
    )
    keep_recordings_text: bool = Field(
        default=False,
        title="Keep the text of recordings that go by rule",
        description="Their transcripts stay, until a rule for transcripts or a person removes them.",
    )
    keep_transcripts_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        title="Keep transcripts (days)",
        description=f"Older transcripts {_GO_BY_RULE}",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        title="Detail of the log",
        description="The log names files and steps and holds no text of documents, at any level.",
    )

    theme: Literal["system", "light", "dark", "contrast"] = Field(
        default="system",
        title="Colours of the window",
        description="system follows this computer; contrast is black on white with strong lines.",
    )
    text_size: Literal[100, 112, 125, 150, 175, 200] = Field(
        default=100,
        title="Text size (percent)",
        description="How large the text of the window is; Ctrl and plus, minus or 0 change it too.",
    )

    review_left: int = Field(
        default=0,
        ge=0,
        le=80,
        title="Width of the problems (percent)",
        description="Of the page of a document, where panes stand side by side; 0 is the usual width.",
    )
    review_right: int = Field(
        default=0,
        ge=0,
        le=80,
        title="Width of the chosen finding (percent)",
        description="Of the page of a document, where panes stand side by side; 0 is the usual width.",
    )

    @field_validator("text_size", mode="before")
    @classmethod
    def _as_number(cls, value: object) -> object:
        return int(value) if isinstance(value, str) and value.isdecimal() else value

    @field_validator("lists", mode="before")
    @classmethod
    def _separated_as_paths(cls, value: object) -> object:
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("formats", "matrix_columns", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values come as arguments."""
        return (env_settings, init_settings) if cls.environment else (init_settings,)


class _FromFile(Settings):
    """The settings as the file alone states them: what is saved must hold without the environment too."""

    environment: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, and where they come from."""

    settings: Settings
    saved: Mapping[str, object]
    """What the settings file sets, by field name."""
    forced: frozenset[str] = frozenset()
    """Fields that an environment variable decides; saving them has no effect while it is set."""
    notices: tuple[str, ...] = ()
    """What in the file was not understood, in sentences."""


def load(paths: AppPaths) -> Loaded:
    """Return the settings in force.

    Raises:
        BadSettings: a mistake in the settings file, which is left as it is, or in an environment variable.
    """
    text = _read(paths.settings)
    return _judge(_parse(text, paths.settings), text, paths.settings)


def save(paths: AppPaths, changes: Mapping[str, object]) -> Loaded:
    """Change settings by field name, for good; None goes back to the default. Return what is then in force.

    What the file holds and this version does not know is kept, and so are a person's comments and layout.

    Raises:
        BadSettings: a value that cannot be used, or a mistake in the file; nothing is saved then.
        OutputRefused: the file could not be written.
    """
    before = _read(paths.settings)
    _parse(before, paths.settings)
    text = _changed(before, changes)
    content = _parse(text, paths.settings)
    _judge(content, text, paths.settings, _FromFile)
    loaded = _judge(content, text, paths.settings)
    private_folder(paths.config)
    with whole_file(paths.settings, private=True) as stream:
        stream.write(text.encode())
    return loaded


def _changed(text: str, changes: Mapping[str, object]) -> str:
    """Return the text of a settings file with some settings changed and all else as it stands."""
    import tomlkit  # only who saves pays for it

    content = tomlkit.parse(text)
    for name, value in changes.items():
        if value is None or _is_default(name, value):
            content.pop(_key(name), None)
        else:
            content[_key(name)] = value
    return tomlkit.dumps(content)


def recordings_folder(settings: Settings, paths: AppPaths) -> Path:
    """Return where recordings are made and looked for."""
    own = settings.recordings_folder.strip()
    return Path(own).expanduser() if own else paths.recordings


def _read(path: Path) -> str:
    try:
        return read_regular(path, _LONGEST).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as exc:
        raise BadSettings(
            f"The settings file {path} is not UTF-8 text (byte {exc.start + 1}).", _cure(path)
        ) from exc
    except OSError as exc:
        raise BadSettings(
            f"The settings file {path} cannot be read: {exc.strerror or exc}.", "Check who may read it."
        ) from exc


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        what = str(exc).replace("end of document", f"the end, line {len(text.splitlines())}")
        raise BadSettings(f"The settings file {path} is not valid TOML: {what}.", _cure(path)) from exc


def _judge(content: Mapping[str, Any], text: str, path: Path, kind: type[Settings] = Settings) -> Loaded:
    known = {_key(name): name for name in Settings.model_fields}
    saved = {known[key]: value for key, value in content.items() if key in known}
    unknown = [key for key in content if key not in known]
    try:
        settings = kind(**saved)
    except ValidationError as exc:
        raise _complaint(exc, text, path, kind) from exc
    notices = tuple(
        f"The settings file {path} sets “{key}” ({_place(text, key)}), which this version does not know."
        for key in unknown
    )
    return Loaded(settings, saved, frozenset(filter(_variable, Settings.model_fields)), notices)


def _complaint(error: ValidationError, text: str, path: Path, kind: type[Settings]) -> BadSettings:
    first: Any = error.errors(include_url=False)[0]
    name, what = str(first["loc"][0]), f"“{first['input']}” cannot be used: {first['msg']}."
    variable = _variable(name)
    if variable and kind.environment:
        return BadSettings(f"In the environment variable {variable}, {what}", "Correct it or take it away.")
    key = _key(name)
    place = _place(text, key)
    return BadSettings(f"In the settings file {path}, {place}, {key} = {what}", _cure(path))


def _is_default(name: str, value: object) -> bool:
    field = Settings.model_fields.get(name)
    if field is None:
        raise BadSettings(f"There is no setting “{name}”.")
    return bool((tuple(value) if isinstance(value, list) else value) == field.default)


def _variable(name: str) -> str:
    """Return the environment variable that decides a field, empty when none does."""
    wanted = (_PREFIX + name).casefold()
    return next((variable for variable in os.environ if variable.casefold() == wanted), "")


def _key(name: str) -> str:
    return name.replace("_", "-")


def _place(text: str, key: str) -> str:
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), 1)
    return next((f"line {number}" for number, line in lines if pattern.match(line)), "top level")


def _cure(path: Path) -> str:
    return f"Correct that line, or move {path.name} away to start again with the defaults."
