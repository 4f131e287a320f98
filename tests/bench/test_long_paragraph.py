"""One paragraph of megabytes costs no more for each sentence than a short one.

python build_scripts/dev.py test -m soak -k long_paragraph -s
"""

from pathlib import Path

import pytest

from stormdat_core.sweep import check_file
from tests.bench.measure import best
from tests.word import paragraph, run, write_word

pytestmark = pytest.mark.soak
_SENTENCE = "The pump of the Test Readiness Review (TRR) was tested  again by the QRS, as the report on valve {} says. "
SIZES = (3_000, 24_000)
"""Sentences."""
MOST = 1.5
"""How much dearer a sentence may be in the longer one; where each looks through all of the text it is eight times."""


def test_a_sentence_of_a_long_paragraph_costs_as_much(tmp_path: Path) -> None:
    costs = []
    for size in SIZES:
        text = "".join(map(_SENTENCE.format, range(size)))
        path = write_word(tmp_path / f"{size}.docx", paragraph(run(text)))
        costs.append(best(lambda path=path: check_file(path), 2) / size)
        print(f"{size:7,} sentences: {costs[-1] * 1e6:6.0f} µs each")
    assert costs[1] / costs[0] < MOST
