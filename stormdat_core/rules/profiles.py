"""Profiles: which rules run, how severe they are, and the standard they measure by.

A profile is a TOML file. The ones that ship lie in `rules/data`; a site's own is given by path.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.errors import BadProfile, place_of
from stormdat_core.markings.scheme import Markings
from stormdat_core.markings.vocabulary.site_words import code_bytes, codes_in
from stormdat_core.model import Severity
from stormdat_core.options import Options, first_mistake, line_of
from stormdat_core.plugins.state import allowed
from stormdat_core.regular import read_regular
from stormdat_core.rules.matrix_form import MatrixForm
from stormdat_core.site.trust import HINT, TRUSTING, Refused, Trust

DEFAULT = "standard"
"""The profile that judges when nobody has chosen one."""
_BASED_ON = "based-on"
_LARGEST = 8 * 1024 * 1024
"""Bytes of a profile."""
_OWN = ("name", "summary")
"""What every profile says for itself."""


class RuleSettings(Options):
    """What a profile says about one rule: beside `on` and `severity`, the options that the rule has."""

    model_config = ConfigDict(extra="allow")

    on: bool | None = None
    """None leaves it at the rule's own default."""
    severity: Severity | None = None

    @field_validator("severity", mode="before")
    @classmethod
    def _by_word(cls, value: object) -> object:
        if isinstance(value, str) and value.upper() in Severity.__members__:
            return Severity[value.upper()]
        return value

    @property
    def own(self) -> Mapping[str, Any]:
        """Return the rule's own options as the profile states them."""
        return self.model_extra or {}


class TextStandard(Options):
    """Accepted fonts and sizes of one kind of text. An empty list is not checked."""

    fonts: tuple[str, ...] = ()
    """Families; the first is the wanted one, the others are accepted."""
    sizes: tuple[float, ...] = ()
    """Points."""


class Exempt(Options):
    """Text that no typographic standard is applied to."""

    styles: tuple[str, ...] = ()
    """Paragraph style names; styles based on them are exempt too."""


class Typography(Options):
    """The typographic standard by kind of text. A missing kind is not checked."""

    body: TextStandard | None = None
    table: TextStandard | None = None
    headings: TextStandard | None = None
    captions: TextStandard | None = None
    notes: TextStandard | None = None
    headers_footers: TextStandard | None = None
    code: TextStandard | None = None
    standard: Literal["stated", "auto"] = "stated"
    """`stated` compares every place with the fonts and sizes given here. `auto` takes the document's own text
    as the standard and reports what stands out against it; what is given here is then compared with the
    document as a whole, in one finding."""
    exempt: Exempt = Exempt()
    group_at: int = Field(default=20, ge=1)
    """From this many places on, faults that one style causes become one finding."""


class Spacing(Options):
    """How spaces are judged."""

    two_spaces_after_sentence: bool = False
    """Allow two spaces after `.` `?` `!` `:`."""


