"""`stormdat acronyms house` hands on what was decided about acronyms."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.cli.main import exit_code
from stormdat_core.model import Decision, Verdict
from stormdat_core.services import open_services


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "app"))
    return tmp_path


def test_decisions_become_a_list(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = data / "house.xlsx"
    assert exit_code(["acronyms", "house", "--out", str(out)]) != 0
    assert "no list to write" in capsys.readouterr().err
    made = Decision(
        "0" * 24, "ACR-UNDEFINED", Verdict.ACCEPTED, datetime.now(UTC), "", "QZX", "Quick Zebra X"
    )
    with open_services() as services:
        services.store.decisions.put([made])
    assert exit_code(["acronyms", "house", "--out", str(out)]) == 0
    assert capsys.readouterr().out == "house.xlsx: 1 row.\n"
    assert [(row.acronym, row.definition) for row in load_list(out).rows] == [("QZX", "Quick Zebra X")]
    assert exit_code(["acronyms", "house", "--out", str(out)]) != 0
    assert "there already" in capsys.readouterr().err
