"""Pages of plug-ins, and the page that lists plug-ins."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.paths import AppPaths
from stormdat_core.plugins import state
from stormdat_core.services import Services
from tests.plugins import install_project, installed, write_package
from tests.webui.conftest import KEY, Browser
from webui.app import create_app
from webui.config import PRODUCTION

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-plugin"
PAGE = """
from flask import Blueprint
from webui.feature import Feature
bp = Blueprint("{name}", __name__)

@bp.get("")
def index():
    {body}

FEATURE = Feature("{id}", "Their page", bp, prefix="{prefix}", endpoint="{endpoint}", group=1)
"""


def page(name: str = "theirs", body: str = "return 'Here.'", **other: str) -> str:
    found = {"id": name, "prefix": f"/{name}", "endpoint": f"{name}.index", **other}
    return PAGE.format(name=name, body=body, **found)


@pytest.fixture
def visiting(tmp_path: Path) -> Iterator[object]:
    made: list[Services] = []

    def visit() -> Browser:
        services = Services(AppPaths.below(tmp_path / "app"))
        made.append(services)
        client = create_app(PRODUCTION, services, launch_key=KEY).test_client()
        browser = Browser(client)
        assert client.get(f"/launch/{KEY}", base_url="http://127.0.0.1:5000").status_code in (302, 303)
        return browser

    yield visit
    for services in made:
        services.close()


def package(tmp_path: Path, source: str, name: str = "acme") -> None:
    write_package(tmp_path / "site", name, f"[stormdat.features]\none = {name}:FEATURE", {name: source})


def test_the_example_has_its_page_and_stands_in_the_help(tmp_path: Path, visiting: object) -> None:
    with installed(install_project(EXAMPLE, tmp_path / "site")):
        browser = visiting()  # type: ignore[operator]
        assert 'href="/minutes"' in browser.get("/help").get_data(as_text=True)
        assert "No minutes were checked lately." in browser.get("/minutes").get_data(as_text=True)
        listed = browser.get("/help/plugins").get_data(as_text=True)
        for text in (
            "stormdat-minutes 1.0.0",
            "Action without an owner",
            "reader minutes",
            "feature minutes",
        ):
            assert text in listed
        rule = browser.get("/help/rules/MINUTES-NO-OWNER").get_data(as_text=True)
        for text in (
            "Brought by the plug-in stormdat-minutes 1.0.0.",
            "default-owner",
            "may come with a correction",
        ):
            assert text in rule
        assert "Plug-ins: stormdat-minutes 1.0.0" in browser.get("/help/diagnostics").get_data(as_text=True)


def test_a_page_that_fails_names_its_package(tmp_path: Path, visiting: object) -> None:
    package(tmp_path, page(body="1 / 0"))
    with installed(tmp_path / "site"):
        browser = visiting()  # type: ignore[operator]
        answer = browser.get("/theirs")
        assert answer.status_code == 500
        told = "The feature theirs of the plug-in acme 1.0 failed (ZeroDivisionError at index:"
        assert told in answer.get_data(as_text=True)
        assert told in browser.get("/help/plugins").get_data(as_text=True)
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nothing_of_this_name", "could not be loaded"),
        ("FEATURE = 1", "is no Feature"),
        (page("help"), "“help” is taken already"),
        (page(prefix="/sweeps"), "“/sweeps” is taken already"),
        (page(prefix="/a/../b"), "have to begin with one word"),
        (page(id="other"), "its blueprint&#39;s name"),
        (page(endpoint="theirs.nowhere"), "names no page of its own for the sidebar"),
        (page(endpoint="home.index"), "names no page of its own for the sidebar"),
    ],
)
def test_what_does_not_fit_keeps_no_page_of_ours_from_being_made(
    tmp_path: Path, visiting: object, source: str, told: str
) -> None:
    package(tmp_path, source)
    with installed(tmp_path / "site"):
        browser = visiting()  # type: ignore[operator]
        listed = browser.get("/help/plugins")
        assert listed.status_code == 200
        assert told in listed.get_data(as_text=True)
        assert browser.get("/").status_code == browser.get("/sweeps").status_code == 200


def test_turned_off_there_is_no_page(tmp_path: Path, visiting: object) -> None:
    package(tmp_path, page())
    with installed(tmp_path / "site"):
        state.turn_off()
        browser = visiting()  # type: ignore[operator]
        assert browser.get("/theirs").status_code == 404
        assert "Plug-ins are turned off." in browser.get("/help/plugins").get_data(as_text=True)