class Profile(Options):
    """Which rules, severities, options and standards a sweep judges by."""

    name: str
    summary: str = ""
    based_on: str = ""
    """A shipped profile whose tables hold where this one says nothing; a list replaces the whole list."""
    rules: dict[str, RuleSettings] = Field(default_factory=dict)
    typography: Typography = Typography()
    spacing: Spacing = Spacing()
    acronyms: AcronymOptions = AcronymOptions()
    markings: Markings = Markings()
    matrix: MatrixForm = MatrixForm()

    _signature: str = PrivateAttr(default="")

    @property
    def signature(self) -> str:
        """Return what is said about the signature of its file; empty when nothing is.

        No key of the file sets it, and it is no part of the meaning.
        """
        return self._signature

    def rule(self, rule_id: str) -> RuleSettings:
        """Return what this profile says about a rule."""
        return self.rules.get(rule_id, _UNMENTIONED)

    def digest(self) -> str:
        """Return the SHA-256 of what the profile judges by; comments and key order do not change it.

        The form of matrices is no part of it: with another one, what was found stays what it is.
        """
        judged = self.model_dump(mode="json", by_alias=True, exclude={"matrix"})
        meaning = json.dumps(judged, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(meaning.encode()).hexdigest()


_UNMENTIONED = RuleSettings()


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    folder = resources.files("stormdat_core.rules") / "data"
    return tuple(sorted(Path(item.name).stem for item in folder.iterdir() if item.name.endswith(".toml")))


def _shipped_text(name: str) -> str:
    return (resources.files("stormdat_core.rules") / "data" / f"{name}.toml").read_text("utf-8")


@lru_cache(maxsize=16)
def load(name: str = DEFAULT) -> Profile:
    """Return a shipped profile by name, or one from a file by its path.

    Raises:
        BadProfile: no such profile, or a mistake in it, with its line number.
    """
    if name in shipped():
        return parse(_shipped_text(name), name)
    return _from_file(Path(name), name, TRUSTING)


def trusted(name: str, trust: Trust) -> Profile:
    """Return a profile as `load` does, also one of the site (`site:NAME`), with its signature looked at.

    A file is read once: what was signed is what judges.

    Raises:
        BadProfile: also when it has to be signed and is not.
    """
    if name in shipped():
        return load(name)
    return _from_file(trust.site_profile(name) or Path(name), name, trust)


def _from_file(path: Path, name: str, trust: Trust) -> Profile:
    """Return the profile in a file; `name` is what it was asked for by."""
    try:
        content = _content(path)
        profile, others = _with_site_words(parse(content.decode("utf-8"), path.name), path.parent)
        profile._signature = trust.profile([(path, content), *others])
    except Refused as exc:
        raise BadProfile(str(exc), HINT) from exc
    except FileNotFoundError as exc:
        known = ", ".join((*shipped(), *trust.site_profiles()))
        raise BadProfile(
            f"There is no profile “{name}”.", f"Use one of: {known}; or the path of a .toml file."
        ) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise BadProfile(f"The profile {path.name} could not be read: {exc}.") from exc
    return profile


def _content(path: Path) -> bytes:
    data = read_regular(path, _LARGEST)
    if len(data) > _LARGEST:
        raise BadProfile(
            f"The profile {path.name} is larger than {_LARGEST:,} bytes, so it is none.", "Choose a profile."
        )
    return data


def _with_site_words(profile: Profile, folder: Path) -> tuple[Profile, tuple[tuple[Path, bytes], ...]]:
    """Return a profile with the words of the list it names, so that its digest covers them, and that list."""
    named = profile.markings.codes_file
    if not named:
        return profile, ()
    path = folder / named
    data = code_bytes(path)
    codes = (*profile.markings.codes, *codes_in(data, path.name))
    markings = profile.markings.model_copy(update={"codes": codes})
    return profile.model_copy(update={"markings": markings}), ((path, data),)


def parse(text: str, name: str) -> Profile:
    """Return the profile that a TOML text states, with what the profile it is based on states beside it.

    Raises:
        BadProfile: with the line number of the mistake.
    """
    try:
        tables = tomllib.loads(text)
        profile = Profile.model_validate(_merged(_base(tables, text, name), tables))
    except tomllib.TOMLDecodeError as exc:
        raise BadProfile(f"The profile {name} is not valid TOML: {exc}.") from exc
    except ValidationError as exc:
        raise BadProfile(f"The profile {name} has a mistake. {first_mistake(text, exc)}") from exc
    for rule_id, said in profile.rules.items():
        if said.own:
            _check_options(rule_id, said.own, text, name)
    return profile


def _check_options(rule_id: str, own: Mapping[str, Any], text: str, name: str) -> None:
    """Raise `BadProfile` where a rule has not these options, or not with these values.

    Options of a rule that is not there are left unread while a plug-in may be what is missing: one that is
    turned off or broken must not keep a house's profile from judging by all other rules.
    """
    # The rules are imported only for a profile that states options, and they import this module.
    from stormdat_core.rules.registry import DOOR, options_of, rule

    known, path = rule(rule_id), ("rules", rule_id)
    try:
        if known is not None:
            options_of(known).model_validate(own)
        elif allowed() and not DOOR.refused():
            line = line_of(text, [*path, next(iter(own))])
            raise BadProfile(
                f"The profile {name} has a mistake. Line {line}, “{'.'.join(path)}”: no rule has this id.",
                "Correct it, or install the plug-in that brings the rule.",
            )
    except ValidationError as exc:
        mistake = first_mistake(text, exc, path)
        raise BadProfile(f"The profile {name} has a mistake. {mistake}") from exc
    except BadProfile:
        raise
    except Exception as exc:  # the boundary: a plug-in's own check of its options
        told = f"The options of {rule_id} could not be checked ({place_of(exc)}): its plug-in has a mistake."
        raise BadProfile(told, "Take them out of the profile, or turn the plug-in off.") from exc


def _base(tables: Mapping[str, Any], text: str, name: str) -> Mapping[str, Any]:
    """Return the tables of the shipped profile that another is based on; empty when it is based on none."""
    base = tables.get(_BASED_ON, "")
    if not base:
        return {}
    if base == name or base not in shipped():
        place = f"Line {line_of(text, [_BASED_ON])}, “{_BASED_ON}”"
        known = ", ".join(other for other in shipped() if other != name)
        raise BadProfile(f"The profile {name} has a mistake. {place}: it has to be one of {known}.")
    below = _shipped_text(str(base))
    others = tomllib.loads(below)
    merged = _merged(_base(others, below, str(base)), others)
    return {key: value for key, value in merged.items() if key not in _OWN}


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of `over`, and those of `base` where it says nothing."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        result[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result
