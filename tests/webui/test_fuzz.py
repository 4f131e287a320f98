"""Whatever stands in an address or a body, the answer is no mistake of ours and stays in the data folder."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdat_core.services import Services
from tests.webui.conftest import BASE, Browser, store_sweep

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SPICE = ["../", "..\\", "/etc/passwd", "\x00", "%00", "%2e%2e%2f", "'; DROP TABLE", "%", "_", "-1", "9" * 30, "\ud800", "null", "<script>", "a" * 3000]  # fmt: skip
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(SPICE), st.integers().map(str))
PARAMETERS = (
    "file",
    "rule",
    "colour",
    "severity",
    "section",
    "q",
    "sort",
    "page",
    "finding",
    "after",
    "name",
)
PLACES = ("/sweeps/{}", "/sweeps/1/findings/{}", "/sweeps/jobs/{}", "/sweeps/jobs/{}/state.json", "/help/rules/{}",
          "/help/licences/{}", "/static/{}", "/sweeps/static/{}", "/sweeps/exports/{}/state.json", "/launch/{}", "/{}", "/recordings/{}", "/recordings/{}/media", "/transcripts/{}", "/transcripts/1/files/{}", "/transcripts/live/{}.json")  # fmt: skip
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
                      lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=8)  # fmt: skip
FIELDS = st.sampled_from(("documents", "lists", "profile", "profile_file", "zone", "files", "request", "kind", "purpose", "sweeps", "changes", "formats", "folder", "recordings", "title", "text", "note", "media", "model", "language", "pack", "gap"))  # fmt: skip
CHANGES = ("/sweeps", "/sweeps/delete", "/sweeps/1/exports", "/sweeps/1/reveal", "/sweeps/jobs/x/cancel", "/inbox/drop",
           "/inbox/pick", "/inbox/batches", "/inbox/batches/x/done", "/inbox/sample", "/settings", "/cleanup/scratch", "/recordings/delete", "/recordings/1/rename", "/record/marking",
           "/record/marker", "/transcripts", "/transcripts/models", "/transcripts/models/verify", "/transcripts/1/export", "/transcripts/1/retry", "/transcripts/1/segments/1")  # fmt: skip


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.fixture
def outside(tmp_path: Path) -> Callable[[], set[Path]]:
    """Return what lies outside the data folder."""
    return lambda: {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "app")}


@given(values=st.dictionaries(st.sampled_from(PARAMETERS), TEXT, max_size=5), page=st.sampled_from(("/sweeps/1", "/sweeps", "/sweeps/1/files", "/events.json", "/cleanup")))  # fmt: skip
@QUICK
def test_queries(browser: Browser, services: Services, values: dict[str, str], page: str) -> None:
    if not services.store.sweeps(limit=1).total:
        store_sweep(services, 12)
    query = "&".join(f"{name}={encoded(value)}" for name, value in values.items())
    assert browser.get(f"{page}?{query}").status_code in (200, 404)


@given(place=st.sampled_from(PLACES), value=TEXT)
@QUICK
def test_addresses(browser: Browser, place: str, value: str) -> None:
    answer = browser.get(place.format(encoded(value)), buffered=True)
    assert answer.status_code in (200, 301, 308, 400, 401, 404), answer.status
    assert "root:x:0" not in answer.text


@given(url=st.sampled_from(CHANGES), body=st.dictionaries(FIELDS, VALUES, max_size=4) | VALUES)
@QUICK
def test_bodies(
    browser: Browser, services: Services, outside: Callable[[], set[Path]], url: str, body: object
) -> None:
    before = outside()
    answer = browser.post(url, body)
    assert answer.status_code < 500, (url, body, answer.text)
    assert outside() == before


@given(name=TEXT, data=st.binary(max_size=64))
@QUICK
def test_names_of_uploads(browser: Browser, outside: Callable[[], set[Path]], name: str, data: bytes) -> None:
    before = outside()
    batch = (browser.post("/inbox/batches", {"purpose": "documents"}).json or {})["batch"]
    answer = browser.client.post(
        f"/inbox/batches/{batch}/files?name={encoded(name)}",
        base_url=BASE,
        data=data,
        content_type="application/octet-stream",
        headers={"Origin": BASE},
    )
    assert answer.status_code == 201, answer.text
    assert outside() == before
