"""What every report has to keep."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from stormdat_core import reports
from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext, ReportWriter
from stormdat_core.sweep.check import check_file

CONTEXT = ReportContext("0.0", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
_TEXT = "The  test of the ABCD is complete.\n\nThe  ABCD test was repeated.\n"


class ReportSuite:
    """Inherit, and give `writer`. `text` is what the checked file says."""

    writer: ClassVar[type[ReportWriter]]
    text: ClassVar[str] = _TEXT

    def test_it_can_be_let_in(self) -> None:
        """The door takes it."""
        assert reports.classified(self.writer).id == self.writer.id

    def test_it_writes_the_findings_whole(self) -> None:
        """One file under the name that it was given; the checked file stays as it was."""
        with self._checked() as result:
            before = result.path.read_bytes()
            target = self._written(result)
            assert target.read_bytes()
            assert sorted(target.parent.iterdir()) == [target]
            assert result.path.read_bytes() == before

    def test_it_writes_the_same_again(self) -> None:
        """The same result makes the same bytes."""
        with self._checked() as result:
            assert self._written(result).read_bytes() == self._written(result).read_bytes()

    def test_it_tells_of_a_file_that_was_not_checked(self) -> None:
        """It must not look like one without findings."""
        if self.writer.formats:
            return
        with self._checked() as result:
            failed = FileResult(result.path, error="It could not be read.", hint="Ask for it again.")
            clean = FileResult(result.path, format="text", characters=5, blocks=1)
            assert self._written(failed).read_bytes() != self._written(clean).read_bytes()

    def test_it_tells_what_was_not_read(self) -> None:
        """Warnings are part of a report."""
        with self._checked() as result:
            partly = FileResult(result.path, format=result.format, warnings=("A picture was not read.",))
            whole = FileResult(result.path, format=result.format)
            assert self._written(partly).read_bytes() != self._written(whole).read_bytes()

    def _written(self, result: FileResult) -> Path:
        folder = Path(tempfile.mkdtemp(dir=result.path.parent))
        target = folder / f"checked{self.writer.suffix}"
        notes = self.writer().write(result, target, CONTEXT)
        assert notes is None or all(isinstance(note, str) for note in notes)
        return target

    @contextmanager
    def _checked(self) -> Iterator[FileResult]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "checked.txt"
            path.write_text(self.text, encoding="utf-8")
            yield check_file(path)
