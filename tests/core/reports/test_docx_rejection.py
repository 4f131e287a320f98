"""What the bytes of a corrected part prove about its changes rejected, and what they must not prove."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.errors import OutputRefused
from stormdat_core.model import FileResult
from stormdat_core.reports.docx import fixed
from stormdat_core.reports.docx.fixed import FixedWord
from stormdat_core.reports.docx.proof.rejection import Changed, gives_back, regions
from stormdat_core.reports.docx.runs.split import Edit, Spliced
from tests.core.reports.test_fixed_docx import CONTEXT, dense, replaced
from tests.shared import needs_shared, real_documents
from tests.word import paragraph, run, write_word

OURS = (7, 8, 9)
DEL, INS = '<w:del w:id="7" w:author="S">{}</w:del>', '<w:ins w:id="8" w:author="S">{}</w:ins>'
CHANGE = '<w:rPrChange w:id="9" w:author="S"><w:rPr>{}</w:rPr></w:rPrChange>'
BEFORE, AFTER = "<w:p><w:r><w:t>left</w:t></w:r>", "<w:r><w:t>right</w:t></w:r></w:p>"


def struck(text: str, properties: str = "") -> str:
    return DEL.format(run(text, properties).replace("w:t>", "w:delText>").replace("w:t ", "w:delText "))


def proven(original: str, copy: str, ids: Sequence[int] = OURS) -> bool:
    """Return whether a run that became `copy` is proven to come back."""
    start, end = len(BEFORE.encode()), len((BEFORE + original).encode())
    grown = Changed(start, end, len(copy.encode()) - len(original.encode()))
    before, after = BEFORE + original + AFTER, BEFORE + copy + AFTER
    return gives_back(BytesIO(before.encode()), BytesIO(after.encode()), regions([grown]), ids)


BOLD = "<w:b/>"


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        pytest.param(run("a b c"), run("a ") + struck("b") + INS.format(run("x")) + run(" c"), id="replaced"),
        pytest.param(run("a b", BOLD), run("a ", BOLD) + INS.format(run("x", BOLD)) + run("b", BOLD), id="put-in"),
        pytest.param(run("a b"), run("a ") + run("b", f"<w:sz w:val='9'/>{CHANGE.format('')}"), id="look"),
        pytest.param(run("a b", BOLD), run("a b", f"<w:b/><w:sz w:val='9'/>{CHANGE.format(BOLD)}"), id="look-of-all"),
        pytest.param("<w:r w:rsidR='1'><w:t>a b</w:t></w:r>", f"<w:r w:rsidR='1'>{run('a ')[5:]}<w:r w:rsidR='1'>{run('b')[5:]}", id="tag"),
        pytest.param(run("a&#x20;&quot;b&apos; &amp;lt;"), run('a "') + run("b' &amp;lt;"), id="references"),
        pytest.param("<w:r><w:t>ab</w:t><w:tab/><w:t>é</w:t></w:r>", run("a") + "<w:r><w:t>b</w:t><w:tab/></w:r>" + struck("é"), id="tab"),
        pytest.param(run("a") + run("b", BOLD), struck("a") + struck("b", BOLD), id="two-runs"),
    ],
)  # fmt: skip
def test_split_runs_are_proven_to_come_back(original: str, copy: str) -> None:
    assert proven(original, copy)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        pytest.param(run("a b"), run("a ") + struck("x"), id="another-text"),
        pytest.param(run("a b"), run("a "), id="text-lost"),
        pytest.param(run("a b"), run("a b") + run("c"), id="text-put-in-untracked"),
        pytest.param(run("a b"), run("a ") + run("b", BOLD), id="look-untracked"),
        pytest.param(run("a", BOLD), run("a", f"<w:i/>{CHANGE.format('')}"), id="former-look-lost"),
        pytest.param(run("a b"), run("a b") + INS.replace("8", "5").format(run("c")), id="of-another"),
        pytest.param(run("a b"), run("a ") + DEL.replace("7", "5").format(run("b")), id="struck-by-another"),
        pytest.param(run("a b"), run("a b", f"<w:i/>{CHANGE.replace('9', '5').format('')}"), id="look-by-another"),
        pytest.param(run("a &#60;"), run("a ") + run("&amp;#60;"), id="reference-as-text"),
        pytest.param(run("a &lt;"), run("a &amp;lt;"), id="escaped-twice"),
        pytest.param(run("a") + "<w:bookmarkEnd w:id='1'/>", struck("a"), id="bookmark-lost"),
        pytest.param("<w:r><w:t>a</w:t><w:tab/></w:r>", struck("a"), id="tab-lost"),
        pytest.param("<w:r><w:t> a</w:t></w:r>", run(" a"), id="spaces-that-were-no-text"),
        pytest.param(run("a"), f"<!--{run('a')}-->{run('a')}", id="comment"),
        pytest.param(run("a"), run("a").replace("<w:r>", "<w:r xmlns:w='other'>"), id="another-namespace"),
        pytest.param(run("a"), run("a").replace("w:", "x:"), id="another-prefix"),
        pytest.param(run("a"), f"<w:ins w:id='8'>{run('b')}</w:del>{run('a')}", id="ends-otherwise"),
    ],
)  # fmt: skip
def test_what_differs_or_is_not_known_is_not_proven(original: str, copy: str) -> None:
    assert not proven(original, copy)


@pytest.mark.parametrize("side", [BEFORE, AFTER])
def test_a_byte_outside_of_the_changed_runs_counts(side: str) -> None:
    original = (BEFORE + run("a") + AFTER).encode()
    changed = regions([Changed(len(BEFORE), len(BEFORE + run("a")), 0)])
    assert gives_back(BytesIO(original), BytesIO(original), changed, ())
    spoilt = (BEFORE + run("a") + AFTER).replace(side, side.replace("t>", "t >", 1)).encode()
    assert len(spoilt) == len(original) + 1
    assert not gives_back(BytesIO(original), BytesIO(spoilt), changed, ())


def test_a_prefix_is_taken_as_it_is_written() -> None:
    original, copy = run("a b"), run("a ") + struck("b")
    given = [part.replace("w:", "ns.0:") for part in (original, copy)]
    assert proven(given[0], given[1])


def test_runs_that_touch_or_nest_make_one_region() -> None:
    given = [Changed(30, 40, 1), Changed(0, 10, 2), Changed(10, 20, 3), Changed(12, 15, 4)]
    assert list(regions(given)) == [0, 20, 9, 30, 40, 1]
    assert Changed.by(5, 9, [Edit(5, 5, b"abc"), Edit(6, 8, b"")]) == Changed(5, 9, 1)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect which copies are read with their changes rejected."""
    read: list[str] = []
    real = fixed._undone_differs

    def noted(*given: object) -> str:
        read.append("read")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(fixed, "_undone_differs", noted)
    return read


