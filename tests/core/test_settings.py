import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stormdat_core.errors import BadSettings
from stormdat_core.model import SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.rules import profiles
from stormdat_core.services import Services
from stormdat_core.settings import Settings, load, save


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppPaths:
    for name in [name for name in os.environ if name.upper().startswith("STORMDAT_")]:
        monkeypatch.delenv(name)
    return AppPaths.below(tmp_path)


def write(paths: AppPaths, text: str) -> None:
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(text, "utf-8")


def test_without_a_file_the_defaults_hold(paths: AppPaths) -> None:
    loaded = load(paths)
    assert loaded.settings == Settings()
    assert loaded.settings.formats == SweepRequest(()).formats
    assert not loaded.notices
    assert not paths.config.exists()


def test_the_file_wins_over_the_default_and_the_environment_over_the_file(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(paths, 'jobs = 3\nfile-seconds = 60\nformats = ["json"]\n')
    monkeypatch.setenv("STORMDAT_JOBS", "5")
    loaded = load(paths)
    assert (loaded.settings.jobs, loaded.settings.file_seconds, loaded.settings.scratch_hours) == (5, 60, 24)
    assert loaded.settings.formats == ("json",)
    assert loaded.forced == {"jobs"}
    assert loaded.saved["jobs"] == 3


def test_the_standard_profile_counts_where_none_is_chosen_and_a_chosen_one_stays(paths: AppPaths) -> None:
    assert load(paths).settings.profile == SweepRequest(()).profile == profiles.DEFAULT == "standard"
    assert profiles.load() == profiles.load("standard")
    write(paths, 'profile = "classic"\n')
    assert load(paths).settings.profile == "classic"
    save(paths, {"jobs": 2})
    assert load(paths).settings.profile == "classic"


def test_lists_come_from_the_environment_with_commas(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDAT_FORMATS", "docx, csv")
    monkeypatch.setenv("STORMDAT_LOG_LEVEL", "debug")
    assert load(paths).settings.formats == ("docx", "csv")
    assert load(paths).settings.log_level == "DEBUG"


def test_variables_of_ours_that_are_no_setting_do_no_harm(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", "/somewhere")
    assert load(paths).settings == Settings()


def test_only_overrides_are_saved(paths: AppPaths) -> None:
    save(paths, {"jobs": 4, "scratch_hours": 24, "formats": ["json", "csv"]})
    assert tomllib.loads(paths.settings.read_text("utf-8")) == {"jobs": 4, "formats": ["json", "csv"]}
    assert load(paths).settings.formats == ("json", "csv")
    loaded = save(paths, {"jobs": None})
    assert loaded.settings.jobs == 0
    assert "jobs" not in paths.settings.read_text("utf-8")


def test_the_environment_is_never_saved(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMDAT_JOBS", "5")
    loaded = save(paths, {"profile": "house.toml"})
    assert loaded.settings.jobs == 5
    assert tomllib.loads(paths.settings.read_text("utf-8")) == {"profile": "house.toml"}


def test_a_bad_value_is_not_saved_even_while_the_environment_hides_it(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(paths, {"jobs": 4})
    monkeypatch.setenv("STORMDAT_JOBS", "5")
    before = paths.settings.read_bytes()
    with pytest.raises(BadSettings, match="jobs"):
        save(paths, {"jobs": -1})
    with pytest.raises(BadSettings, match="There is no setting"):
        save(paths, {"jbos": 1})
    assert paths.settings.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('jobs = 2\nprofile = "a', "line 2", id="not TOML"),
        pytest.param('jobs = 2\nfile-seconds = "soon"\n', "line 2, file-seconds", id="wrong type"),
        pytest.param("\n\njobs = -3\n", "line 3, jobs", id="out of range"),
        pytest.param('formats = ["docx", "pdf"]\n', "line 1, formats", id="no such format"),
    ],
)
def test_a_mistake_names_file_line_and_cure_and_leaves_the_file_alone(
    paths: AppPaths, text: str, expected: str
) -> None:
    write(paths, text)
    with pytest.raises(BadSettings) as caught:
        load(paths)
    assert expected in str(caught.value)
    assert str(paths.settings) in str(caught.value)
    assert "defaults" in caught.value.hint
    with pytest.raises(BadSettings):
        save(paths, {"scratch_hours": 48})
    assert paths.settings.read_text("utf-8") == text


def test_a_file_in_another_encoding_is_explained(paths: AppPaths) -> None:
    paths.config.mkdir(parents=True)
    paths.settings.write_bytes("profile = 'Prüfung'".encode("latin-1"))
    with pytest.raises(BadSettings, match="not UTF-8"):
        load(paths)


def test_a_byte_order_mark_is_accepted(paths: AppPaths) -> None:
    paths.config.mkdir(parents=True)
    paths.settings.write_bytes(b"\xef\xbb\xbfjobs = 2\n")
    assert load(paths).settings.jobs == 2


def test_a_mistake_in_a_variable_names_the_variable(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    write(paths, "jobs = 2\n")
    monkeypatch.setenv("STORMDAT_JOBS", "many")
    with pytest.raises(BadSettings, match=r"STORMDAT_JOBS, “many”"):
        load(paths)


def test_unknown_keys_are_told_and_kept(paths: AppPaths) -> None:
    write(paths, 'jobs = 2\ncolour = "mauve"\n\n[recorder]\nscreens = [1, 2]\n')
    loaded = load(paths)
    assert loaded.settings.jobs == 2
    assert ["“colour” (line 2)" in loaded.notices[0], "“recorder” (line 4)" in loaded.notices[1]] == [
        True,
        True,
    ]
    save(paths, {"jobs": 3})
    assert tomllib.loads(paths.settings.read_text("utf-8")) == {
        "colour": "mauve",
        "recorder": {"screens": [1, 2]},
        "jobs": 3,
    }


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().jobs = 3  # type: ignore[misc]


def test_every_setting_explains_itself() -> None:
    for name, field in Settings.model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.description.endswith("."), name


def test_comments_and_layout_outlive_a_change(paths: AppPaths) -> None:
    write(paths, "# Agreed on with the registry.\n\njobs  =  2  # two are enough here\ntheme = 'dark'\n")
    save(paths, {"jobs": 3, "text_size": 150, "theme": None})
    assert paths.settings.read_text("utf-8") == (
        "# Agreed on with the registry.\n\njobs  =  3  # two are enough here\ntext-size = 150\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[recorder]\nscreens = [1, 2]\n",
        "[[rows]]\na = 1\n\n[[rows]]\na = 2\n",
        "odd.deep.key = {}\n",
        "",
        "# a\n",
    ],
)
def test_a_setting_is_added_whatever_stands_in_the_file(paths: AppPaths, text: str) -> None:
    write(paths, text)
    assert save(paths, {"jobs": 3}).settings.jobs == 3
    kept = tomllib.loads(paths.settings.read_text("utf-8"))
    assert kept == {**tomllib.loads(text), "jobs": 3}
    save(paths, {"jobs": None})
    assert tomllib.loads(paths.settings.read_text("utf-8")) == tomllib.loads(text)


def test_a_text_that_cannot_be_written_changes_nothing(paths: AppPaths) -> None:
    write(paths, "jobs = 2\n")
    folder = 'quote " backslash \\ tab \t delete \x7f line\nend é 😀'
    save(paths, {"recordings_folder": folder})
    assert load(paths).settings.recordings_folder == folder
    before = paths.settings.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        save(paths, {"recordings_folder": "\udc80"})
    assert paths.settings.read_bytes() == before


def test_changes_made_at_once_are_all_kept(paths: AppPaths) -> None:
    services = Services(paths)
    changes: list[dict[str, object]] = [
        {"text_size": 150},
        {"jobs": 3},
        {"file_seconds": 77},
        {"theme": "dark"},
    ]
    with ThreadPoolExecutor(len(changes)) as pool:
        for _ in range(5):
            list(pool.map(services.change_settings, changes))
            kept = load(services.paths).settings
            assert (kept.text_size, kept.jobs, kept.file_seconds, kept.theme) == (150, 3, 77, "dark")
            list(pool.map(services.change_settings, [dict.fromkeys(each) for each in changes]))
    services.close()


def test_columns_of_a_matrix_are_separated_by_commas_and_known(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDAT_MATRIX_COLUMNS", "number, comment")
    assert load(paths).settings.matrix_columns == ("number", "comment")
    monkeypatch.setenv("STORMDAT_MATRIX_COLUMNS", "number,nonsense")
    with pytest.raises(BadSettings, match="nonsense"):
        load(paths)
