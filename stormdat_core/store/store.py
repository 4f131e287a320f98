"""The library: what was swept and what was found, kept between runs."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from stormdat_core.errors import StoreUnusable, StormError
from stormdat_core.model import (
    AcronymMatrix,
    Colour,
    FileResult,
    Finding,
    ListSource,
    MarkingAudit,
    Output,
    Severity,
    Sweep,
    SweepRequest,
    SweepState,
)
from stormdat_core.paths import AppPaths
from stormdat_core.store.database import backups, opening
from stormdat_core.store.decisions import DecisionBook
from stormdat_core.store.deletion import erasing
from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.recordings import RecordingShelf
from stormdat_core.store.review.blocks import BlockShelf
from stormdat_core.store.review.own_comments import OwnComments
from stormdat_core.store.review.questions import ReviewQuestions
from stormdat_core.store.review.revisions import RevisionShelf
from stormdat_core.store.review.steps import StepBook
from stormdat_core.store.speech.transcripts import TranscriptShelf
from stormdat_core.store.sweeps import passed_over, queries, reading, tallies, writing
from stormdat_core.store.sweeps.rows import Facets, FindingRow, FoundIn, Noted, Page, PassedKind, StoredFile
from stormdat_core.store.sweeps.windows import LIMIT, Window

_log = logging.getLogger("stormdat.store")


class Store:
    """The library of one user. Any thread may call any method; several processes may have it open.

    Methods raise `StoreUnusable` when the file is busy, full, damaged or not accessible.
    """

    def __init__(self, paths: AppPaths, opened: opening.Opened) -> None:
        self._paths = paths
        self._database = opened.database
        self._presence = opened.presence
        self._closed = self._wrote = False
        self.decisions = DecisionBook(opened.database.read, self._write, self._erase)
        """What a person decided about findings."""
        self.steps = StepBook(opened.database.read, self._write)
        """The same on the page of a document, with a way back."""
        self.blocks = BlockShelf(opened.database.read, self._write)
        """Documents as their pages draw them."""
        self.comments = OwnComments(opened.database.read, self._write)
        """What reviewers say themselves about documents."""
        self.review = ReviewQuestions(opened.database.read)
        self.revisions = RevisionShelf(opened.database.read, self._write)
        """What became of findings from one revision of a document to the next."""
        self.warnings = opened.warnings
        """What a person should be told about how it was opened: that it was restored from a backup."""
        self.recordings = RecordingShelf(self._database.read, self._write, self._erase)
        self.transcripts = TranscriptShelf(self._database.read, self._write, self._erase, paths)

    @classmethod
    def open(cls, paths: AppPaths) -> Self:
        """Open the library, creating, migrating or restoring it as needed.

        Raises:
            StoreUnusable: made by a newer version, not ours, or in use while it must be changed.
        """
        return cls(paths, opening.open_library(paths))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; leave a backup if this process wrote and the newest is a day old."""
        if self._closed:
            return
        self._closed = True
        self._database.close()
        try:
            with opening.locked(self._paths):
                if self._wrote and backups.is_due(self._paths, datetime.now(UTC)):
                    backups.copy(self._paths, backups.DAILY)
                self._presence.leave()
        except (OSError, sqlite3.Error, StormError):
            _log.exception("The library could not be backed up.")
            self._presence.leave()

    def start_sweep(
        self,
        request: SweepRequest,
        version: str,
        profile_digest: str,
        *,
        profile: str = "",
        lists: Sequence[ListSource] = (),
        passed_over: Sequence[tuple[str, str]] = (),
    ) -> int:
        """Note that a sweep has begun in this process and return its id.

        Args:
            request: what was asked.
            version: of the program that judges; only the same version reuses a result.
            profile_digest: of the profile in use.
            profile: its name, when it differs from the one asked for.
            lists: the acronym lists as they were read.
            passed_over: name of each thing that is not checked, and why, to stand behind it.
        """
        with self._write() as connection:
            return writing.start_sweep(
                connection, request, version, profile or request.profile, profile_digest, lists, passed_over
            )

    def add_result(
        self,
        sweep_id: int,
        result: FileResult,
        *,
        outputs: Mapping[str, Path] | None = None,
        ordinal: int | None = None,
        failures: Sequence[str] = (),
    ) -> int:
        """Store one file of a sweep with its findings, whole or not at all, and return the file's id.

        Args:
            sweep_id: a running sweep.
            result: as it came from the worker.
            outputs: what was written for it, by format; `set_outputs` can say so later.
            ordinal: the file's place in the sweep, when files do not come in order.
            failures: what could not be written for it, in sentences.

        Raises:
            NotStored: the sweep was deleted.
        """
        with self._write() as connection:
            return writing.add_result(connection, sweep_id, result, outputs or {}, ordinal, failures)

    def set_outputs(self, file_id: int, outputs: Mapping[str, Path]) -> None:
        """Note what was written for a file, by format, in the place of what was noted before.

        Raises:
            NotStored: no such file.
        """
        with self._write() as connection:
            writing.set_outputs(connection, file_id, outputs)

    def note_written(self, file_id: int, outputs: Iterable[Output]) -> None:
        """Note the digests of what was written for a file: while unchanged it may be replaced."""
        with self._write() as connection:
            writing.note_written(connection, file_id, outputs)

    def written_digest(self, path: Path) -> str:
        """Return the SHA-256 of what a sweep last wrote to `path`, or an empty string."""
        with self._database.read() as connection:
            return reading.written_digest(connection, path)

    def finish_sweep(
        self, sweep_id: int, state: SweepState = SweepState.DONE, error: str = "", hint: str = ""
    ) -> None:
        """Note that a sweep has ended, how, and the sentence that says why it could not go on.

        Raises:
            NotStored: no such sweep.
        """
        with self._write() as connection:
            writing.finish_sweep(connection, sweep_id, state, error, hint)

    def sweep(self, sweep_id: int) -> Sweep:
        """Return a sweep with its totals so far.

        Raises:
            NotStored: no such sweep.
        """
        with self._database.read() as connection:
            return reading.sweep(connection, sweep_id)

    def sweeps(
        self, *, limit: int = LIMIT, offset: int = 0, after: int | None = None, before: int | None = None
    ) -> Page[Sweep]:
        """Return sweeps, the newest first; `after` and `before` are ids, as in `Window`."""
        with self._database.read() as connection:
            return reading.sweeps(connection, Window(limit, offset, after, before))

    def passed_over(self, sweep_id: int) -> tuple[tuple[str, str], ...]:
        """Return what a sweep was given, or found in folders, and did not check: its name, and why.

        Raises:
            NotStored: no such sweep.
        """
        with self._database.read() as connection:
            return reading.passed_over(connection, sweep_id)

    def passed_page(
        self,
        sweep_id: int,
        *,
        limit: int = LIMIT,
        offset: int = 0,
        after: int | None = None,
        before: int | None = None,
    ) -> Page[tuple[int, str, str]]:
        """Return a window of what was passed over: number (the key of a `Window`), name, and why."""
        with self._database.read() as connection:
            return reading.passed_page(connection, sweep_id, Window(limit, offset, after, before))

    def passed_kinds(self, sweep_id: int) -> Page[PassedKind]:
        """Return for how many reasons things were passed over, with the first of them.

        Raises:
            NotStored: no such sweep.
        """
        with self._database.read() as connection:
            return reading.passed_kinds(connection, sweep_id)

    def noted(self, sweep_id: int, *, file_id: int | None = None) -> Noted:
        """Return what is to be said of the files of a sweep, and one of them."""
        with self._database.read() as connection:
            return passed_over.noted(connection, sweep_id, file_id)

    def files(self, sweep_id: int) -> tuple[StoredFile, ...]:
        """Return the files of a sweep in their order, without their findings."""
        with self._database.read() as connection:
            return reading.files(connection, sweep_id)

    def files_page(
        self,
        sweep_id: int,
        *,
        limit: int = LIMIT,
        offset: int = 0,
        after: int | None = None,
        before: int | None = None,
        newest: bool = False,
    ) -> Page[StoredFile]:
        """Return a window of the files of a sweep, in their order or the newest first.

        Args:
            sweep_id: the sweep.
            limit: how many to return at most.
            offset: how many to skip.
            after: the window begins behind the file of this ordinal; of this id with `newest`.
            before: the window ends before it.
            newest: whether the last stored stands first.
        """
        with self._database.read() as connection:
            wanted = Window(limit, offset, after, before)
            return reading.files_page(connection, sweep_id, wanted, newest=newest)

    def file(self, file_id: int) -> StoredFile:
        """Return one file without its findings.

        Raises:
            NotStored: no such file.
        """
        with self._database.read() as connection:
            return reading.file(connection, file_id)

    def is_newest(self, file_id: int) -> bool:
        """Return whether no later sweep in the library holds the same document.

        Raises:
            NotStored: no such file.
        """
        with self._database.read() as connection:
            return reading.is_newest(connection, file_id)

    def result(self, file_id: int) -> FileResult:
        """Return exactly what `add_result` was given for a file.

        Raises:
            NotStored: no such file.
        """
        with self._database.read() as connection:
            return reading.result(connection, file_id)

    def acronyms(self, file_id: int) -> AcronymMatrix | None:
        """Return the acronyms of a file side by side; None when none were kept."""
        with self._database.read() as connection:
            found: AcronymMatrix | None = reading.detail(connection, file_id, "acronyms")
            return found

    def markings(self, file_id: int) -> MarkingAudit | None:
        """Return the security markings of a file; None when the profile audited none."""
        with self._database.read() as connection:
            found: MarkingAudit | None = reading.detail(connection, file_id, "markings")
            return found

    def cached_result(
        self,
        sha256: str,
        profile_digest: str,
        lists_digests: Sequence[str],
        engine_version: str,
        *,
        path: Path | None = None,
    ) -> FileResult | None:
        """Return the newest result for the same bytes, judged by the same profile, lists and version.

        Results with an error are never returned: the file may have been locked, or too large for the limits.

        Args:
            sha256: of the file's bytes.
            profile_digest: of the profile that would judge it.
            lists_digests: SHA-256 of the lists, in their order.
            engine_version: of the program.
            path: the file at hand. Given it, only a result for a file of that name is returned (a name can
                decide how a file is read, or stand in for its title), and it carries this path.
        """
        with self._database.read() as connection:
            return reading.cached_result(
                connection, sha256, profile_digest, lists_digests, engine_version, path
            )

    def finding(self, finding_id: int) -> Finding:
        """Return a finding with all its places and its fix.

        Raises:
            NotStored: no such finding.
        """
        with self._database.read() as connection:
            return reading.finding(connection, finding_id)

    def found_in(self, finding_id: int) -> FoundIn:
        """Return a finding with its file and the decision about it.

        Raises:
            NotStored: no such finding.
        """
        with self._database.read() as connection:
            return reading.found_in(connection, finding_id)

    def file_of(self, finding_id: int) -> int:
        """Return the id of the file that a finding is in.

        Raises:
            NotStored: no such finding.
        """
        with self._database.read() as connection:
            return reading.file_of(connection, finding_id)

    def finding_ids(self, file_id: int) -> Mapping[str, int]:
        """Return the ids of a file's findings by their fingerprints."""
        with self._database.read() as connection:
            return reading.finding_ids(connection, file_id)

    def findings(
        self,
        sweep_id: int,
        *,
        rules: Collection[str] = (),
        colours: Collection[Colour] = (),
        severities: Collection[Severity] = (),
        file_id: int | None = None,
        section: str | None = None,
        text: str | None = None,
        decided: bool | None = None,
        sort: str = "importance",
        offset: int = 0,
        limit: int = 100,
        after: int | None = None,
        before: int | None = None,
    ) -> Page[FindingRow]:
        """Return one window of a sweep's findings. Empty collections and None do not narrow.

        Args:
            sweep_id: the sweep; one that does not exist has no findings.
            rules: rule ids.
            colours: any of these.
            severities: any of these.
            file_id: one file of the sweep.
            section: the outermost heading, as in `Facets.sections`.
            text: stands in message, excerpt, place or rule id, in capitals or not.
            decided: only those that a decision was made about, or only the others.
            sort: a key of `orders.SORTS`, with "-" before it for the reverse.
            offset: how many to skip.
            limit: how many to return at most.
            after: the window begins behind the finding of this id, wherever it is by now.
            before: the window ends before it.

        Raises:
            ValueError: an unknown sort.
        """
        wanted = queries.Filter(sweep_id, rules, colours, severities, file_id, section, text, decided)
        with self._database.read() as connection:
            return queries.page(connection, wanted, sort, Window(limit, offset, after, before))

    def facets(self, sweep_id: int, *, file_id: int | None = None) -> Facets:
        """Return how many findings of each kind a sweep, or one file of it, has."""
        with self._database.read() as connection:
            return tallies.facets(connection, sweep_id, file_id)

    def undecided(self, sweep_id: int) -> Counter[Severity]:
        """Return how many findings of a sweep, by severity, nobody has decided about here or earlier."""
        with self._database.read() as connection:
            return queries.undecided(connection, sweep_id)

    def output_folders(self) -> tuple[Path, ...]:
        """Return the folders that sweeps wrote to, for `cleanup.clean`."""
        with self._database.read() as connection:
            return reading.output_folders(connection)

    def delete_sweeps(self, sweep_ids: Iterable[int], needed: Collection[Path] = ()) -> Erasure:
        """Delete sweeps and every trace of their text: library, log, backups, uploads, downloads.

        Backups are replaced by one of the library as it is then, and damaged libraries kept aside are
        removed, because they hold the text too. What a browser had sent for these sweeps alone goes, what it
        saved of them, and what a kill left unfinished in their folders. Files that the sweeps wrote for the
        user stay. All of it is noted with the deletion: after a kill the next start goes on.

        Args:
            sweep_ids: the sweeps.
            needed: uploads that stay, because work that has not begun was asked for with them.

        Returns:
            True when no trace is left. Otherwise the sweeps are gone, `reason` says what is in the way, and
            the next start, or the next deletion, removes the traces.

        Raises:
            NotStored: one of them does not exist; none was deleted.
            SweepRunning: one of them is running; none was deleted.
        """
        with self._write() as connection:
            writing.delete_sweeps(connection, sweep_ids, self._paths, needed)
        return self._erase()

    def delete_sweep(self, sweep_id: int) -> Erasure:
        """Delete one sweep, as `delete_sweeps` does."""
        return self.delete_sweeps([sweep_id])

    def _erase(self) -> Erasure:
        """Remove what deletions left; with a reason when that is left to the next start."""
        try:
            with opening.locked(self._paths):
                return erasing.erase_traces(self._paths)
        except StoreUnusable as exc:
            return Erasure(str(exc))

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._database.write() as connection:
            yield connection
        self._wrote = True
