"""What writes an output for one checked file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from stormdat_core.errors import StormError
from stormdat_core.model import Decision, FileResult
from stormdat_core.reports.colours import Scheme
from stormdat_core.reports.matrix.style import USUAL, MatrixStyle

if TYPE_CHECKING:
    from stormdat_core.rules.matrix_form import MatrixForm

Fixes = Literal["safe", "proposed", "decided"]
"""Which corrections a corrected copy makes: the safe ones, those too that are only proposed, or none but
those that a person has chosen, which are made in each case."""


@dataclass(frozen=True, slots=True)
class CopyStyle:
    """How an annotated copy shows findings, what a corrected copy corrects, and the form of a matrix."""

    marks: Literal["highlight", "comment", "both"] = "both"
    colours: Scheme = "light"
    """Highlights in full colour, or light shading; reports are coloured alike."""
    fixes: Fixes = "safe"
    matrix: MatrixStyle = USUAL

    def on_form(self, form: "MatrixForm") -> "CopyStyle":
        """Return the style with the form of matrices that a profile states."""
        return replace(self, matrix=replace(self.matrix, form=form))


DEFAULT_STYLE = CopyStyle()


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report says about itself; recorded once, so that a report can be made again byte for byte."""

    version: str
    made: datetime
    """Aware, in UTC."""
    style: CopyStyle = DEFAULT_STYLE
    notes: tuple[str, ...] = ()
    """What the copies that were written first could not hold or do, in sentences; reports list them."""
    failed: tuple[str, ...] = ()
    """Those of the notes that say what could not be written."""
    passed_over: tuple[str, ...] = ()
    """What the sweep of the file passed over, in sentences, one for each kind."""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """What a person decided about findings, by fingerprint."""

    @property
    def stamp(self) -> str:
        """Return the time as the changes and comments of a copy carry it: `2026-11-20T10:30:15Z`."""
        return self.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class NothingToWrite(StormError):
    """An output that would hold nothing of its own; what a person should know stands in `notes`."""

    def __init__(self, notes: tuple[str, ...]) -> None:
        super().__init__(" ".join(notes))
        self.notes = notes


class ReportWriter(Protocol):
    """Writes one kind of output. `target` appears whole or not at all; the checked file is only read.

    `write` raises `OutputRefused` when the output cannot be written or fails its check, and `SourceChanged`
    when it needs the original and the original is no longer the one that was checked, and `NothingToWrite`
    when a copy would be the original. It may return
    sentences that a person should know about the output.
    """

    id: ClassVar[str]
    """The word of `--format`: `docx`, `xlsx`, `html`, `json`, `csv`."""
    label: ClassVar[str]
    suffix: ClassVar[str]
    """What follows the stem of the checked file: `.findings.xlsx`."""
    formats: ClassVar[tuple[str, ...]]
    """Formats of checked files it can serve; empty for all."""

    def write(self, result: FileResult, target: Path, context: ReportContext) -> tuple[str, ...] | None: ...
