"""Nobody comes in without the key, from elsewhere, or with a body that a foreign page could send."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from stormdat_core.services import Services
from tests.webui.conftest import BASE, KEY, Browser, store_sweep
from webui.app import create_app
from webui.config import TESTING
from webui.gate import Gate

FOREIGN = "http://127.0.0.1:9999"
VALUES = {
    "filename": "css/app.css",
    "key": "x",
    "batch": "x",
    "job_id": "x",
    "rule_id": "SPC-DOUBLE",
    "name": "x",
}


def address(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda match: VALUES.get(match[1], "1"), rule.rule)


def every(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            yield method, address(rule)


def call(client: FlaskClient, method: str, url: str, **options: object) -> int:
    options.setdefault("base_url", BASE)
    with client.open(url, method=method, **options) as response:  # type: ignore[arg-type]
        return response.status_code


def test_there_are_routes_to_walk(app: Flask) -> None:
    assert len(set(every(app))) > 50


def test_every_route_is_closed_without_the_cookie(app: Flask, stranger: FlaskClient) -> None:
    own = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    open_ones = {
        url for method, url in every(app) if call(stranger, method, url, json={}, headers=own) != 401
    }
    assert open_ones == set()  # not even /launch opens with a wrong key


def test_what_does_not_exist_is_closed_too(stranger: FlaskClient) -> None:
    assert call(stranger, "GET", "/no-such-page") == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:9999", "localhost:5000", "127.0.0.1.evil.example:5000", ""]
)
def test_every_route_refuses_a_foreign_host(app: Flask, browser: Browser, host: str) -> None:
    for method, url in every(app):
        assert call(browser.client, method, url, headers={"Host": host}) == 403, url


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_every_route_refuses_another_origin(app: Flask, browser: Browser, headers: dict[str, str]) -> None:
    for method, url in every(app):
        assert call(browser.client, method, url, headers=headers, json={}) == 403, url


def test_a_change_without_any_origin_is_refused(browser: Browser) -> None:
    assert call(browser.client, "POST", "/cleanup/scratch", json={}) == 403


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/octet-stream",
        "",
    ],
)
def test_every_change_takes_json_only(app: Flask, browser: Browser, kind: str) -> None:
    changes = [(method, url) for method, url in every(app) if method == "POST"]
    assert len(changes) > 10
    for method, url in changes:
        if url.endswith("/files") and kind == "application/octet-stream":
            continue  # the one that takes a file
        code = call(browser.client, method, url, data=b"{}", content_type=kind, headers={"Origin": BASE})
        assert code == 415, url


def test_the_key_opens_once(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    assert call(first, "GET", f"/launch/{KEY}") == 303
    assert call(second, "GET", f"/launch/{KEY}") == 401
    assert call(first, "GET", "/health") == 200
    assert call(second, "GET", "/health") == 401


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("OPTIONS", {}),
        ("GET", {"Sec-Purpose": "prefetch"}),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", {"Purpose": "prefetch"}),
        ("GET", {"X-Moz": "prefetch"}),
        ("GET", {"X-Purpose": "preview"}),
    ],
)
def test_looking_at_the_key_does_not_spend_it(app: Flask, method: str, headers: dict[str, str]) -> None:
    looking, opening = app.test_client(), app.test_client()
    assert call(looking, method, f"/launch/{KEY}", headers=headers) in (401, 405)
    assert call(looking, "GET", "/health") == 401
    assert call(opening, "GET", f"/launch/{KEY}", headers={"Sec-Fetch-Mode": "navigate"}) == 303
    assert call(opening, "GET", "/health") == 200


def visit(app: Flask, gate: Gate, key: str) -> bool:
    with app.test_request_context(base_url=BASE):
        return gate.admit(key)


def test_a_key_that_nobody_uses_expires(app: Flask) -> None:
    now = [1000.0]
    gate = Gate("first", clock=lambda: now[0])
    now[0] += 9.9 * 60
    young = gate.new_key()
    assert visit(app, gate, "first")
    old = gate.new_key()
    now[0] += 9.9 * 60
    assert visit(app, gate, young)
    now[0] += 0.2 * 60
    assert not visit(app, gate, old)


def test_unused_keys_are_few(app: Flask) -> None:
    gate = Gate()
    keys = [gate.new_key() for _ in range(1000)]
    assert [key for key in keys if visit(app, gate, key)] == keys[-16:]


def test_a_second_window_gets_a_key_of_its_own(app: Flask, browser: Browser) -> None:
    other = app.test_client()
    key = app.extensions["stormdat"].gate.new_key()
    assert call(other, "GET", f"/launch/{key}") == 303
    assert call(other, "GET", "/health") == 200
    assert browser.get("/health").status_code == 200


def test_a_page_left_open_over_a_restart_is_closed(browser: Browser, services: Services) -> None:
    cookie = browser.client.get_cookie("stormdat-5000", domain="127.0.0.1")
    assert cookie is not None
    later = create_app(TESTING, services, launch_key="other").test_client()
    later.set_cookie("stormdat-5000", cookie.value, domain="127.0.0.1")
    answer = later.get("/", base_url=BASE)
    assert answer.status_code == 401
    assert "earlier start" in answer.text


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Flask) -> None:
    answer = app.test_client().get(f"/launch/{KEY}", base_url=BASE)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("stormdat-5000=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie  # it ends with the window


def test_every_answer_carries_the_policy(browser: Browser, stranger: FlaskClient) -> None:
    answers = [browser.get(url, buffered=True) for url in ("/", "/health", "/static/js/app.js", "/nothing")]
    answers.append(stranger.get("/", base_url=BASE))
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/static/js/app.js", "text/javascript"),
        ("/static/css/app.css", "text/css"),
        ("/static/img/icon.svg", "image/svg+xml"),
        ("/sweeps/static/results.js", "text/javascript"),
    ],
)
def test_types_are_pinned(browser: Browser, url: str, kind: str) -> None:
    assert browser.get(url, buffered=True).mimetype == kind


@pytest.mark.parametrize(
    "path",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "....//app.py",
        "/etc/passwd",
        "css\\..\\..\\app.py",
        "\x00",
    ],
)
def test_static_files_stay_in_their_folder(browser: Browser, path: str) -> None:
    answer = browser.get(f"/static/{path}", buffered=True)
    assert answer.status_code in (400, 404)
    assert "create_app" not in answer.text


def test_a_body_that_is_too_large_is_refused(browser: Browser) -> None:
    answer = browser.post("/sweeps", {"documents": ["x" * 2_000_000]})
    assert answer.status_code == 413
    assert answer.json is not None
    assert "too large" in answer.json["error"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"1", b'{"documents": 1}', b"[" * 50_000]
)
def test_a_body_that_is_no_use_is_the_sender_s_mistake(browser: Browser, data: bytes) -> None:
    answer = browser.client.post(
        "/sweeps", base_url=BASE, data=data, content_type="application/json", headers={"Origin": BASE}
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]


def test_the_key_stands_in_no_log_and_on_no_page(
    browser: Browser, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sweep = store_sweep(services)
    cookie = browser.client.get_cookie("stormdat-5000", domain="127.0.0.1")
    assert cookie is not None
    browser.get(f"/launch/{KEY}")
    pages = "".join(browser.get(url).text for url in ("/", f"/sweeps/{sweep}", "/help/diagnostics"))
    log = services.paths.log.read_text() if services.paths.log.exists() else ""
    for secret in (KEY, cookie.value):
        assert secret not in pages + log + caplog.text


def test_scripts_and_styles_are_never_written_into_a_page() -> None:
    templates = list((Path(__file__).parents[2] / "webui").rglob("*.html"))
    assert len(templates) > 20
    for template in templates:
        text = template.read_text()
        assert not re.search(
            r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:|\|safe", text
        ), template


def test_no_script_makes_html_from_text() -> None:
    for script in (Path(__file__).parents[2] / "webui").rglob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write",
            script.read_text(),
        ), script
