"""A rule brings its options; a profile states them, with the line of every mistake."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.errors import BadProfile
from stormdat_core.model import Severity
from stormdat_core.plugins import state
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.profiles import RuleSettings
from tests.plugins import installed, rule, write_package
from tests.rules import document

OPTIONS = """
from pydantic import Field
from stormdat_core.options import Options as Base

class Options(Base):
    longest_word: int = Field(default=12, ge=1)
    names: tuple[str, ...] = ()

Word.Options = Options
"""
PROFILE = 'name = "a"\n[rules.ACME-WORD]\nseverity = "error"\n'


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[None]:
    source = rule("ACME-WORD") + OPTIONS
    write_package(tmp_path, "acme", "[stormdat.rules]\none = acme:Word", {"acme": source})
    with installed(tmp_path):
        yield


@pytest.mark.usefixtures("acme")
def test_a_rule_is_given_what_the_profile_states() -> None:
    made = registry.rule("ACME-WORD")
    assert made is not None
    stated = profiles.parse(f'{PROFILE}longest-word = 3\nnames = ["a"]\n', "a.toml")
    kind = registry.options_of(made)
    own = RuleContext(document("A."), stated).options(made.info, kind)
    assert own.model_dump() == {"longest_word": 3, "names": ("a",)}
    assert stated.rule("ACME-WORD").severity is Severity.ERROR
    default = RuleContext(document("A."), profiles.load("standard")).options(made.info, kind)
    assert default.model_dump() == {"longest_word": 12, "names": ()}


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("longest-word = 0", "Line 5, “rules.ACME-WORD.longest-word”: Input should be greater than"),
        ('longest-word = "a"', "Line 5, “rules.ACME-WORD.longest-word”"),
        ("longest-wrod = 3", "Line 5, “rules.ACME-WORD.longest-wrod”"),
        ("names = [3]", "Line 5, “rules.ACME-WORD.names.0”"),
    ],
)
def test_a_mistake_has_its_line(line: str, message: str) -> None:
    with pytest.raises(BadProfile) as caught:
        profiles.parse(f"{PROFILE}# what counts\n{line}\n", "a.toml")
    assert message in str(caught.value)


def test_a_rule_without_options_takes_none() -> None:
    with pytest.raises(BadProfile, match=r"Line 4, “rules.SPC-DOUBLE.most”"):
        profiles.parse('name = "a"\n[rules.SPC-DOUBLE]\non = true\nmost = 3\n', "a.toml")


def test_options_of_no_rule_are_a_mistake() -> None:
    with pytest.raises(BadProfile, match=r"Line 3, “rules.SPC-DOUBEL”: no rule has this id"):
        profiles.parse('name = "a"\n[rules.SPC-DOUBEL]\nmost = 3\n', "a.toml")


def test_a_profile_judges_on_where_plug_ins_are_off_or_broken(tmp_path: Path) -> None:
    text = f"{PROFILE}longest-word = 3\n"
    with installed(tmp_path):
        state.follow(False)
        assert profiles.parse(text, "a.toml").rule("ACME-WORD").own == {"longest-word": 3}
    write_package(tmp_path, "acme", "[stormdat.rules]\none = acme:Word", {"acme": "import nothing_at_all"})
    with installed(tmp_path):
        assert profiles.parse(text, "a.toml").rule("ACME-WORD").own == {"longest-word": 3}


@pytest.mark.usefixtures("acme")
def test_options_count_in_the_digest_and_their_absence_does_not() -> None:
    first, other = (profiles.parse(f"{PROFILE}longest-word = {n}\n", "a.toml") for n in (3, 4))
    assert first.digest() != other.digest()
    assert RuleSettings(severity=Severity.INFO).model_dump() == {"on": None, "severity": Severity.INFO}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("Word.Options = dict", "no subclass of stormdat_core.options.Options"),
        (OPTIONS.replace("names:", "on:"), "cannot have an option “on”"),
    ],
)
def test_options_that_cannot_be_are_refused(tmp_path: Path, options: str, told: str) -> None:
    source = rule("ACME-WORD") + options
    write_package(tmp_path, "acme", "[stormdat.rules]\none = acme:Word", {"acme": source})
    with installed(tmp_path):
        assert registry.rule("ACME-WORD") is None
        assert told in registry.DOOR.refused()[0].sentence
