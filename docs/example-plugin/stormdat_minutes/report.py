"""What has to be done to minutes before they go out, as a list in Markdown."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.contents import count, numbered, plugins_of, verdict
from stormdat_core.reports.mark import blank_mark, output_file
from stormdat_core.reports.text import encodable, visible
from stormdat_minutes.rule import ActionWithoutOwner


class ActionList:
    """Writes `.actions.md`: the actions without an owner first, then how many other findings there are."""

    id: ClassVar[str] = "actions"
    label: ClassVar[str] = "Actions without an owner (.md)"
    suffix: ClassVar[str] = ".actions.md"
    formats: ClassVar[tuple[str, ...]] = ()

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the list of one file to `target`, whole or not at all.

        Raises:
            OutputRefused: the file cannot be written.
        """
        with output_file(target, result.path) as stream:
            for line in _lines(result, context):
                stream.write(f"{encodable(visible(line))}\n".encode())


def _lines(result: FileResult, context: ReportContext) -> Iterator[str]:
    yield f"<!-- {blank_mark(result.path)} -->"
    yield f"# {result.name}"
    yield ""
    yield verdict(result, count(result, context.decisions))
    yield from (f"Checked with the plug-in {plugin.words}." for plugin in plugins_of(result))
    yield from (f"- Not read: {warning}" for warning in result.warnings)
    rows = numbered(result, context.decisions, context.style.fixes)
    ours = [row for row in rows if row.finding.rule == ActionWithoutOwner.info.id]
    for row in ours:
        yield f"- [ ] {row.finding.where.label}: {row.finding.message}"
    yield f"Other findings: {len(rows) - len(ours)}"
