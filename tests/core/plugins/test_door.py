"""Doors: what packages offer is found, loaded, classified and sorted, and a faulty one stops nobody."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core import reports
from stormdat_core.documents.formats import DOOR as FORMATS
from stormdat_core.model import PluginSource
from stormdat_core.plugins import loading, state
from stormdat_core.plugins.entries import packages
from stormdat_core.rules import registry
from tests.plugins import installed, rule, write_package

RULES = "[stormdat.rules]\n"


def ids() -> list[str]:
    return [offer.item.info.id for offer in registry.DOOR.offers() if offer.foreign]


def test_without_plug_ins_there_is_what_comes_with_the_program(tmp_path: Path) -> None:
    with installed(tmp_path):
        assert registry.DOOR.offers() == registry.DOOR.builtin()
        assert (state.entries(), state.failures()) == ((), ())


def test_what_is_offered_comes_behind_ours_by_package_and_entry(tmp_path: Path) -> None:
    write_package(tmp_path, "Zeta", f"{RULES}one = zeta:Word", {"zeta": rule("ZETA-ONE")})
    two = rule("ALPHA-TWO", name="Two") + rule("ALPHA-ONE", name="One") + "\nBOTH = (Two, One)\n"
    points = f"{RULES}b = alpha:BOTH\na = other:Word"
    write_package(tmp_path, "alpha", points, {"alpha": two, "other": rule("ALPHA-ZERO")})
    with installed(tmp_path):
        assert ids() == ["ALPHA-ZERO", "ALPHA-TWO", "ALPHA-ONE", "ZETA-ONE"]
        assert [each.name for each in packages(state.entries())] == ["alpha", "Zeta"]
        assert registry.rules()[: len(registry.DOOR.builtin())] == tuple(
            offer.item for offer in registry.DOOR.builtin()
        )
        assert registry.title("ALPHA-ZERO") == "The word test"
    assert ids() == []
    assert registry.title("ALPHA-ZERO") == "ALPHA-ZERO"


def test_the_first_of_two_packages_of_one_name_counts(tmp_path: Path) -> None:
    for folder, version in (("first", "2.0"), ("second", "1.0")):
        write_package(
            tmp_path / folder, "acme", f"{RULES}one = acme:Word", {"acme": rule("ACME-ONE")}, version
        )
    with installed(tmp_path / "first", tmp_path / "second"):
        assert [(each.name, each.version) for each in packages(state.entries())] == [("acme", "2.0")]
        assert ids() == ["ACME-ONE"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("Other = 1", "AttributeError"),
        ("Word = 1", "object of type int is no class of a rule"),
        ("class Word:\n    info = 1", "Word is no class of a rule"),
        (rule("lower-case"), "“lower-case” is no id of a rule"),
        (rule("SPC-DOUBLE"), "“SPC-DOUBLE” is taken already"),
        ("Word = [1]", "object of type int"),
        ("class Meta(type):\n    def __getattr__(cls, name): 1 / 0\nclass Word(metaclass=Meta): pass", "ZeroDivisionError"),
        ("this is no Python", "SyntaxError"),
    ],
)  # fmt: skip
def test_a_faulty_package_is_named_and_the_others_come_in(tmp_path: Path, source: str, told: str) -> None:
    write_package(tmp_path, "broken", f"{RULES}one = broken:Word", {"broken": source})
    write_package(tmp_path, "whole", f"{RULES}one = whole:Word", {"whole": rule("WHOLE-ONE")})
    with installed(tmp_path):
        assert ids() == ["WHOLE-ONE"]
        (failure,) = registry.DOOR.refused()
        assert failure.package == "broken 1.0"
        assert "broken 1.0" in failure.sentence
        assert told in failure.sentence
        assert failure in state.failures()


def test_one_of_several_things_is_refused_alone(tmp_path: Path) -> None:
    source = rule("SPC-DOUBLE", name="Ours") + rule("ACME-ONE") + "\nBOTH = (Ours, Word)\n"
    write_package(tmp_path, "acme", f"{RULES}both = acme:BOTH", {"acme": source})
    with installed(tmp_path):
        assert ids() == ["ACME-ONE"]
        assert len(registry.DOOR.refused()) == 1


def test_a_module_that_never_ends_its_import_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "SECONDS", 0.3)
    write_package(
        tmp_path, "hanging", f"{RULES}one = hanging:Word", {"hanging": "import time\ntime.sleep(60)"}
    )
    write_package(tmp_path, "whole", f"{RULES}one = whole:Word", {"whole": rule("WHOLE-ONE")})
    with installed(tmp_path):
        began = time.monotonic()
        assert ids() == ["WHOLE-ONE"]
        assert time.monotonic() - began < 10
        assert "did not finish loading within 0.3 seconds" in registry.DOOR.refused()[0].sentence


def test_what_is_turned_off_is_not_even_looked_for(tmp_path: Path) -> None:
    source = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n" + rule("ACME-ONE")
    write_package(tmp_path, "acme", f"{RULES}one = acme:Word", {"acme": source})
    with installed(tmp_path):
        state.follow(False)
        assert ids() == []
        assert not (tmp_path / "ran").exists()
        state.follow(True)
        assert ids() == ["ACME-ONE"]
        state.turn_off()
        state.follow(True)
        assert ids() == []


def test_the_digest_tells_changed_code_from_the_same(tmp_path: Path) -> None:
    write_package(tmp_path, "acme", f"{RULES}one = acme:Word", {"acme": rule("ACME-ONE")})

    def seen() -> tuple[PluginSource, ...]:
        with installed(tmp_path):
            return packages(state.entries())

    first = seen()
    assert first == seen()
    (tmp_path / "acme.py").write_text(rule("ACME-TWO"))
    assert first[0].version == seen()[0].version
    assert first[0].digest != seen()[0].digest != ""


REPORT = """
class Lines:
    id = "{id}"
    label = "Lines"
    suffix = "{suffix}"
    formats = ()

    def write(self, result, target, context):
        target.write_text("".join(finding.message for finding in result.findings))
