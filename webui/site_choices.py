"""Profiles and lists that the site has laid down, as pages offer them: to choose from, never to change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.errors import StormError
from stormdat_core.rules import profiles
from stormdat_core.site.trust import PREFIX
from webui.context import services


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, with what is to know about it."""

    name: str
    """What it is chosen by."""
    words: str
    """What a person reads."""
    about: str = ""
    refused: bool = False
    """Whether it cannot be used; `about` says why."""


def profile_words(name: str) -> str:
    """Return the name of a profile as a person reads it."""
    return f"{name.removeprefix(PREFIX)} (from your site)" if name.startswith(PREFIX) else name


def profile_choices() -> tuple[Choice, ...]:
    """Return the profiles that came with the program, then those of the site."""
    own = (Choice(name, name, profiles.load(name).summary) for name in profiles.shipped())
    return (*own, *map(_profile, services().trust.site_profiles()))


def known_profile(name: str) -> bool:
    """Return whether a page may name a profile."""
    return name in profiles.shipped() or name in services().trust.site_profiles()


def list_choices() -> tuple[Choice, ...]:
    """Return the acronym lists of the site that are not kept for every check."""
    kept = set(map(Path, services().settings.lists))
    return tuple(_list(path) for path in services().trust.site_lists() if path not in kept)


def lists_named(names: list[str]) -> Iterator[Path]:
    """Yield the lists of the site by their names.

    Raises:
        StormError: there is none of a name.
    """
    known = {path.name: path for path in services().trust.site_lists()}
    for name in names:
        if name not in known:
            raise StormError("The lists of your site have changed meanwhile.", "Load the page again.")
        yield known[name]


def from_site(path: Path) -> bool:
    """Return whether a list lies in the site's folder."""
    return path.parent == services().paths.site.lists


def _profile(name: str) -> Choice:
    try:
        found = profiles.trusted(name, services().trust)
    except StormError as exc:
        return Choice(name, profile_words(name), str(exc), refused=True)
    about = f"{found.summary} {_sentence(found.signature)}".strip()
    return Choice(name, profile_words(name), about)


def _list(path: Path) -> Choice:
    try:
        found = load_list(path, services().trust)
    except StormError as exc:
        return Choice(path.name, path.name, str(exc), refused=True)
    return Choice(path.name, path.name, _sentence(found.signature))


def _sentence(told: str) -> str:
    """Return what is said about a signature as a sentence."""
    return f"{told[0].upper()}{told[1:].rstrip('.')}." if told else ""
