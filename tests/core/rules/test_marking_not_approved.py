import pytest

from stormdat_core.markings.banner_lines import normal
from stormdat_core.model import BlockKind
from stormdat_core.rules.markings import NotApproved
from tests.rules import document, found, marked


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("«SECRET//EYES ONLY»", id="not in the list"),
        pytest.param("«UNCLASSIFIED//INTERNAL»\tPage 3", id="before a tab"),
        pytest.param("Report 7\n«CONFIDENTIAL//X»", id="on a second line"),
        pytest.param("«Controlled Unclassified Information»", id="a level alone in any case"),
        pytest.param("secret // noforn", id="approved whatever case and spacing"),
        pytest.param("UNCLASSIFIED", id="approved"),
        pytest.param("Confidential draft of the report", id="a title is not a marking"),
        pytest.param("Secretary of the Navy", id="a word that begins alike"),
        pytest.param("Test report, page 2", id="ordinary header"),
    ],
)
def test_header_markings(header: str) -> None:
    text, expected = marked(header, kind=BlockKind.HEADER)
    assert found(NotApproved(), text) == expected


def test_one_finding_for_one_marking(tmp_path: object) -> None:
    text = document("SECRET//X", "secret //x", kind=BlockKind.FOOTER)
    assert len(found(NotApproved(), text)) == 1


def test_the_body_is_not_looked_at() -> None:
    assert found(NotApproved(), document("SECRET//EYES ONLY")) == []


def test_the_form_markings_are_compared_by() -> None:
    assert normal(" - Secret // NoForn - ") == "SECRET//NOFORN"
