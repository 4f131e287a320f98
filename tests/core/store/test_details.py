"""What is kept of a file beside its findings comes back as it was, or not at all."""

import json
import logging
from typing import Any

import pytest

from stormdat_core.model import AcronymMatrix, FileResult, SuppressedForms
from stormdat_core.records import as_value, brief
from stormdat_core.store import Store
from stormdat_core.store.sweeps.details import KINDS
from tests.core.store.conftest import Chance, file_result
from tests.core.store.test_store import REQUEST

MATRIX = AcronymMatrix(suppressed=(SuppressedForms("SUP-ROMAN", 3, (("II", 2), ("IV", 1))),))


def test_every_kind_is_a_field_of_a_result() -> None:
    assert KINDS.keys() <= FileResult.__dataclass_fields__.keys()


@pytest.mark.parametrize("seed", range(40))
def test_a_matrix_survives_the_way_through_json(seed: int) -> None:
    given = Chance(seed).matrix()
    got = as_value(AcronymMatrix, json.loads(json.dumps(brief(given), ensure_ascii=False)))
    assert got == given
    assert repr(got) == repr(given)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param([], id="no object"),
        pytest.param({"colour": "red"}, id="unknown field"),
        pytest.param({"more": "3"}, id="text for a number"),
        pytest.param({"more": True}, id="truth for a number"),
        pytest.param({"lists": "abc"}, id="text for a list"),
        pytest.param({"suppressed": [{"id": "SUP-ROMAN"}]}, id="field missing"),
        pytest.param({"left_out": [["contents", 1, 2]]}, id="pair of three"),
        pytest.param({"rows": [{"standing": "odd"}]}, id="unknown standing"),
    ],
)
def test_what_another_version_wrote_counts_as_not_kept(
    store: Store, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    file_id = store.add_result(sweep_id, file_result(acronyms=MATRIX))
    assert store.acronyms(file_id) == MATRIX
    with store._write() as connection:
        connection.exec_driver_sql("UPDATE details SET body = ?", (json.dumps(body),))
    with caplog.at_level(logging.WARNING):
        assert store.acronyms(file_id) is None
        assert store.result(file_id) == file_result()
    assert "another version" in caplog.text


def test_what_was_not_kept_is_none(store: Store) -> None:
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    assert store.acronyms(store.add_result(sweep_id, file_result())) is None
    assert store.acronyms(99) is None


def test_a_result_that_is_used_again_brings_its_details(store: Store) -> None:
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    given = file_result(acronyms=MATRIX)
    store.add_result(sweep_id, given)
    assert store.cached_result(given.sha256, given.profile_digest, (), "1") == given
