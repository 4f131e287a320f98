"""Text of diagrams and charts: one of two renderings, and things where they stand."""

import pytest

from stormdat_core.documents.office.drawing import drawing_paragraphs
from stormdat_core.model import OBJECT
from tests.powerpoint import NAMESPACES


def paragraphs(body: str) -> list[str]:
    return drawing_paragraphs(f"<x {NAMESPACES}>{body}</x>".encode(), "part", "file")


def line(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


@pytest.mark.parametrize(("requires", "expected"), [("a", ["new", "x"]), ("zz", ["old", "x"])])
def test_one_of_two_renderings_is_read(requires: str, expected: list[str]) -> None:
    choice = f"<mc:Choice Requires='{requires}' xmlns:zz='urn:x'>{line('new')}</mc:Choice>"
    body = f"<mc:AlternateContent>{choice}<mc:Fallback>{line('old')}</mc:Fallback></mc:AlternateContent>"
    assert paragraphs(body + line("x")) == expected


def test_an_equation_is_a_thing() -> None:
    text = "<a:r><a:t>a </a:t></a:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><a:r><a:t> b</a:t></a:r>"
    assert paragraphs(f"<a:p>{text}</a:p><a:p><m:oMath/></a:p>") == [f"a {OBJECT} b"]
