"""`stormdat markings`, as a script uses it."""

import json
from pathlib import Path

import pytest

from stormdat_core.cli.main import exit_code
from tests.core.markings.audited import secret, word


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = exit_code(["markings", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_check_says_where_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "check", "SECRET//NF", "--kind", "banner", "--regime", "ic")
    assert code == 1
    assert not said["valid"]
    assert said["faults"] == [
        {
            "rule": "MRK-FORM-PORTION-IN-BANNER",
            "severity": "error",
            "start": 8,
            "end": 10,
            "message": "A banner does not abbreviate so: write NOFORN.",
            "correction": "SECRET//NOFORN",
        }
    ]


def test_check_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["markings", "check", "SECRET//NF", "--kind", "banner"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("not valid (dod)\n")
    assert "write\tSECRET//NOFORN" in out


@pytest.mark.parametrize(("option", "code"), [([], 1), (["--lenient-order"], 0)])
def test_order_may_be_lenient(option: list[str], code: int) -> None:
    arguments = ["markings", "check", "SECRET//NOFORN/ORCON", "--kind", "banner", "--regime", "dod", *option]
    assert exit_code(arguments) == code


def test_rollup_gives_the_banner_and_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "rollup", "(S//NF)", "(U//LES)", "--regime", "ic")
    assert (code, said["banner"], said["unread"]) == (0, "SECRET//NOFORN//LES", [])
    reasons = {reason["element"]: reason["portions"] for reason in said["reasons"]}  # type: ignore[attr-defined]
    assert reasons["NOFORN"] == ["(S//NF)"]
    assert reasons["LES"] == ["(U//LES)"]


def test_rollup_says_what_it_could_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["markings", "rollup", "(S)", "(Q)", "--regime", "ic"]) == 2
    caught = capsys.readouterr()
    assert caught.out.startswith("SECRET\n")
    assert "(Q) could not be understood" in caught.err


def test_a_regime_that_is_none_is_bad_usage() -> None:
    assert exit_code(["markings", "check", "SECRET", "--regime", "moon"]) == 64


def test_audit_shows_both_banners_and_the_regimes_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = secret("(S//REL TO USA, GBR) It was the pump.", "The pump is new.")
    code, said = answer(capsys, "audit", str(word(tmp_path, text).path), "--regime", "dod")
    assert code == 1
    assert said["banner"] == "SECRET"
    banners = {name: result["banner"] for name, result in said["computed"].items()}  # type: ignore[attr-defined]
    assert banners == {"dod": "SECRET", "ic": "SECRET//NOFORN", "nara": "SECRET//NOFORN"}
    assert [portion["text"] for portion in said["unmarked"]] == ["The pump is new."]  # type: ignore[attr-defined]
    assert [f["rule"] for f in said["findings"]] == ["MRK-PORTION-MISSING"]  # type: ignore[attr-defined]


def test_audit_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["markings", "audit", str(word(tmp_path, secret()).path)]) == 0
    out = capsys.readouterr().out
    assert "banner\tSECRET\n" in out
    assert "computed, ic\tSECRET\n" in out


def test_audit_of_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["markings", "audit", "gone.docx"]) == 2
    assert "gone.docx" in capsys.readouterr().err


@pytest.fixture
def house(tmp_path: Path) -> str:
    (tmp_path / "site.csv").write_text("kind,word\norganisation,XFOR\n", "utf-8")
    text = 'name = "house"\n[markings]\ncodes-file = "site.csv"\nmixed-release = "level"\nregime = "ic"\n'
    (tmp_path / "house.toml").write_text(text, "utf-8")
    return str(tmp_path / "house.toml")


def test_a_profile_brings_words_and_settled_points(house: str, capsys: pytest.CaptureFixture[str]) -> None:
    marking = ("check", "SECRET//REL TO USA, XFOR", "--regime", "ic")
    assert [fault["rule"] for fault in answer(capsys, *marking)[1]["faults"]] == ["MRK-REL-CODE"]  # type: ignore[attr-defined]
    assert answer(capsys, *marking, "--profile", house)[1]["faults"] == []
    portions = ("rollup", "(S//REL TO USA, GBR)", "(S)", "--regime", "ic")
    assert answer(capsys, *portions)[1]["banner"] == "SECRET//NOFORN"
    assert answer(capsys, *portions, "--profile", house)[1]["banner"] == "SECRET"


@pytest.mark.parametrize(
    ("options", "regime"), [([], "dod"), (["house"], "ic"), (["house", "--regime", "nara"], "nara")]
)
def test_audit_in_the_regime_of_the_profile(
    tmp_path: Path, house: str, capsys: pytest.CaptureFixture[str], options: list[str], regime: str
) -> None:
    more = [house if each == "house" else each for each in options]
    more = ["--profile", *more] if more else []
    assert answer(capsys, "audit", str(word(tmp_path, secret()).path), *more)[1]["regime"] == regime


def test_a_profile_of_lists_alone_is_audited_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = str(word(tmp_path, secret()).path)
    assert answer(capsys, "audit", document, "--profile", "classic")[1]["regime"] == "dod"


def test_a_mistake_in_a_profile_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "house.toml"
    path.write_text('name = "x"\n[markings]\nsigma = [0]\n', "utf-8")
    assert exit_code(["markings", "rollup", "(S)", "--profile", str(path)]) == 2
    assert "Line 3" in capsys.readouterr().err
