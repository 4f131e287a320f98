"""What was asked of a sweep and what came out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from stormdat_core.model.acronyms import AcronymMatrix
from stormdat_core.model.findings import Finding
from stormdat_core.model.markings import MarkingAudit, MarkingPresence
from stormdat_core.model.plugins import PluginsUsed


@dataclass(frozen=True, slots=True)
class ListSource:
    """An acronym list as it was used: enough to tell later whether it has changed."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """Which files to check, against which lists and profile, and what to write where."""

    paths: tuple[Path, ...]
    """Files and folders, as given."""
    lists: tuple[Path, ...] = ()
    profile: str = "standard"
    """Name of a profile, or the path of a profile file."""
    out: Path | None = None
    """Folder for the outputs; None keeps the results in the library only."""
    formats: tuple[str, ...] = ("docx", "xlsx", "html", "json")
    jobs: int = 0
    """Worker processes; 0 means one for each processor."""
    use_cache: bool = True
    fixes: str = ""
    """Which corrections a corrected copy makes, `safe` or `proposed`; empty as the settings say."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is said about the signatures of what a file was judged by; empty where nothing is."""

    profile: str = ""
    lists: tuple[str, ...] = ()
    """Of each list, in the order of the lists."""

    @property
    def unproved(self) -> tuple[str, ...]:
        """Return the sentences about what is not signed, or wrongly; `signed by` is no sentence."""
        return tuple(told for told in (self.profile, *self.lists) if told[:1].isupper())


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of a sweep: its findings, or the reason there are none."""

    path: Path
    sha256: str = ""
    format: str = ""
    title: str = ""
    findings: tuple[Finding, ...] = ()
    error: str = ""
    """The sentence the user reads when the file was not checked; empty when it was."""
    hint: str = ""
    warnings: tuple[str, ...] = ()
    profile: str = ""
    """Name of the profile the file was judged by."""
    profile_digest: str = ""
    lists: tuple[ListSource, ...] = ()
    blocks: int = 0
    characters: int = 0
    """Characters of text read."""
    seconds: float = 0.0
    """Processor seconds spent on this file."""
    acronyms: AcronymMatrix | None = None
    """The acronyms side by side; None when no acronym rule is on."""
    markings: MarkingAudit | None = None
    """The security markings; None when the profile audits none."""
    unaudited: MarkingPresence | None = None
    """The security markings that the document carries where none were audited."""
    plugins: PluginsUsed | None = None
    """The plug-ins that were let in; None when there were none."""
    signatures: Signatures | None = None
    """What is said about the signatures of profile and lists; None when the site signs nothing."""

    @property
    def list_signatures(self) -> tuple[str, ...]:
        """Return what is said about the signature of each list, as many as there are lists."""
        told = self.signatures.lists if self.signatures else ()
        return told if len(told) == len(self.lists) else ("",) * len(self.lists)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def unmarked(self) -> str:
        """Return what is said of a file without markings to audit; empty for every other."""
        if self.unaudited is not None:
            return ""
        return self.markings.nothing if self.markings is not None else ""


@dataclass(frozen=True, slots=True)
class Output:
    """An output that a sweep wrote for a file, or could not write."""

    format: str
    """The word of `--format`."""
    path: Path
    sha256: str = ""
    """Of the bytes written: tells later whether somebody has changed them. Empty when nothing was written."""
    error: str = ""
    hint: str = ""
    notes: tuple[str, ...] = ()
    """What a person should know about what was written, in sentences."""
    skipped: bool = False
    """True when there was nothing to write; the notes say why."""

    @property
    def written(self) -> bool:
        return not (self.error or self.skipped)


class SweepState(StrEnum):
    """How far a sweep has come."""

    RUNNING = "running"
    DONE = "done"
    """Every file was taken up; single files may still have failed."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The program ended before the sweep did; what was stored until then is kept."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A finished or running sweep: totals, and the outputs written for each file."""

    id: int
    request: SweepRequest
    version: str
    profile_digest: str
    started: datetime
    finished: datetime | None = None
    files: int = 0
    failed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    """Findings by rule id."""
    state: SweepState = SweepState.RUNNING
    profile: str = ""
    """Name of the profile the digest belongs to."""
    lists: tuple[ListSource, ...] = ()
    error: str = ""
    """Why it could not go on, for people; empty when it came to its end or nobody knows."""
    hint: str = ""
    partly: int = 0
    """Files checked, but not wholly: a part not read, markings not audited, an output not written."""
    passed: int = 0
    """How many things were given, or held by folders, and passed over; `Store.passed_over` names them."""

    @property
    def complete(self) -> bool:
        """Return True only when it came to its end and nothing at all is missing."""
        missing = self.failed or self.partly or self.passed
        return self.state is SweepState.DONE and self.files > 0 and not missing

    @property
    def title(self) -> str:
        """Return what people know it by: the first of what was checked, and how many others."""
        first, others = self.request.paths[0], len(self.request.paths) - 1
        name = first.name or str(first)
        return f"{name} and {others:,} other{'s' if others > 1 else ''}" if others else name
