"""What a person or a site may set, with the words that explain it.

Precedence: what the site locks, then a `STORMDAT_*` environment variable (`STORMDAT_FILE_SECONDS=60`), the
person's `settings.toml`, the site's, the default. Only what differs from the last two is saved, so that a
better default of the site or of a later version arrives.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, PrivateAttr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from stormdat_core.atomic import whole_file
from stormdat_core.errors import BadSettings, LockedSetting
from stormdat_core.model.matrix import MatrixColumn
from stormdat_core.paths import AppPaths, private_folder
from stormdat_core.regular import read_regular
from stormdat_core.site.settings_file import SiteSettings, read_settings, wrong

T = TypeVar("T")
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

    _locks: Mapping[str, str] = PrivateAttr(default_factory=dict)
    """Where each locked field is locked."""

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
    require_signed_profiles: bool = Field(
        default=False,
        title="Signed profiles only",
        description="Judge by a profile file only if it is signed with a key of your site. Those that come "
        "with the program need no signature.",
    )
    require_signed_lists: bool = Field(
        default=False,
        title="Signed acronym lists only",
        description="Compare with an acronym list only if it is signed with a key of your site.",
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
        """Let arguments alone count: `load` puts the layers together, since a lock goes before a variable."""
        return (init_settings,)

    def locked(self, name: str) -> str:
        """Return who has locked a setting and where, in words; empty when it is not locked."""
        place = self._locks.get(name, "")
        return f"set by your site in {place}" if place else ""

    def chosen(self, name: str, value: T | None) -> T:
        """Return what counts this time for a setting that a command or a page can choose otherwise.

        Args:
            name: of the setting.
            value: what was chosen; None or nothing in it for what is set.

        Raises:
            LockedSetting: the site has locked it to something else.
        """
        own = getattr(self, name)
        if value is None or value in ("", ()):
            return own  # type: ignore[no-any-return]
        if value != own:
            self.refuse_locked(name)
        return value

    def refuse_locked(self, name: str) -> None:
        """Raise `LockedSetting` when the site has locked a setting."""
        if told := self.locked(name):
            title = Settings.model_fields[name].title
            raise LockedSetting(
                f"“{title}” is {told} and cannot be chosen otherwise.",
                "Ask whoever looks after this computer.",
            )

    def _with_locks(self, locks: Mapping[str, str]) -> "Settings":
        self._locks = dict(locks)
        return self


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, and where they come from."""

    settings: Settings
    saved: Mapping[str, object]
    """What the settings file sets, by field name."""
    forced: frozenset[str] = frozenset()
    """Fields that an environment variable decides; saving them has no effect while it is set."""
    notices: tuple[str, ...] = ()
    """What in the files was not understood or does not count, in sentences."""
    site: Mapping[str, object] = field(default_factory=dict)
    """What the site sets, by field name."""
    overruled: tuple[str, ...] = ()
    """Those of the notices that say what the site has locked, or would have, and does not count."""

    def default(self, name: str) -> object:
        """Return what holds for a field that the person does not set."""
        return self.site.get(name, Settings.model_fields[name].default)


@dataclass(frozen=True, slots=True)
class _Layers:
    """What the layers below the environment state, by field name."""

    path: Path
    text: str
    saved: Mapping[str, Any]
    unknown: tuple[str, ...]
    """Keys of the person's file that are no fields."""
    site: SiteSettings
    shared: Mapping[str, Any]
    """What the site sets."""
    locked: frozenset[str] = frozenset()

    @property
    def values(self) -> dict[str, Any]:
        """Return what holds without the environment."""
        own = {name: value for name, value in self.saved.items() if name not in self.locked}
        return {**self.shared, **own}


def load(paths: AppPaths) -> Loaded:
    """Return the settings in force.

    Raises:
        BadSettings: a mistake in a settings file, which is left as it is, or in an environment variable.
    """
    return _judge(_layers(_read(paths.settings), paths))


def save(paths: AppPaths, changes: Mapping[str, object]) -> Loaded:
    """Change settings by field name, for good; None goes back to the default. Return what is then in force.

    What the file holds and this version does not know is kept, and so are a person's comments and layout.

    Raises:
        BadSettings: a value that cannot be used, or a mistake in the file; nothing is saved then.
        LockedSetting: the site has locked one of them to something else; nothing is saved then.
        OutputRefused: the file could not be written.
    """
    before = _read(paths.settings)
    layers = _layers(before, paths)
    _known(changes)
    text = _changed(before, _unlocked(layers, changes), layers.shared)
    layers = _layers(text, paths)
    _made(layers, {})  # what is saved must hold without the environment too
    loaded = _judge(layers)
    private_folder(paths.config)
    with whole_file(paths.settings, private=True) as stream:
        stream.write(text.encode())
    return loaded


