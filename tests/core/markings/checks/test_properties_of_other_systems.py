"""What holds for every roll-up and every marking, also of other countries, NATO, CUI and the United Kingdom."""

from hypothesis import given, settings
from hypothesis import strategies as st

from stormdat_core.markings import Regime, check, roll_up
from stormdat_core.markings.model import Level, System
from stormdat_core.markings.reading import Content, content_of, parse
from stormdat_core.markings.rendering import render
from stormdat_core.markings.scheme import Scheme
from stormdat_core.model import Severity
from tests.core.markings.checks.test_properties import CODES, REGIMES, contents

CLASSIFIED = st.sampled_from([Level.C, Level.S, Level.TS])
FOREIGN = st.frozensets(st.sampled_from(["DEU", "GBR", "JPN"]), min_size=1, max_size=2)
RELEASED = st.one_of(st.none(), CODES.map(lambda codes: codes | {"USA"}))
CATEGORIES = st.frozensets(st.sampled_from(["SP-CTI", "SP-TAX", "PRVCY", "LEI"]), max_size=3)


@st.composite
def foreign(draw: st.DrawFn) -> Content:
    return Content(
        System.FOREIGN,
        draw(st.sampled_from([Level.R, Level.C, Level.S, Level.TS])),
        owners=draw(FOREIGN),
        release=draw(RELEASED),
    )


@st.composite
def joint(draw: st.DrawFn) -> Content:
    owners = draw(FOREIGN) | {"USA"}
    return Content(System.JOINT, draw(CLASSIFIED), owners=owners, release=draw(RELEASED))


@st.composite
def nato(draw: st.DrawFn) -> Content:
    level = draw(st.sampled_from([Level.U, Level.R, Level.C, Level.S, Level.TS]))
    activity = draw(st.sampled_from(["", "ISAF"])) if level is not Level.TS else ""
    atomal = frozenset({"ATOMAL"}) if level > Level.U and draw(st.booleans()) else frozenset()
    return Content(System.NATO, level, activity=activity, nato=atomal)


@st.composite
def cui(draw: st.DrawFn) -> Content:
    controls = draw(st.sampled_from([frozenset(), frozenset({"NOFORN"}), frozenset({"FEDCON"})]))
    return Content(System.CUI, Level.U, cui=True, categories=draw(CATEGORIES), controls=controls)


@st.composite
def british(draw: st.DrawFn) -> Content:
    level = draw(st.sampled_from([Level.U, Level.S, Level.TS]))
    controls = frozenset({"SENSITIVE"}) if level is Level.U and draw(st.booleans()) else frozenset()
    owners = frozenset({"UK"}) if draw(st.booleans()) else frozenset()
    return Content(System.UK, level, owners=owners, controls=controls)


OTHERS = st.one_of(foreign(), joint(), nato(), cui())
MIXED = st.lists(st.one_of(contents(), OTHERS), min_size=1, max_size=5)


def marks(portions: list[Content], regime: str) -> list[str]:
    return [render(content, "portion", Scheme(Regime(regime))) for content in portions]


@settings(deadline=None)
@given(OTHERS, st.sampled_from(["banner", "portion"]), st.sampled_from(["ic", "nara", "isoo"]))
def test_what_is_written_is_read_again(content: Content, kind: str, regime: str) -> None:
    text = render(content, kind, Scheme(Regime(regime)))  # type: ignore[arg-type]
    assert content_of(parse(text, kind, Scheme(Regime(regime)))) == content  # type: ignore[arg-type]


@settings(deadline=None)
@given(british())
def test_a_british_banner_is_read_again(content: Content) -> None:
    assert (
        content_of(parse(render(content, "banner", Scheme(Regime.UK)), "banner", Scheme(Regime.UK)))
        == content
    )


@settings(deadline=None)
@given(MIXED, REGIMES, st.randoms())
def test_a_roll_up_does_not_depend_on_order(portions: list[Content], regime: str, chance: object) -> None:
    texts = marks(portions, regime)
    other = sorted(texts, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert roll_up(texts, regime).banner == roll_up(other, regime).banner


@settings(deadline=None)
@given(st.lists(british(), min_size=1, max_size=4), st.randoms())
def test_a_british_roll_up_does_not_depend_on_order(portions: list[Content], chance: object) -> None:
    texts = [render(content, "portion", Scheme(Regime.UK)) for content in portions]
    other = sorted(texts, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert roll_up(texts, "uk").banner == roll_up(other, "uk").banner


@settings(deadline=None)
@given(MIXED, REGIMES)
def test_a_roll_up_rolled_up_is_itself(portions: list[Content], regime: str) -> None:
    first = roll_up(marks(portions, regime), regime)
    assert first.content is not None
    again = roll_up([render(first.content, "portion", Scheme(Regime(regime)))], regime)
    assert again.banner == first.banner


@settings(deadline=None)
@given(MIXED, REGIMES)
def test_a_banner_is_never_weaker_than_a_portion(portions: list[Content], regime: str) -> None:
    banner = roll_up(marks(portions, regime), regime).content
    assert banner is not None
    for portion in portions:
        level = Level.C if portion.level is Level.R and banner.system is System.US else portion.level
        assert banner.level >= level
        assert banner.noforn or not portion.noforn
        assert banner.sci >= portion.sci
        if portion.system is System.FOREIGN and banner.system is System.US:
            assert banner.fgi is not None
            assert not banner.fgi or banner.fgi >= portion.owners


@settings(deadline=None)
@given(st.one_of(OTHERS, contents()), st.sampled_from(["banner", "portion"]), REGIMES)
def test_a_correction_is_clean(content: Content, kind: str, regime: str) -> None:
    text = render(content, kind, Scheme(Regime(regime))).lower()  # type: ignore[arg-type]
    for fault in check(text, kind, regime):  # type: ignore[arg-type]
        if fault.correction is not None:
            left = check(fault.correction, kind, regime)  # type: ignore[arg-type]
            assert all(other.severity is Severity.INFO for other in left)
