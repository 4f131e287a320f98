"""What a site has laid down, on the pages: locked settings are shown with their reason, choices say whose they are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.site.folder import Site
from tests.core.site.signing import Signer
from tests.webui.conftest import Browser

LOCKS = """
locked = ["keep-sweeps-days", "theme", "plugins", "formats", "profile", "lists"]
keep-sweeps-days = 30
theme = "dark"
plugins = false
formats = ["json", "csv"]
profile = "plain"
scratch-hours = 48
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    folder = tmp_path / "etc"
    for name in ("keys", "profiles", "lists"):
        (folder / name).mkdir(parents=True, mode=0o755)
    return Site(folder, frozenset({os.geteuid(), 0}) if os.name == "posix" else frozenset({0}))


def lay(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(0o644)
    return path


@pytest.fixture
def services(tmp_path: Path, site: Site) -> Iterator[Services]:
    """Services of a site that has no settings yet; `locked` lays them."""
    with Services(AppPaths.below(tmp_path / "app", site)) as services:
        yield services


@pytest.fixture
def locked(services: Services, site: Site) -> Services:
    lay(site.settings, LOCKS)
    services.change_settings({})
    return services


def page(browser: Browser, url: str) -> html.HtmlElement:
    answer = browser.get(url)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_a_locked_setting_is_read_reached_and_not_changed(
    locked: Services, site: Site, browser: Browser
) -> None:
    shown = page(browser, "/settings")
    for name, words in (("keep_sweeps_days", "30"), ("theme", "dark"), ("plugins", "no")):
        (control,) = shown.xpath(f'//*[@id="s-{name}"]')
        assert (control.tag, control.get("value")) == ("input", words)
        assert "readonly" in control.attrib
        assert "disabled" not in control.attrib, "a disabled control is passed over by keyboard"
        told = [
            shown.get_element_by_id(each).text_content() for each in control.get("aria-describedby").split()
        ]
        assert f"Locked: set by your site in {site.settings}." in told
        assert not shown.xpath(f'//*[@data-default="{name}"]')
    (formats,) = shown.xpath('//*[@id="s-formats"]')
    assert "JSON" in formats.get("value").upper()
    (free,) = shown.xpath('//*[@id="s-scratch_hours"]')
    assert (free.get("value"), "readonly" in free.attrib) == ("48", False)


def test_every_label_of_a_locked_page_names_its_control(
    services: Services, site: Site, browser: Browser
) -> None:
    from stormdat_core.settings import Settings

    lay(site.settings, f"locked = {[name.replace('_', '-') for name in Settings.model_fields]}\n")
    services.change_settings({})
    shown = page(browser, "/settings")
    for field in shown.xpath("//*[@data-field]"):
        (control,) = field.xpath(".//input")
        (label,) = field.xpath(".//label[contains(@class, 'label')]")
        assert label.get("for") == control.get("id")


def test_to_save_what_is_locked_is_refused_with_its_sentence(
    locked: Services, site: Site, browser: Browser
) -> None:
    for value in (7, None):
        answer = browser.post("/settings", {"changes": {"keep_sweeps_days": value}})
        assert answer.status_code == 403
        assert answer.json is not None
        assert f"is set by your site in {site.settings}" in answer.json["error"]
    assert browser.post("/settings", {"changes": {"scratch_hours": 5}}).status_code == 200
    assert locked.settings.keep_sweeps_days == 30


def test_the_start_page_offers_no_way_round_a_lock(locked: Services, browser: Browser) -> None:
    shown = page(browser, "/")
    assert [each.get("value") for each in shown.xpath("//select[@data-profile]/option")] == ["plain"]
    assert not shown.xpath('//*[@data-pick="profile" or @data-pick="lists"]')
    assert shown.text_content().count("Locked: set by your site") == 2
    sample = browser.post("/inbox/sample", {}).json
    assert sample is not None
    asked = {"documents": [sample["documents"]], "profile": "classic"}
    refused = browser.post("/sweeps", asked)
    assert refused.status_code == 403
    assert refused.json is not None
    assert "“Profile”" in refused.json["error"]


def test_profiles_and_lists_of_the_site_are_choices_that_say_so(
    services: Services, site: Site, browser: Browser
) -> None:
    signer = Signer.new()
    lay(site.keys / "site.pub", signer.public)
    signer.write(site.profiles / "house.toml", 'name = "house"\nsummary = "Ours."\nbased-on = "plain"\n')
    lay(site.profiles / "broken.toml", "name = \n")
    signer.write(site.lists / "house.csv", "Acronym,Definition\nGPS,Global Positioning System\n")
    lay(site.lists / "loose.csv", "Acronym,Definition\nGPS,Global Positioning System\n")
    shown = page(browser, "/")
    options = {each.get("value"): each for each in shown.xpath("//select[@data-profile]/option")}
    assert options["site:house"].text_content() == "house (from your site)"
    assert options["site:house"].get("data-about") == f"Ours. Signed by {signer.name}, {signer.comment}."
    assert "disabled" in options["site:broken"].attrib
    assert "not valid TOML" in options["site:broken"].get("data-about")
    (listed,) = shown.xpath('//ul[@aria-label="From your site"]')
    assert f"Signed by {signer.name}" in listed.text_content()
    assert "loose.csv is not signed" in listed.text_content()
    given = browser.post("/lists/site", {"name": "house.csv"}).json
    assert given is not None
    assert services.inbox.get(given["token"]).paths == (site.lists / "house.csv",)
    assert browser.post("/lists/site", {"name": "../settings.toml"}).status_code == 400
    # A setting can name it, and the pages that show rules follow.
    assert browser.post("/settings", {"changes": {"profile": "site:house"}}).status_code == 200
    assert browser.get("/help").status_code == 200
    assert services.settings.profile == "site:house"


def test_what_has_to_be_signed_and_is_not_cannot_be_chosen(
    services: Services, site: Site, browser: Browser
) -> None:
    lay(site.settings, 'locked = ["require-signed-lists"]\nrequire-signed-lists = true\n')
    services.change_settings({})
    lay(site.lists / "loose.csv", "Acronym,Definition\nGPS,Global Positioning System\n")
    shown = page(browser, "/")
    assert not shown.xpath("//*[@data-site-list]")
    assert "loose.csv is not signed" in shown.text_content()


def test_what_the_recorder_remembers_gives_way_to_a_lock(
    services: Services, site: Site, browser: Browser
) -> None:
    from webui.features.recorder.choices import Wanted, remember, remembered

    remember(services, Wanted(frame_rate=30, microphone="mic"))
    lay(site.settings, 'locked = ["record-frame-rate"]\nrecord-frame-rate = 5\n')
    services.change_settings({})
    kept = remembered(services.paths, services.settings)
    assert (kept.frame_rate, kept.microphone) == (5, "mic")
    answer = browser.post("/record/start", {"frame_rate": 30})
    assert answer.status_code == 403
