"""What of profiles and lists is believed: which keys the site has, and whether a file has to be signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from stormdat_core.site.folder import Site, files_in
from stormdat_core.site.signatures import Judgement, Keys, judge, keys_of

PREFIX = "site:"
"""Stands before the name of a profile that lies in the site's folder."""
HINT = "Use one that is signed, or ask whoever looks after this computer."
_PROFILES = frozenset({".toml"})
_LISTS = frozenset({".xlsx", ".csv"})


class Refused(Exception):
    """A file that has to be signed and is not; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The site's folder, its keys, and what has to be signed."""

    site: Site
    keys: Keys
    signed_profiles: bool = False
    signed_lists: bool = False
    shipped: frozenset[Path] = frozenset()
    """Files that came with the program, which need no signature."""

    @classmethod
    def of(cls, site: Site, *, profiles: bool, lists: bool, shipped: Iterable[Path] = ()) -> Self:
        """Return the trust of this moment: the keys are read anew.

        Args:
            site: the site's folder.
            profiles: whether profile files have to be signed.
            lists: whether acronym lists have to be signed.
            shipped: files that came with the program.
        """
        return cls(site, keys_of(site), profiles, lists, frozenset(shipped))

    def profile(self, files: Iterable[tuple[Path, bytes]]) -> str:
        """Return what is said about the signature of a profile and of the files that it names.

        Args:
            files: path and content as they were read, the profile itself first.

        Raises:
            Refused: one of them has to be signed and is not.
        """
        return self._told("profile", files, required=self.signed_profiles)

    def list(self, path: Path, content: bytes) -> str:
        """Return what is said about the signature of an acronym list. Raises as `profile` does."""
        if path in self.shipped:
            return ""
        return self._told("acronym list", ((path, content),), required=self.signed_lists)

    def site_profiles(self) -> tuple[str, ...]:
        """Return the names of the profiles in the site's folder, as they are chosen by."""
        return tuple(PREFIX + path.stem for path in files_in(self.site.profiles, _PROFILES))

    def site_profile(self, name: str) -> Path | None:
        """Return the file of a site's profile by the name it is chosen by; None for one that is not there."""
        return (
            self.site.profiles / f"{name.removeprefix(PREFIX)}.toml" if name in self.site_profiles() else None
        )

    def site_lists(self) -> tuple[Path, ...]:
        """Return the acronym lists in the site's folder."""
        return tuple(files_in(self.site.lists, _LISTS))

    def _told(self, what: str, files: Iterable[tuple[Path, bytes]], *, required: bool) -> str:
        if not (self.keys or required):
            return ""  # a computer whose site signs nothing is told nothing of signatures
        judged = [(path, judge(self.keys, path, content)) for path, content in files]
        bad = next(((path, each) for path, each in judged if not each.signed), None)
        if bad is None:
            return judged[0][1].words
        sentence = self._sentence(what, *bad)
        if required:
            raise Refused(sentence)
        return sentence

    def _sentence(self, what: str, path: Path, found: Judgement) -> str:
        told = f"The {what} {path.name} {found.words}."
        return " ".join([told, *self.keys.refused])


TRUSTING = Trust(Site(Path()), Keys())
"""Asks for no signature and looks at none."""
