"""Settings of a site: below a person's, above the defaults; locked ones above everything, or said why not."""

import os
import tomllib
from pathlib import Path

import pytest

from stormdat_core.actions import sweeps
from stormdat_core.actions.style import copy_style
from stormdat_core.cli.main import exit_code
from stormdat_core.errors import BadSettings, LockedSetting
from stormdat_core.paths import AppPaths
from stormdat_core.sample import sample_list, sample_report
from stormdat_core.services import Services
from stormdat_core.settings import Settings, load, save
from stormdat_core.site.folder import Site, system_site
from stormdat_core.transcription.packs.manifest import BadPack

OURS = frozenset({os.geteuid()}) if os.name == "posix" else frozenset({0})
posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppPaths:
    for name in [name for name in os.environ if name.upper().startswith("STORMDAT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    return AppPaths.below(tmp_path / "own", Site(folder, OURS | {0}))


def lay(paths: AppPaths, text: str | bytes) -> Path:
    path = paths.site.settings
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o644)
    return path


def own(paths: AppPaths, text: str) -> None:
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(text, "utf-8")


def test_the_site_lies_below_a_person_and_above_the_default(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(paths, "jobs = 3\nfile-seconds = 60\nscratch-hours = 5\n")
    own(paths, "file-seconds = 70\nscratch-hours = 6\n")
    monkeypatch.setenv("STORMDAT_SCRATCH_HOURS", "7")
    found = load(paths)
    values = found.settings
    assert (values.jobs, values.file_seconds, values.scratch_hours, values.text_size) == (3, 70, 7, 100)
    assert not found.notices
    assert found.default("jobs") == 3
    assert found.default("text_size") == 100


def test_a_locked_key_wins_over_file_and_environment_and_says_so(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = lay(paths, 'locked = ["keep-sweeps-days", "jobs"]\nkeep-sweeps-days = 30\n')
    own(paths, "# mine\nkeep-sweeps-days = 0\njobs = 8\n")
    monkeypatch.setenv("STORMDAT_KEEP_SWEEPS_DAYS", "1")
    found = load(paths)
    assert (found.settings.keep_sweeps_days, found.settings.jobs) == (30, 0), "jobs is locked to its default"
    assert found.forced == frozenset()
    assert found.settings.locked("keep_sweeps_days") == f"set by your site in {place}"
    assert found.settings.locked("theme") == ""
    told = "\n".join(found.overruled)
    assert f"keep-sweeps-days in {paths.settings} (line 2) does not count" in told
    assert "STORMDAT_KEEP_SWEEPS_DAYS does not count" in told
    assert f"jobs in {paths.settings} (line 3) does not count" in told


def test_a_variable_that_cannot_be_used_does_not_matter_where_it_does_not_count(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    monkeypatch.setenv("STORMDAT_JOBS", "many")
    assert load(paths).settings.jobs == 3
    lay(paths, "jobs = 3\n")
    with pytest.raises(BadSettings, match="STORMDAT_JOBS"):
        load(paths)


def test_a_persons_value_that_cannot_be_used_does_not_matter_where_it_does_not_count(paths: AppPaths) -> None:
    own(paths, "jobs = -1\n")
    with pytest.raises(BadSettings, match="line 1, jobs"):
        load(paths)
    lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    assert load(paths).settings.jobs == 3


def test_to_change_what_is_locked_is_refused_and_nothing_is_saved(paths: AppPaths) -> None:
    place = lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    for value in (4, None, 0):
        with pytest.raises(LockedSetting) as caught:
            save(paths, {"jobs": value, "theme": "dark"})
        assert str(caught.value) == (
            f"“Files checked at once” is set by your site in {place} and cannot be chosen otherwise."
        )
    assert not paths.settings.exists()
    saved = save(paths, {"jobs": 3, "theme": "dark"})
    assert (saved.settings.jobs, saved.settings.theme) == (3, "dark")
    assert tomllib.loads(paths.settings.read_text()) == {"theme": "dark"}


def test_the_programs_default_is_saved_where_the_site_has_another(paths: AppPaths) -> None:
    lay(paths, "jobs = 3\n")
    assert save(paths, {"jobs": 0}).settings.jobs == 0
    assert load(paths).settings.jobs == 0
    assert save(paths, {"jobs": 3}).settings.jobs == 3
    assert "jobs" not in paths.settings.read_text(), "it follows the site again"
    save(paths, {"jobs": 5})
    assert save(paths, {"jobs": None}).settings.jobs == 3


def test_what_is_saved_may_hold_what_is_locked_later(paths: AppPaths) -> None:
    save(paths, {"jobs": 5})
    lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    save(paths, {"theme": "dark"})
    assert tomllib.loads(paths.settings.read_text()) == {"jobs": 5, "theme": "dark"}, "a person's file stays"
    paths.site.settings.unlink()
    assert load(paths).settings.jobs == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"jobs = \n", "not valid TOML.*line 1"),
        (b"theme = '\xff'\n", "not UTF-8 text"),
        (b"theme = 'dark'\njobs = -1\n", "line 2, jobs = “-1” cannot be used"),
        (b"jobs = 1\nlocked = 'jobs'\n", "mistake in line 2"),
        (b"locked = [1]\n", "mistake in line 1"),
        (
            b"jobs = 1\nlocked = ['keep-sweep-days']\n",
            r"locks “keep-sweep-days” \(line 2\), which this version",
        ),
        (b"locked = ['theme']\ntheme = 'pink'\n", "line 2, theme = “pink”"),
    ],
)
def test_a_wrong_file_of_the_site_stops_the_start(paths: AppPaths, text: bytes, told: str) -> None:
    place = lay(paths, text)
    with pytest.raises(BadSettings, match=told) as caught:
        load(paths)
    assert str(place) in str(caught.value)
    assert "does not start" in caught.value.hint


def test_an_unknown_key_that_is_not_locked_is_named_and_stops_nothing(paths: AppPaths) -> None:
    lay(paths, "jobs = 2\nof-tomorrow = 1\n")
    found = load(paths)
    assert found.settings.jobs == 2
    assert ["“of-tomorrow” (line 2)" in notice for notice in found.notices] == [True]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_stops_the_start(paths: AppPaths) -> None:
    lay(paths, "jobs = 2\n").chmod(0)
    with pytest.raises(BadSettings, match="cannot be read"):
        load(paths)


def test_something_else_than_a_file_stops_the_start(paths: AppPaths) -> None:
    paths.site.settings.mkdir()
    with pytest.raises(BadSettings, match="cannot be read"):
        load(paths)


@posix
@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_locks_that_others_can_write_do_not_hold(paths: AppPaths, mode: int) -> None:
    place = lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    place.chmod(mode)
    own(paths, "jobs = 8\n")
    found = load(paths)
    assert found.settings.jobs == 8
    assert not found.settings.locked("jobs")
    (told,) = found.overruled
    assert f"others than its owner may write to {place} (mode {mode:o})" in told
    assert "chmod 644" in told


@posix
def test_locks_in_a_folder_that_others_can_write_do_not_hold(paths: AppPaths) -> None:
    lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    paths.site.folder.chmod(0o777)
    assert str(paths.site.folder) in load(paths).overruled[0]
    paths.site.folder.chmod(0o1777)
    assert load(paths).settings.locked("jobs"), "with the sticky bit nobody replaces what is another's"


@posix
def test_locks_of_somebody_else_do_not_hold(paths: AppPaths) -> None:
    lay(paths, 'locked = ["jobs"]\njobs = 3\n')
    foreign = AppPaths.below(paths.data.parent, Site(paths.site.folder, frozenset({4_000_000})))
    found = load(foreign)
    assert found.settings.jobs == 3, "what it sets still holds as a default"
    assert "not to the administrator" in found.overruled[0]


@posix
def test_a_link_is_judged_by_where_it_leads(paths: AppPaths, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    (loose / "real.toml").write_text('locked = ["jobs"]\njobs = 3\n')
    (loose / "real.toml").chmod(0o644)
    paths.site.settings.symlink_to(loose / "real.toml")
    assert load(paths).settings.locked("jobs")
    loose.chmod(0o777)
    assert not load(paths).settings.locked("jobs")


def test_no_variable_moves_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = system_site()
    for name in (
        "STORMDAT_DATA_DIR",
        "STORMDAT_SITE",
        "XDG_CONFIG_DIRS",
        "XDG_CONFIG_HOME",
        "HOME",
        "ProgramData",
    ):
        monkeypatch.setenv(name, str(tmp_path))
    assert system_site() == before
    assert AppPaths.below(tmp_path).site == before
    assert not before.folder.is_relative_to(tmp_path)


# Commands


@pytest.fixture
def command(paths: AppPaths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppPaths:
    """Return paths that the commands in this process use: this site, this person."""
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setattr("stormdat_core.paths.system_site", lambda: paths.site)
    (tmp_path / "a.txt").write_text("The GPS shows the way.\n")
    return paths


@pytest.mark.parametrize(
    ("key", "value", "options", "title"),
    [
        ("profile", '"plain"', ["--profile", "classic"], "Profile"),
        ("jobs", "1", ["--jobs", "2"], "Files checked at once"),
        ("formats", '["json"]', ["--format", "csv"], "Outputs"),
        ("copy-fixes", '"safe"', ["--fixes", "proposed"], "Corrections in corrected copies"),
        ("lists", "[]", ["--list", "x.xlsx"], "Acronym lists"),
        ("plugins", "true", ["--no-plugins"], "Plug-ins"),
    ],
)
def test_an_option_against_a_lock_is_refused_in_a_sentence(
    command: AppPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str, value: str,
    options: list[str], title: str,
) -> None:  # fmt: skip
    from stormdat_core.plugins import state

    lay(command, f'locked = ["{key}"]\n{key} = {value}\n')
    with state.without():
        state._state.forced_off = False
        assert exit_code(["sweep", str(tmp_path / "a.txt"), *options]) == 64
    told = capsys.readouterr().err
    assert f"“{title}” is set by your site in {command.site.settings}" in told


def test_an_option_that_says_what_is_locked_is_taken(paths: AppPaths) -> None:
    lay(paths, 'locked = ["profile", "jobs", "formats"]\nprofile = "plain"\njobs = 1\nformats = ["json"]\n')
    settings = load(paths).settings
    asked = sweeps.request(settings, [Path("a.txt")], profile="plain", jobs=1, formats=["json"])
    assert asked == sweeps.request(settings, [Path("a.txt")])
    assert (asked.profile, asked.jobs, asked.formats) == ("plain", 1, ("json",))


def test_the_lists_of_a_lock_count_and_no_others(paths: AppPaths) -> None:
    lay(paths, 'locked = ["lists"]\nlists = ["/site/house.xlsx"]\n')
    settings, house = load(paths).settings, Path("/site/house.xlsx")
    for options in ({}, {"kept": False}, {"lists": [house]}):
        assert sweeps.request(settings, [Path("a.txt")], **options).lists == (house,)
    sample = sweeps.request(settings, [sample_report()], lists=[sample_list()])
    assert sample.lists == (sample_list(), house), "the sample shows what it is made to show"
    with pytest.raises(LockedSetting):
        sweeps.request(settings, [Path("a.txt")], lists=[house, Path("other.xlsx")])


def test_a_check_again_heeds_the_locks_made_since(paths: AppPaths) -> None:
    before = sweeps.request(load(paths).settings, [Path("a.txt")], profile="classic", lists=[Path("x.csv")])
    lay(paths, 'locked = ["profile", "lists"]\nprofile = "plain"\n')
    settings = load(paths).settings
    assert sweeps.request_again(settings, before, lists=()).profile == "plain"
    with pytest.raises(LockedSetting, match="Acronym lists"):
        sweeps.request_again(settings, before, lists=before.lists)
    with pytest.raises(LockedSetting, match="Profile"):
        sweeps.request_again(settings, before, lists=(), profile="classic")


def test_what_does_not_count_is_said_by_a_command(
    command: AppPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(command, 'locked = ["jobs"]\njobs = 1\n')
    own(command, "jobs = 9\n")
    assert exit_code(["markings", "check", "SECRET", "--profile", "ic"]) in (0, 1)
    assert f"jobs in {command.settings} (line 1) does not count" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "value", "options"),
    [
        ("record-screen", '"none"', ["--screen", "1"]),
        ("record-screen", '"none"', ["--region", "0,0,100x100"]),
        ("record-frame-rate", "5", ["--fps", "30"]),
        ("record-microphone", '"none"', ["--mic", "default"]),
        ("record-system", '"none"', ["--system", "default"]),
        ("recordings-folder", '""', ["--out", "elsewhere"]),
    ],
)
def test_a_recording_against_a_lock_is_refused(
    command: AppPaths, capsys: pytest.CaptureFixture[str], key: str, value: str, options: list[str]
) -> None:
    lay(command, f'locked = ["{key}"]\n{key} = {value}\n')
    assert exit_code(["record", *options, "--seconds", "1"]) == 64
    assert "is set by your site" in capsys.readouterr().err


def test_a_wrong_file_of_the_site_stops_a_command_in_a_sentence(
    command: AppPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = lay(command, "jobs = \n")
    assert exit_code(["sweep", str(tmp_path / "a.txt")]) == 70
    told = capsys.readouterr().err
    assert str(place) in told
    assert "Traceback" not in told


def test_every_setting_can_be_locked(paths: AppPaths) -> None:
    keys = [name.replace("_", "-") for name in Settings.model_fields]
    lay(paths, f"locked = {keys}\n")
    assert load(paths).settings.model_dump() == Settings().model_dump()


def test_models_and_languages_of_a_lock_count_for_transcripts(paths: AppPaths) -> None:
    lay(paths, 'locked = ["file-model", "live-model", "spoken-language"]\nfile-model = "house"\n')
    with Services(paths) as services:
        desk = services.transcription
        with pytest.raises(LockedSetting, match="Model for media files"):
            desk.pack("other")
        with pytest.raises(LockedSetting, match="Model for live transcripts"):
            desk.pack("other", live=True)
        with pytest.raises(BadPack, match="house"):
            desk.pack("house")
        assert desk._language("") == ""
        with pytest.raises(LockedSetting, match="Spoken language"):
            desk._language("de")


def test_a_copy_with_other_corrections_than_the_locked_is_refused(paths: AppPaths) -> None:
    lay(paths, 'locked = ["copy-fixes"]\n')
    settings = load(paths).settings
    assert copy_style(settings, "safe").fixes == copy_style(settings).fixes == "safe"
    with pytest.raises(LockedSetting, match="Corrections"):
        copy_style(settings, "proposed")
