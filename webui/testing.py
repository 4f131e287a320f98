"""For the tests of plug-ins that bring pages: the suite that every feature has to pass."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from flask.testing import FlaskClient

from stormdat_core.paths import AppPaths
from stormdat_core.plugins import Offer
from stormdat_core.plugins.entries import FEATURES, Entry
from stormdat_core.services import Services
from webui import features
from webui.app import create_app
from webui.config import TESTING
from webui.feature import Feature

_KEY = "key-of-a-test"
_BASE = "http://127.0.0.1:5000"


class FeatureSuite:
    """Inherit, and give `feature`."""

    feature: ClassVar[Feature]
    base: ClassVar[str] = _BASE

    def test_it_can_be_let_in(self) -> None:
        """The door takes it."""
        assert features.classified(self.feature) is self.feature

    def test_its_page_is_shown(self) -> None:
        """The sidebar leads to it on every page."""
        with self.visitor() as visitor:
            address = self.feature.prefix or f"/{self.feature.id}"
            assert f'href="{address}' in visitor.get("/", base_url=_BASE).get_data(as_text=True)
            answer = visitor.get(address, base_url=_BASE)
            assert answer.status_code == 200
            page = answer.get_data(as_text=True)
            assert "<script>" not in page, "Scripts within a page are not run; put them into a file."
            assert "style=" not in page, "Styles within a page are not obeyed; put them into a file."

    def test_nobody_comes_in_without_the_key(self) -> None:
        """It opens no door of its own."""
        with self.visitor(enter=False) as visitor:
            answer = visitor.get(self.feature.prefix or f"/{self.feature.id}", base_url=_BASE)
            assert answer.status_code == 401

    @contextmanager
    def visitor(self, *, enter: bool = True) -> Iterator[FlaskClient]:
        """Yield who looks at the pages, with the key unless `enter` is False."""
        offer = Offer(self.feature, Entry(FEATURES, "tested", "tested:feature"))
        with (
            tempfile.TemporaryDirectory() as folder,
            Services(AppPaths.below(Path(folder))) as services,
            features.DOOR.with_offer(offer),
        ):
            client = create_app(TESTING, services, launch_key=_KEY).test_client()
            if enter:
                assert client.get(f"/launch/{_KEY}", base_url=_BASE).status_code in (302, 303)
            yield client