def _known(changes: Mapping[str, object]) -> None:
    for name in changes:
        if name not in Settings.model_fields:
            raise BadSettings(f"There is no setting “{name}”.")


def _unlocked(layers: _Layers, changes: Mapping[str, object]) -> Mapping[str, object]:
    """Return the changes to what is not locked; to change what is locked is refused."""
    own = _made(layers, {})
    for name in layers.locked & changes.keys():
        if changes[name] is None or _plain(changes[name]) != getattr(own, name):
            own.refuse_locked(name)
    return {name: value for name, value in changes.items() if name not in layers.locked}


def _changed(text: str, changes: Mapping[str, object], shared: Mapping[str, object]) -> str:
    """Return the text of a settings file with some settings changed and all else as it stands.

    Args:
        text: of the person's file.
        changes: by field name.
        shared: what the site sets, which holds where the person's file says nothing.
    """
    import tomlkit  # only who saves pays for it

    content = tomlkit.parse(text)
    for name, value in changes.items():
        if value is None or _plain(value) == _plain(shared.get(name, Settings.model_fields[name].default)):
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


def _layers(text: str, paths: AppPaths) -> _Layers:
    """Return what a person's settings file states, above what the site's does."""
    content = _parse(text, paths.settings)
    site = read_settings(paths.site)
    saved, unknown = _by_field(content)
    shared, _ = _by_field(site.values)
    locked, unlockable = _by_field(dict.fromkeys(site.locked))
    if unlockable:
        told = f"locks “{unlockable[0]}” ({site.place('locked')}), which this version does not know"
        raise wrong(site.path, told)
    layers = _Layers(paths.settings, text, saved, unknown, site, shared, frozenset(locked))
    _checked(site, shared)
    return layers


def _by_field(content: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values of a file by field name, and its keys that are no fields."""
    known = {_key(name): name for name in Settings.model_fields}
    values = {known[key]: value for key, value in content.items() if key in known}
    return values, tuple(key for key in content if key not in known)


def _checked(site: SiteSettings, shared: Mapping[str, Any]) -> None:
    """Raise `BadSettings` where the site sets what cannot be used."""
    try:
        Settings(**shared)
    except ValidationError as exc:
        key, what = _mistake(exc)
        raise wrong(site.path, f"{site.place(key)}, {key} = {what.removesuffix('.')}") from exc


def _judge(layers: _Layers) -> Loaded:
    environment = EnvSettingsSource(Settings)()
    counting = {name: value for name, value in environment.items() if name not in layers.locked}
    overruled = (*layers.site.notices, *_overruled(layers))
    return Loaded(
        settings=_made(layers, counting),
        saved=layers.saved,
        forced=frozenset(filter(_variable, Settings.model_fields)) - layers.locked,
        notices=(*_not_known(layers), *overruled),
        site=layers.shared,
        overruled=overruled,
    )


def _made(layers: _Layers, environment: Mapping[str, Any]) -> Settings:
    locks = dict.fromkeys(layers.locked, str(layers.site.path))
    try:
        return Settings(**{**layers.values, **environment})._with_locks(locks)
    except ValidationError as exc:
        key, what = _mistake(exc)
        variable = _variable(key.replace("-", "_"))
        if variable and environment:
            told = f"In the environment variable {variable}, {what}"
            raise BadSettings(told, "Correct it or take it away.") from exc
        told = f"In the settings file {layers.path}, {_place(layers.text, key)}, {key} = {what}"
        raise BadSettings(told, _cure(layers.path)) from exc


def _not_known(layers: _Layers) -> Iterator[str]:
    """Yield a sentence for each key that is no setting."""
    what = "which this version does not know."
    for key in layers.unknown:
        place = _place(layers.text, key)
        yield f"The settings file {layers.path} sets “{key}” ({place}), {what}"
    site = layers.site
    for key in _by_field(site.values)[1]:
        yield f"The settings file of your site, {site.path}, sets “{key}” ({site.place(key)}), {what}"


def _overruled(layers: _Layers) -> Iterator[str]:
    """Yield a sentence for each setting that somebody makes in vain, since the site has locked it."""
    for name in Settings.model_fields:
        if name not in layers.locked:
            continue
        whole = f"“{Settings.model_fields[name].title}” is set by your site in {layers.site.path}"
        if name in layers.saved and layers.saved[name] != layers.shared.get(name):
            line = _place(layers.text, _key(name))
            yield f"{whole}, so {_key(name)} in {layers.path} ({line}) does not count."
        if variable := _variable(name):
            yield f"{whole}, so the environment variable {variable} does not count."


def _mistake(error: ValidationError) -> tuple[str, str]:
    """Return the key of the first value that cannot be used, and what is wrong with it as a sentence."""
    first: Any = error.errors(include_url=False)[0]
    return _key(str(first["loc"][0])), f"“{first['input']}” cannot be used: {first['msg']}."


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


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
