"""Where text lies on slides: by its own shape, its group, or the placeholder of a layout or master."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.documents.surfaces import surfaces
from stormdat_core.model.drawn import DrawnPage
from tests.powerpoint import Slide, group, linked, shape, table, tree, write_powerpoint

WIDE, HIGH = 9_144_000, 6_858_000


def at(x: float, y: float, wide: float, high: float, name: str = "a:xfrm", inner: str = "") -> str:
    """Return the place of a shape in parts of the slide."""
    return (
        f'<{name}><a:off x="{round(x * WIDE)}" y="{round(y * HIGH)}"/>'
        f'<a:ext cx="{round(wide * WIDE)}" cy="{round(high * HIGH)}"/>{inner}</{name}>'
    )


def placed(text: str, place: str, placeholder: str = "", index: str = "") -> str:
    made = shape(text, placeholder=placeholder).replace("<p:txBody>", f"<p:spPr>{place}</p:spPr><p:txBody>")
    return made.replace('<p:ph type="', f'<p:ph idx="{index}" type="') if index else made


def boxes(path: Path) -> dict[str, tuple[int, ...]]:
    document = documents.read(path)
    pages = surfaces(document, Limits())
    assert all(isinstance(page, DrawnPage) for page in pages)
    return {document.blocks[block].text: tuple(box) for page in pages for block, *box in page.placed}


def test_a_shape_lies_where_it_says_also_in_groups_and_tables(tmp_path: Path) -> None:
    inner = f'<a:chOff x="0" y="0"/><a:chExt cx="{WIDE}" cy="{HIGH}"/>'
    half = f"<p:grpSpPr>{at(0.5, 0.5, 0.5, 0.5, inner=inner)}</p:grpSpPr>"
    grouped = group(half, placed("In a group", at(0.5, 0, 0.5, 0.5)))
    cells = table(("One", "Two")).replace("<a:graphic>", at(0.1, 0.6, 0.3, 0.2, "p:xfrm") + "<a:graphic>")
    path = write_powerpoint(
        tmp_path / "a.pptx", Slide(placed("Plain", at(0.25, 0.5, 0.5, 0.25)) + grouped + cells)
    )
    found = boxes(path)
    assert found["Plain"] == (2500, 5000, 5000, 2500)
    assert found["In a group"] == (7500, 5000, 2500, 2500)
    assert found["One"] == found["Two"] == (1000, 6000, 3000, 2000)


def test_a_placeholder_lies_where_the_layout_or_the_master_says(tmp_path: Path) -> None:
    layout = tree("p:sldLayout", placed("Click", at(0.1, 0.1, 0.4, 0.4), "body", "7"))
    master = tree("p:sldMaster", placed("Title", at(0.2, 0, 0.6, 0.2), "title"))
    path = write_powerpoint(
        tmp_path / "a.pptx",
        Slide(
            placed("A title", "", "ctrTitle") + placed("A body", "", "body", "7") + shape("Nowhere"),
            links={"rId1": ("slideLayout", "ppt/slideLayouts/l.xml")},
        ),
        parts={
            "ppt/slideLayouts/l.xml": linked(layout, rId1=("slideMaster", "ppt/slideMasters/m.xml")),
            "ppt/slideMasters/m.xml": master,
        },
    )
    assert boxes(path) == {"A title": (2000, 0, 6000, 2000), "A body": (1000, 1000, 4000, 4000)}


def test_what_lies_outside_or_has_no_size_stays_on_the_slide(tmp_path: Path) -> None:
    far, none = placed("Far", at(5, -5, 2, 2)), placed("None", at(0.5, 0.5, 0, 0))
    huge = placed("Huge", '<a:xfrm><a:off x="99999999999999999999" y="1"/><a:ext cx="-5" cy="x"/></a:xfrm>')
    found = boxes(write_powerpoint(tmp_path / "a.pptx", Slide(far + none + huge)))
    assert "Huge" not in found
    assert found.keys() == {"Far", "None"}
    for left, top, wide, high in found.values():
        assert 0 <= left < left + wide <= 10_000
        assert 0 <= top < top + high <= 10_000
        assert min(wide, high) > 0


@pytest.mark.parametrize(
    ("depth", "group_at", "inner"),
    [
        (
            40,
            '<a:off x="0" y="0"/><a:ext cx="{0}" cy="{0}"/>',
            '<a:chOff x="0" y="0"/><a:chExt cx="1" cy="1"/>',
        ),
        (
            30,
            '<a:off x="{0}" y="-{0}"/><a:ext cx="{0}" cy="-{0}"/>',
            '<a:chOff x="{0}" y="5"/><a:chExt cx="1" cy="1"/>',
        ),
        (3, '<a:off x="0" y="0"/><a:ext cx="{0}" cy="0"/>', '<a:chOff x="0" y="0"/><a:chExt cx="1" cy="1"/>'),
    ],
)
def test_groups_scaled_beyond_all_numbers_leave_the_slide_with_its_text(
    tmp_path: Path, depth: int, group_at: str, inner: str
) -> None:
    properties = f"<p:grpSpPr><a:xfrm>{group_at}{inner}</a:xfrm></p:grpSpPr>".format(10**12)
    nested = placed("Deep", at(0, 0, 0.1, 0.1))
    for _ in range(depth):
        nested = group(properties, nested)
    path = write_powerpoint(tmp_path / "a.pptx", Slide(placed("Plain", at(0.25, 0.5, 0.5, 0.25)) + nested))
    assert boxes(path) == {"Plain": (2500, 5000, 5000, 2500)}
    assert [page.blocks for page in surfaces(documents.read(path), Limits())] == [2]


def test_groups_nested_deeply_at_their_size_keep_their_places(tmp_path: Path) -> None:
    inner = f'<a:chOff x="0" y="0"/><a:chExt cx="{WIDE}" cy="{HIGH}"/>'
    nested = placed("Deep", at(0.25, 0.5, 0.5, 0.25))
    for _ in range(60):
        nested = group(f"<p:grpSpPr>{at(0, 0, 1, 1, inner=inner)}</p:grpSpPr>", nested)
    path = write_powerpoint(tmp_path / "a.pptx", Slide(nested))
    assert boxes(path) == {"Deep": (2500, 5000, 5000, 2500)}


def test_no_mistake_with_places_keeps_a_slide_from_being_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("places")

    path = write_powerpoint(tmp_path / "a.pptx", Slide(placed("Plain", at(0.25, 0.5, 0.5, 0.25))))
    monkeypatch.setattr("stormdat_core.documents.surfaces.placed", fails)
    [page] = surfaces(documents.read(path), Limits())
    assert (page.blocks, page.placed) == (1, ())
    monkeypatch.setattr("stormdat_core.documents.surfaces.groupby", fails)
    assert surfaces(documents.read(path), Limits()) == ()


def test_findings_do_not_hang_on_places(tmp_path: Path) -> None:
    with_place = write_powerpoint(tmp_path / "a.pptx", Slide(placed("Plain", at(0.25, 0.5, 0.5, 0.25))))
    without = write_powerpoint(tmp_path / "b.pptx", Slide(placed("Plain", "")))
    assert documents.read(with_place).blocks == documents.read(without).blocks
