"""Findings as JSON for other programs: everything a finding carries, by a published, versioned schema.

The schema ships beside this module (`findings.schema.json`); `docs/report-schema.md` says how it may change.
Keys stand in a fixed order and each finding has a line of its own, so that two reports can be compared line
by line. Left out on purpose: the folder the file lay in, which is nobody else's business, and the seconds
the check took, which would make two reports of the same file differ.
"""

import json
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar

from stormdat_core.model import FileResult, Finding, Fix, Location
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.contents import Counts, Numbered, checked, complete, count, numbered, verdict
from stormdat_core.reports.data.json_acronyms import acronyms_json, decision_json
from stormdat_core.reports.mark import blank_mark, output_file
from stormdat_core.reports.text import encodable

SCHEMA = "urn:stormdat:findings:1"
"""Names the schema and its version; the number changes when a reader of the old one would be wrong."""

Json = dict[str, Any]


class JsonWriter:
    """Writes `.findings.json`."""

    id: ClassVar[str] = "json"
    label: ClassVar[str] = "Findings for other programs (.json)"
    suffix: ClassVar[str] = ".findings.json"
    formats: ClassVar[tuple[str, ...]] = ()

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the findings of one file to `target`.

        Raises:
            OutputRefused: the file cannot be written.
        """
        with output_file(target, result.path) as stream:
            for piece in _pieces(result, context):
                stream.write(encodable(piece).encode())


def schema() -> Json:
    """Return the JSON Schema that every `.findings.json` keeps."""
    text = (resources.files("stormdat_core.reports") / "findings.schema.json").read_text("utf-8")
    loaded: Json = json.loads(text)
    return loaded


def _pieces(result: FileResult, context: ReportContext) -> Iterator[str]:
    head = json.dumps(_head(result, context), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "findings": '
    if not checked(result):
        yield "null\n}\n"
        return
    yield "["
    for row in numbered(result, context.decisions, context.style.fixes):
        comma = "," if row.number > 1 else ""
        yield f"{comma}\n  {json.dumps(_finding(row), ensure_ascii=False)}"
    yield "\n ]\n}\n"


def _head(result: FileResult, context: ReportContext) -> Json:
    return {
        "schema": SCHEMA,
        "program": {"name": "STORM DAT", "version": context.version},
        "output": blank_mark(result.path),
        "made": context.made.isoformat(timespec="seconds"),
        "file": _file(result),
        "profile": {
            "name": result.profile,
            "digest": result.profile_digest,
            **_signature(result.signatures.profile if result.signatures else ""),
        },
        "lists": [
            {"name": item.name, "sha256": item.sha256, "rows": item.rows, **_signature(told)}
            for item, told in zip(result.lists, result.list_signatures, strict=True)
        ],
        **_plugins(result),
        "outcome": verdict(result, count(result, context.decisions)),
        "checked": checked(result),
        "complete": complete(result) and not context.failed,
        "unaudited": result.unaudited.sentence if result.unaudited else None,
        "error": None if checked(result) else {"message": result.error, "hint": result.hint},
        "warnings": list(result.warnings),
        "copies": list(context.notes),
        "passed_over": list(context.passed_over),
        "acronyms": acronyms_json(result.acronyms, _location),
        "counts": _counts(count(result, context.decisions)) if checked(result) else None,
    }


def _signature(told: str) -> Json:
    """Return what is said about a signature; nothing at all where nothing is."""
    return {"signature": told} if told else {}


def _plugins(result: FileResult) -> Json:
    """Return what other packages brought to the check; nothing at all where there were none."""
    if result.plugins is None:
        return {}
    packages = result.plugins.packages
    return {"plugins": [{"name": p.name, "version": p.version, "sha256": p.digest or None} for p in packages]}


def _file(result: FileResult) -> Json:
    return {
        "name": result.name,
        "sha256": result.sha256,
        "format": result.format,
        "title": result.title,
        "blocks": result.blocks,
        "characters": result.characters,
    }


def _counts(counts: Counts) -> Json:
    by_rule: dict[str, int] = {}
    for item in counts.by_rule:
        by_rule[item.rule] = by_rule.get(item.rule, 0) + item.total
    return {
        "total": counts.total,
        "by_severity": {severity.word: number for severity, number in counts.by_severity.items()},
        "by_colour": {colour.value: number for colour, number in counts.by_colour.items()},
        "by_rule": dict(sorted(by_rule.items())),
        "decided": counts.decided,
    }


def _finding(row: Numbered) -> Json:
    finding: Finding = row.finding
    return {
        "number": row.number,
        "rule": finding.rule,
        "severity": finding.severity.word,
        "certainty": finding.certainty.word,
        "colour": finding.colour.value,
        "message": finding.message,
        "excerpt": finding.excerpt,
        "where": _location(finding.where),
        "evidence": [
            {"where": _location(place.where), "note": place.note, "marked": place.marked}
            for place in finding.evidence
        ],
        "fix": _fix(finding.fix),
        "look": _look(finding.fix),
        "fingerprint": finding.fingerprint,
        "decision": decision_json(row.decision),
    }


def _fix(fix: Fix | None) -> Json | None:
    """Return a replacement of text; a change of look is none, lest a reader deletes for want of a text."""
    if fix is None or not fix.changes_text:
        return None
    made = {"where": _location(fix.where), "replacement": fix.replacement, "safe": fix.safe}
    said = {"reason": fix.reason, "independent": fix.independent, "others": _replaced(fix.others)}
    return {**made, **said, "waiting": _replaced(fix.waiting)}


def _replaced(places: Iterable[tuple[Location, str]]) -> list[Json]:
    return [{"where": _location(where), "replacement": text} for where, text in places]


def _look(fix: Fix | None) -> Json | None:
    """Return a change of font or size, where that is the fix."""
    if fix is None or fix.changes_text:
        return None
    changed = {"font": fix.font or None, "size_pt": fix.size_pt or None}
    return {"where": _location(fix.where), **changed, "safe": fix.safe, "reason": fix.reason}


def _location(where: Location) -> Json:
    return {
        "label": where.label,
        "part": where.part,
        "kind": where.kind.value,
        "block": where.block,
        "section": where.section,
        "heading": list(where.heading),
        "heading_number": where.heading_number,
        "paragraph": where.paragraph,
        "table": where.table,
        "row": where.row,
        "column": where.column,
        "note": where.note,
        "page": where.page,
        "sheet": where.sheet,
        "slide": where.slide,
        "start": where.start,
        "end": where.end,
    }
