"""The values of `model/` as rows, and back without loss.

Places are written as JSON objects that leave out whatever has its default, since most fields have.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from stormdat_core.model import (
    BlockKind,
    Certainty,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    ListSource,
    Location,
    Severity,
    Sweep,
    SweepRequest,
    SweepState,
)
from stormdat_core.model.document_names import document_key, title_key
from stormdat_core.store.sweeps import sort_keys
from stormdat_core.store.sweeps.rows import Page, PassedKind, StoredFile
from stormdat_core.store.sweeps.search_text import folded

_USUAL = Location()
_REASONS = 50
"""Reasons for which things were passed over that are told with the sweep; its list holds them all."""
_NAMED = 5
"""Things that are named for each."""
STORED_FILE = tuple(field.name for field in fields(StoredFile))
"""The columns of a file without its findings, and without what only a whole result needs."""


def lists_digest(digests: Iterable[str]) -> str:
    """Return one digest for lists in the order they were used, empty for none."""
    joined = "\n".join(digests)
    return hashlib.sha256(joined.encode()).hexdigest() if joined else ""


def request_values(request: SweepRequest) -> dict[str, Any]:
    return {
        "paths": [str(path) for path in request.paths],
        "lists": [str(path) for path in request.lists],
        "profile": request.profile,
        "out": None if request.out is None else str(request.out),
        "formats": list(request.formats),
        "jobs": request.jobs,
        "use_cache": request.use_cache,
        "fixes": request.fixes,
    }


def request_from(data: Mapping[str, Any]) -> SweepRequest:
    return SweepRequest(
        paths=tuple(map(Path, data["paths"])),
        lists=tuple(map(Path, data["lists"])),
        profile=data["profile"],
        out=None if data["out"] is None else Path(data["out"]),
        formats=tuple(data["formats"]),
        jobs=data["jobs"],
        use_cache=data["use_cache"],
        fixes=data.get("fixes", ""),
    )


def list_values(sweep_id: int, lists: Iterable[ListSource]) -> list[dict[str, Any]]:
    return [
        {
            "sweep_id": sweep_id,
            "ordinal": ordinal,
            "name": source.name,
            "sha256": source.sha256,
            "rows": source.rows,
        }
        for ordinal, source in enumerate(lists)
    ]


def sweep_from(row: Row[Any], lists: Iterable[ListSource]) -> Sweep:
    return Sweep(
        id=row.id,
        request=request_from(row.request),
        version=row.version,
        profile_digest=row.profile_digest,
        started=row.started,
        finished=row.finished,
        files=row.files,
        failed=row.failed,
        counts=row.counts,
        state=SweepState(row.state),
        profile=row.profile,
        lists=tuple(lists),
        error=row.error,
        hint=row.hint,
        partly=row.partly,
        passed=row.passed,
    )


def file_values(
    result: FileResult, outputs: Mapping[str, Path], failures: Sequence[str] = ()
) -> dict[str, Any]:
    return {
        "path": str(result.path),
        "name": result.path.name,
        "sha256": result.sha256,
        "format": result.format,
        "title": result.title,
        "error": result.error,
        "hint": result.hint,
        "warnings": list(result.warnings),
        "profile": result.profile,
        "profile_digest": result.profile_digest,
        "lists": [[source.name, source.sha256, source.rows] for source in result.lists],
        "lists_digest": lists_digest(source.sha256 for source in result.lists),
        "blocks": result.blocks,
        "characters": result.characters,
        "seconds": result.seconds,
        "findings": len(result.findings),
        "outputs": output_values(outputs),
        "unaudited": result.unaudited.sentence if result.unaudited else "",
        "unmarked": result.unmarked,
        "failures": list(failures),
        "document": document_key(result.path.name),
        "titled": title_key(result.title),
    }


def output_values(outputs: Mapping[str, Path]) -> dict[str, str]:
    return {kind: str(path) for kind, path in outputs.items()}


def stored_file_from(row: Row[Any]) -> StoredFile:
    values = {name: getattr(row, name) for name in STORED_FILE}
    values["path"] = Path(row.path)
    values["warnings"] = tuple(row.warnings)
    values["failures"] = tuple(row.failures)
    values["outputs"] = {kind: Path(path) for kind, path in row.outputs.items()}
    return StoredFile(**values)


def result_from(row: Row[Any], findings: Sequence[Finding]) -> FileResult:
    return FileResult(
        path=Path(row.path),
        sha256=row.sha256,
        format=row.format,
        title=row.title,
        findings=tuple(findings),
        error=row.error,
        hint=row.hint,
        warnings=tuple(row.warnings),
        profile=row.profile,
        profile_digest=row.profile_digest,
        lists=tuple(ListSource(*source) for source in row.lists),
        blocks=row.blocks,
        characters=row.characters,
        seconds=row.seconds,
    )


def passed_values(sweep_id: int, passed_over: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"sweep_id": sweep_id, "ordinal": at, "name": name, "reason": why}
        for at, (name, why) in enumerate(passed_over)
    ]


def passed_kinds(passed_over: Sequence[tuple[str, str]]) -> list[Any]:
    """Return for how many reasons things were passed over, and for the first of them how many and what."""
    found: dict[str, list[str]] = {}
    for name, why in passed_over:
        found.setdefault(why, []).append(name)
    kinds = [[why, len(names), names[:_NAMED]] for why, names in found.items()]
    return [len(kinds), kinds[:_REASONS]]


def passed_kinds_from(held: list[Any]) -> Page[PassedKind]:
    number, kinds = held
    return Page(number, tuple(PassedKind(why, count, tuple(names)) for why, count, names in kinds))


def searched_values(sweep_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is searched of a finding, given its row."""
    texts = (row["message"], row["excerpt"], row["label"], row["rule"])
    return {"sweep_id": sweep_id, "finding_id": row["id"], "text": folded(*texts)}