"""


@pytest.mark.parametrize(
    ("word", "suffix", "told"),
    [
        ("json", ".lines.txt", "“json” is taken already"),
        ("lines", ".findings.json", "“.findings.json” is taken already"),
        ("Lines", ".lines.txt", "needs an id"),
        ("lines", "/../lines", "needs a suffix"),
        ("lines", "lines", "needs a suffix"),
    ],
)
def test_a_report_that_does_not_fit_is_refused(tmp_path: Path, word: str, suffix: str, told: str) -> None:
    source = REPORT.format(id=word, suffix=suffix)
    write_package(tmp_path, "acme", "[stormdat.reports]\none = acme:Lines", {"acme": source})
    with installed(tmp_path):
        assert reports.writers() == tuple(offer.item for offer in reports.DOOR.builtin())
        assert told in reports.DOOR.refused()[0].sentence


def test_a_report_that_fits_is_offered_last(tmp_path: Path) -> None:
    source = REPORT.format(id="lines", suffix=".lines.txt")
    write_package(tmp_path, "acme", "[stormdat.reports]\none = acme:Lines", {"acme": source})
    with installed(tmp_path):
        assert reports.writers()[-1].id == "lines"
        assert reports.offer("lines").entry.package == packages(state.entries())[0]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("Format('docx', 'x', ('.mine',), 'acme:read')", "“docx” is taken already"),
        ("Format('mine', 'x', ('.docx',), 'acme:read')", "“.docx” is taken already"),
        ("Format('mine', 'x', ('mine',), 'acme:read')", "needs endings"),
        ("Format('mine', 'x', (), 'acme:read')", "needs endings"),
        ("Format('mine', 'x', ('.mine',), 'acme')", "names no reader"),
        ("dict(id='mine')", "object of type dict is no Format"),
    ],
)
def test_a_reader_that_does_not_fit_is_refused(tmp_path: Path, made: str, told: str) -> None:
    source = f"from stormdat_core.documents.formats import Format\nMINE = {made}\n"
    write_package(tmp_path, "acme", "[stormdat.readers]\none = acme:MINE", {"acme": source})
    with installed(tmp_path):
        assert FORMATS.offers() == FORMATS.builtin()
        assert told in FORMATS.refused()[0].sentence


@pytest.mark.parametrize(
    "spoil",
    [
        lambda site: (site / "bad-1.0.dist-info" / "METADATA").unlink(),
        lambda site: (site / "bad-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\n"),
        lambda site: (site / "bad-1.0.dist-info" / "entry_points.txt").write_text(
            "[stormdat.rules]\nno sign\n"
        ),
        lambda site: (site / "bad-1.0.dist-info" / "entry_points.txt").write_text(
            "[stormdat.rules]\none = some where:Word\n"
        ),
    ],
)
def test_metadata_that_cannot_be_read_stops_nothing(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    for name in ("bad", "good"):
        write_package(
            tmp_path, name, f"[stormdat.rules]\none = {name}:Word", {name: rule(f"{name.upper()}-RULE")}
        )
    spoil(tmp_path)
    with installed(tmp_path):
        assert "GOOD-RULE" in registry.known_ids()
        assert "BAD-RULE" not in registry.known_ids()
        assert "SPC-DOUBLE" in registry.known_ids()


@pytest.mark.parametrize(
    ("said", "field"), [("needs=None", "needs"), ("formats=5", "formats"), ("source=None", "source")]
)
def test_what_a_rule_says_of_itself_has_the_right_types(tmp_path: Path, said: str, field: str) -> None:
    source = rule("BAD-RULE") + f"\nimport dataclasses\nWord.info = dataclasses.replace(Word.info, {said})\n"
    write_package(tmp_path, "bad", "[stormdat.rules]\none = bad:Word", {"bad": source})
    with installed(tmp_path):
        assert "BAD-RULE" not in registry.known_ids()
        assert f"wrong type in “{field}”" in state.failures()[0].sentence
