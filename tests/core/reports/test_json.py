"""The JSON report keeps its published schema and holds everything a finding carries."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stormdat_core.errors import OutputRefused
from stormdat_core.model import (
    BlockKind,
    Certainty,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    Location,
    Severity,
)
from stormdat_core.reports import ReportContext
from stormdat_core.reports.contents import numbered
from stormdat_core.reports.data.json_report import SCHEMA, JsonWriter, schema

Json = dict[str, Any]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.findings.json"


def written(result: FileResult, target: Path, context: ReportContext) -> Json:
    JsonWriter().write(result, target, context)
    loaded: Json = json.loads(target.read_bytes())
    return loaded


def validate(report: Json) -> None:
    jsonschema.Draft202012Validator(schema()).validate(report)


@pytest.mark.parametrize("name", ["hostile", "clean", "unreadable"])
def test_it_keeps_the_schema(
    name: str, target: Path, context: ReportContext, request: pytest.FixtureRequest
) -> None:
    validate(written(request.getfixturevalue(name), target, context))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == schema()["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"schema": "urn:stormdat:findings:2"}, id="other-version"),
        pytest.param({"findings": None}, id="checked-without-findings"),
        pytest.param({"checked": False}, id="not-checked-with-findings"),
        pytest.param({"counts": {"total": 0}}, id="counts-not-complete"),
        pytest.param({"findings": [{"number": 1}]}, id="finding-not-complete"),
        pytest.param({"file": {"name": "a.docx"}}, id="file-not-complete"),
    ],
)
def test_the_schema_refuses_another_report(
    change: Json, clean: FileResult, target: Path, context: ReportContext
) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate({**written(clean, target, context), **change})


def test_the_words_of_the_schema_are_those_of_the_model() -> None:
    properties = schema()["$defs"]["finding"]["properties"]
    assert properties["colour"]["enum"] == [colour.value for colour in Colour]
    assert set(properties["severity"]["enum"]) == {severity.word for severity in Severity}
    assert set(properties["certainty"]["enum"]) == {certainty.word for certainty in Certainty}
    assert set(schema()["$defs"]["location"]["required"]) == {*names(Location), "label"}
    wanted = {*names(Finding), "number", "look", "decision"}
    assert set(properties) == set(schema()["$defs"]["finding"]["required"]) == wanted


def names(kind: Any) -> set[str]:
    return set(kind._fields) if issubclass(kind, tuple) else {field.name for field in fields(kind)}


def test_nothing_a_finding_carries_is_lost(hostile: FileResult, target: Path, context: ReportContext) -> None:
    """Make the findings again from the report; text outside Unicode is the one thing UTF-8 cannot hold."""
    whole = replace(hostile, findings=tuple(map(encodable, hostile.findings)))
    reset = Fix(whole.findings[0].where, "", safe=True, font="Arial", size_pt=10.5)
    whole = replace(whole, findings=(replace(whole.findings[0], fix=reset), *whole.findings[1:]))
    report = written(whole, target, context)
    assert tuple(map(finding, report["findings"])) == tuple(row.finding for row in numbered(whole))


def encodable(value: Finding) -> Finding:
    message, excerpt = (
        text.replace("\ud800", "�").replace("\udcff", "�") for text in (value.message, value.excerpt)
    )
    if message == value.message:
        return value
    return replace(value, message=message, excerpt=excerpt, where=Location(), evidence=(), fix=None)


def finding(item: Json) -> Finding:
    fix = replacement(item["fix"]) if item["fix"] else look(item["look"]) if item["look"] else None
    evidence = tuple(Evidence(**{**place, "where": location(place["where"])}) for place in item["evidence"])
    same = {key: item[key] for key in ("rule", "message", "excerpt", "fingerprint")}
    severity, colour = Severity[item["severity"].upper()], Colour(item["colour"])
    certainty = Certainty[item["certainty"].upper()]
    return Finding(
        severity=severity, colour=colour, where=location(item["where"]), evidence=evidence, fix=fix,
        certainty=certainty, **same,
    )  # fmt: skip


def replacement(item: Json) -> Fix:
    others, waiting = (
        tuple((location(place["where"]), place["replacement"]) for place in item[key])
        for key in ("others", "waiting")
    )
    same = {key: item[key] for key in ("replacement", "safe", "reason", "independent")}
    return Fix(location(item["where"]), others=others, waiting=waiting, **same)


def look(item: Json) -> Fix:
    return Fix(location(item["where"]), "", item["safe"], item["font"] or "", item["size_pt"] or 0.0)


def location(item: Json) -> Location:
    values = {**item, "kind": BlockKind(item["kind"]), "heading": tuple(item["heading"])}
    label = values.pop("label")
    made = Location(**values)
    assert made.label == label
    return made


def test_the_head_says_what_the_report_rests_on(
    hostile: FileResult, target: Path, context: ReportContext
) -> None:
    report = written(hostile, target, context)
    assert [key for key in report if key not in ("output", "copies", "passed_over")] == schema()["required"]
    assert report["made"] == "2026-11-20T10:30:15+00:00"
    assert report["file"]["name"] == "=report <b>\u202excod.docx"
    assert report["file"]["sha256"] == hostile.sha256
    assert report["lists"] == [{"name": "=list.xlsx", "sha256": "1a" * 32, "rows": 1200}]
    assert report["counts"]["total"] == len(report["findings"]) == 24
    assert report["counts"]["by_rule"]["RULE-0"] == 6
    assert report["warnings"] == list(hostile.warnings)


def test_the_folder_stays_private(hostile: FileResult, target: Path, context: ReportContext) -> None:
    JsonWriter().write(hostile, target, context)
    assert "somewhere" not in target.read_text("utf-8")


def test_a_file_that_was_not_checked_says_so(
    unreadable: FileResult, target: Path, context: ReportContext
) -> None:
    report = written(unreadable, target, context)
    assert report["checked"] is False
    assert report["findings"] is None
    assert report["counts"] is None
    assert report["error"] == {"message": unreadable.error, "hint": unreadable.hint}


def test_each_finding_has_a_line(hostile: FileResult, target: Path, context: ReportContext) -> None:
    report = written(hostile, target, context)
    lines = [line for line in target.read_text("utf-8").split("\n") if line.startswith('  {"number"')]
    assert [json.loads(line.rstrip(",")) for line in lines] == report["findings"]


def test_lone_surrogates_are_replaced(hostile: FileResult, target: Path, context: ReportContext) -> None:
    report = written(hostile, target, context)
    assert any(item["message"] == "lone � surrogate and � byte" for item in report["findings"])


def test_the_same_result_gives_the_same_bytes(
    hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    JsonWriter().write(hostile, first, context)
    JsonWriter().write(replace(hostile, seconds=99.0), second, context)
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_is_not_there(hostile: FileResult, tmp_path: Path, context: ReportContext) -> None:
    with pytest.raises(OutputRefused, match=r"r\.json could not be written"):
        JsonWriter().write(hostile, tmp_path / "missing" / "r.json", context)