def test_a_copy_is_read_with_changes_rejected_only_where_its_bytes_prove_nothing(
    tmp_path: Path, readings: list[str]
) -> None:
    replaced(write_word(tmp_path / "d.docx", paragraph("an old word")), old="new")
    assert readings == []
    inserted = f"<w:p><w:ins w:id='1' w:author='A'>{run('an old word')}</w:ins></w:p>"
    copy, _ = replaced(write_word(tmp_path / "e.docx", inserted), old="new")
    assert readings == ["read"]
    assert copy.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b'preserve">old', b'preserve">odd'),
        lambda data: data.replace(b'preserve">old', b'preserve">'),
    ],
)
def test_edits_that_lose_text_are_not_proven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readings: list[str], spoil: Callable[[bytes], bytes]
) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("some old here"))
    real = fixed._spliced

    def spoilt(*given: object) -> Spliced:
        made = real(*given)  # type: ignore[arg-type]
        return Spliced(made.data, [Edit(e.start, e.end, spoil(e.data)) for e in made.edits])

    monkeypatch.setattr(fixed, "_spliced", spoilt)
    with pytest.raises(OutputRefused, match="with all changes rejected the text differs"):
        replaced(path, old="new")
    assert readings == ["read"]


@needs_shared
@pytest.mark.soak
def test_nearly_all_real_documents_are_proven_by_their_bytes(tmp_path: Path, readings: list[str]) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k proven_by_their_bytes -s."""
    paths = [path for path in real_documents() if path.stat().st_size < 1_000_000]
    for path in paths:
        document = documents.read(path)
        result = FileResult(path, document.sha256, "docx", findings=tuple(dense(document)))
        FixedWord().write(result, tmp_path / "copy.docx", CONTEXT)
        (tmp_path / "copy.docx").unlink()
    print(f"\n{len(paths) - len(readings)} of {len(paths)} proven")
    assert len(readings) <= len(paths) // 20