def finding_values(finding: Finding, place: int, number: int) -> dict[str, Any]:
    """Return the row of a finding, given the place of its file in the sweep and its own in the file."""
    where, fix = finding.where, finding.fix
    return {
        "ordinal": number,
        "importance": sort_keys.importance(finding),
        "position": sort_keys.position(place, number, finding),
        "rule": finding.rule,
        "severity": int(finding.severity),
        "colour": finding.colour.value,
        "message": finding.message,
        "excerpt": finding.excerpt,
        "part": where.part,
        "kind": where.kind.value,
        "block": where.block,
        "start": where.start,
        "end": where.end,
        "section": where.heading[0] if where.heading else "",
        "heading": where.heading[-1] if where.heading else "",
        "label": where.label,
        "page": where.page,
        "places": len(finding.evidence),
        "safe": None if fix is None else fix.safe,
        "certainty": int(finding.certainty),
        "fingerprint": finding.fingerprint,
        "location": location_values(where),
        "evidence": [[location_values(one.where), one.note, one.marked] for one in finding.evidence],
        "fix": None if fix is None else _fix_values(fix),
    }


def _fix_values(fix: Fix) -> list[Any]:
    """Return a fix without what most have not: another look, other places."""
    usual = [location_values(fix.where), fix.replacement, fix.safe]
    if fix.changes_text and not (fix.others or fix.reason or fix.independent):
        return usual
    others = [[location_values(where), text] for where, text in fix.others]
    values = [*usual, fix.font, fix.size_pt, others, fix.reason, fix.independent]
    return (
        [*values, [[location_values(where), text] for where, text in fix.waiting]] if fix.waiting else values
    )


def _fix_from(values: list[Any]) -> Fix:
    where, replacement, safe = values[:3]
    font, size_pt, others, *rest = values[3:] or ("", 0.0, [])
    reason, independent, *waits = rest or ("", False)
    return Fix(
        location_from(where),
        replacement,
        safe,
        font,
        size_pt,
        _placed(others),
        reason,
        independent,
        _placed(*waits),
    )


def _placed(values: Iterable[Any] = ()) -> tuple[tuple[Location, str], ...]:
    return tuple((location_from(place), text) for place, text in values)


def finding_from(row: Row[Any]) -> Finding:
    return Finding(
        rule=row.rule,
        severity=Severity(row.severity),
        colour=Colour(row.colour),
        where=location_from(row.location),
        message=row.message,
        excerpt=row.excerpt,
        evidence=tuple(Evidence(location_from(where), note, marked) for where, note, marked in row.evidence),
        fix=None if row.fix is None else _fix_from(row.fix),
        fingerprint=row.fingerprint,
        certainty=Certainty(row.certainty),
    )


def location_values(where: Location) -> dict[str, Any]:
    """Return a place as JSON holds it, without what has its default."""
    pairs = zip(Location._fields, where, _USUAL, strict=True)
    return {name: value for name, value, usual in pairs if value is not usual and value != usual}


def location_from(place: Mapping[str, Any]) -> Location:
    """Return the place that `location_values` gave."""
    values = dict(place)
    if "kind" in values:
        values["kind"] = BlockKind(values["kind"])
    if "heading" in values:
        values["heading"] = tuple(values["heading"])
    return Location(**values)
