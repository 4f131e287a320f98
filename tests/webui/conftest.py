"""The pages over a real library in a temporary folder; only the window is played by the test."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from stormdat_core.model import (
    BlockKind,
    Colour,
    Evidence,
    FileResult,
    Finding,
    Fix,
    Location,
    Severity,
    SweepRequest,
)
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from webui.app import create_app
from webui.config import TESTING
from webui.shell import FilePatterns

BASE = "http://127.0.0.1:5000"
KEY = "key-of-this-test"


@dataclass
class Window:
    """A window that answers dialogs with what the test put there."""

    native: bool = True
    answers: list[tuple[Path, ...]] = field(default_factory=list)
    drops: list[tuple[Path, ...]] = field(default_factory=list)
    revealed: list[Path] = field(default_factory=list)

    def pick_files(self, title: str, patterns: FilePatterns, *, several: bool) -> tuple[Path, ...]:
        return self.answers.pop(0)

    def pick_folder(self, title: str) -> Path | None:
        chosen = self.answers.pop(0)
        return chosen[0] if chosen else None

    def take_drop(self, files: Sequence[tuple[str, int]]) -> tuple[Path, ...]:
        return self.drops.pop(0) if self.drops else ()

    def reveal(self, path: Path) -> None:
        self.revealed.append(path)

    def set_title(self, title: str) -> None:
        return


class Browser:
    """A client that behaves as our pages do: own origin, JSON bodies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, **options: object) -> TestResponse:
        return self.client.get(url, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin"}, **options)  # type: ignore[arg-type]

    def post(self, url: str, body: object) -> TestResponse:
        return self.client.post(url, base_url=BASE, json=body, headers={"Origin": BASE})

    def send(self, url: str, data: bytes, name: str) -> TestResponse:
        return self.client.post(
            url,
            base_url=BASE,
            data=data,
            query_string={"name": name},
            content_type="application/octet-stream",
            headers={"Origin": BASE},
        )


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("STORMDAT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as services:
        yield services


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def app(services: Services, window: Window) -> Flask:
    return create_app(TESTING, services, window, KEY)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Somebody without the key."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who came in with the key."""
    client = app.test_client()
    assert client.get(f"/launch/{KEY}", base_url=BASE).status_code == 303
    return Browser(client)


def finding(number: int = 0, **changes: object) -> Finding:
    """Return a plausible finding; what it is about differs with its number."""
    kind = number % 4
    text = f"The words around match{number} and what follows it in the paragraph."
    where = Location(
        part="word/document.xml",
        kind=BlockKind.PARAGRAPH,
        block=number,
        heading=(f"{kind + 1} Chapter", f"{kind + 1}.{number} Section"),
        paragraph=number + 1,
        start=17,
        end=17 + len(f"match{number}"),
    )
    values: dict[str, object] = {
        "rule": ("SPC-DOUBLE", "ACR-UNDEFINED", "TYP-FONT", "ACR-CONFLICT")[kind],
        "severity": (Severity.INFO, Severity.WARNING, Severity.WARNING, Severity.ERROR)[kind],
        "colour": (Colour.RED, Colour.YELLOW, Colour.PINK, Colour.TEAL)[kind],
        "where": where,
        "message": f"Message {number}.",
        "excerpt": text,
        "evidence": (Evidence(where, "also used here"),),
        "fix": Fix(where, "replacement", safe=True) if kind == 0 else None,
        "fingerprint": f"{number:024x}",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def store_sweep(
    services: Services, count: int = 8, path: Path = Path("/docs/report.docx"), **changes: object
) -> int:
    """Store a finished sweep of one file and return its id."""
    store = services.store
    sweep_id = store.start_sweep(SweepRequest((path,)), "0", "ab" * 32, profile="classic")
    values: dict[str, object] = {
        "path": path,
        "sha256": "ab" * 32,
        "format": "docx",
        "title": "Report",
        "characters": 4_000,
        "findings": tuple(finding(number) for number in range(count)),
        "profile": "classic",
        "profile_digest": "cd" * 32,
    }
    store.add_result(sweep_id, FileResult(**(values | changes)))  # type: ignore[arg-type]
    store.finish_sweep(sweep_id)
    return sweep_id
