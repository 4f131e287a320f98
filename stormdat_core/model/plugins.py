"""Which plug-ins were let in when a file was checked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PluginSource:
    """A package of others, as it was: enough to tell later whether it has changed."""

    name: str
    version: str
    digest: str = ""
    """SHA-256 of its modules."""

    @property
    def words(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class PluginsUsed:
    """The packages that were let in, by name."""

    packages: tuple[PluginSource, ...]
    whole: bool = True
    """False when something of theirs failed or was left out in this file; the file's warnings say what."""
