"""Random nestings of Word's containers: the text, its order and its way back are kept."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from stormdat_core import documents
from stormdat_core.model import OBJECT
from tests.word import W, paragraph, run, write_word

words = st.text("abcdeXYZ &<é漢\u00a0'\"", min_size=1, max_size=8)
_WRAPPERS = ("hyperlink", "smartTag", "ins", "moveTo", "sdt", "fldSimple", "customXml")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _wrapped(inner: str, kind: str) -> str:
    if kind == "sdt":
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    extra = ' w:instr="AUTHOR"' if kind == "fldSimple" else ""
    return f"<w:{kind}{extra}>{inner}</w:{kind}>"


def _shown(text: str, kind: str) -> str:
    """Return what is read of a wrapper: a field without a result is one thing."""
    return text or (OBJECT if kind == "fldSimple" else "")


inline = st.recursive(
    st.builds(lambda text: (run(_escaped(text)), text), words)
    | st.builds(
        lambda text: (f"<w:del><w:r><w:delText>{_escaped(text)}</w:delText></w:r></w:del>", ""), words
    )
    | st.just(("<w:r><w:tab/></w:r>", "\t")),
    lambda inner: st.builds(
        lambda items, kind: (
            _wrapped("".join(x for x, _ in items), kind),
            _shown("".join(t for _, t in items), kind),
        ),
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(_WRAPPERS),
    ),
    max_leaves=12,
)
paragraphs = st.builds(
    lambda items: (f"<w:p>{''.join(x for x, _ in items)}</w:p>", ["".join(t for _, t in items)]),
    st.lists(inline, max_size=5),
)
blocks = st.recursive(
    paragraphs,
    lambda inner: (
        st.builds(
            lambda items: (
                f"<w:tbl><w:tr>{''.join(f'<w:tc>{x}</w:tc>' for x, _ in items)}</w:tr></w:tbl>",
                [t for _, texts in items for t in texts],
            ),
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(lambda item: (f"<w:sdt><w:sdtContent>{item[0]}</w:sdtContent></w:sdt>", item[1]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=4))
def test_text_order_and_offsets_are_kept(items: list[tuple[str, list[str]]]) -> None:
    body = "".join(xml for xml, _ in items)
    with tempfile.TemporaryDirectory() as folder:
        document = documents.read(write_word(Path(folder) / "d.docx", body + paragraph("end")))
    expected = [text for _, texts in items for text in texts if text]
    assert [block.text for block in document.blocks] == [*expected, "end"]
    tree = etree.fromstring(f'<w:body xmlns:w="{W}">{body}{paragraph("end")}</w:body>')
    runs = list(tree.iter(f"{{{W}}}r"))
    for block in document.blocks:
        for piece in block.runs:
            if piece.text == OBJECT:
                continue
            held = "".join("\t" if e.tag == f"{{{W}}}tab" else e.text or "" for e in runs[piece.source.run])
            assert held[piece.source.offset :].startswith(piece.text)
