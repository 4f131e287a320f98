"""The window's place is kept, and never puts the window where no hand can reach it."""

import pytest

from desktop.place import Area, Place
from stormdat_core.paths import AppPaths

SCREEN = Area(0, 0, 1920, 1080)


@pytest.fixture
def paths(tmp_path_factory: pytest.TempPathFactory) -> AppPaths:
    paths = AppPaths.below(tmp_path_factory.mktemp("place"))
    paths.data.mkdir()
    return paths


@pytest.mark.parametrize("place", [Place(), Place(900, 700, 12, 34), Place(1000, 600, -5, 0, maximized=True)])
def test_a_saved_place_comes_back(paths: AppPaths, place: Place) -> None:
    place.save(paths)
    assert Place.load(paths) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"width": "wide"}',
        '{"width": 1, "height": 1}',
        '{"width": 99999999, "height": 700}',
        "\xff",
    ],
)
def test_nonsense_is_the_default(paths: AppPaths, text: str) -> None:
    (paths.data / "window.json").write_bytes(text.encode("latin-1"))
    assert Place.load(paths) == Place()


def test_a_place_that_cannot_be_saved_is_no_error(paths: AppPaths) -> None:
    (paths.data / "window.json").mkdir()
    Place().save(paths)


@pytest.mark.parametrize(
    ("place", "fitted"),
    [
        pytest.param(Place(900, 700, 10, 20), Place(900, 700, 10, 20), id="fits"),
        pytest.param(Place(3000, 2000, 0, 0), Place(1920, 1080, 0, 0), id="larger-than-the-screen"),
        pytest.param(Place(900, 700, 2500, 20), Place(900, 700), id="on-a-screen-that-is-gone"),
        pytest.param(Place(900, 700, 10, -300), Place(900, 700), id="title-bar-above-the-screen"),
        pytest.param(Place(900, 700, -850, 20), Place(900, 700), id="a-sliver-at-the-left"),
        pytest.param(Place(900, 700, -400, 20), Place(900, 700, -400, 20), id="half-at-the-left"),
        pytest.param(Place(900, 700), Place(900, 700), id="never-placed"),
    ],
)
def test_a_place_is_made_to_fit(place: Place, fitted: Place) -> None:
    assert place.within([SCREEN]) == fitted


def test_a_second_screen_counts() -> None:
    place = Place(900, 700, 2500, 20)
    assert place.within([SCREEN, Area(1920, 0, 1920, 1080)]) == place
