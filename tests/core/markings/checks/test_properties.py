"""What holds for every marking, not only for those somebody thought of."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdat_core.markings import Regime, check, roll_up
from stormdat_core.markings.model import Level, System
from stormdat_core.markings.reading import Content, content_of, parse
from stormdat_core.markings.rendering import render
from stormdat_core.markings.rollup.release import expanded
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import shipped_vocabulary
from stormdat_core.model import Severity

REGIMES = st.sampled_from(["ic", "dod", "nara", "isoo"])
CODES = st.frozensets(
    st.sampled_from(["AUS", "CAN", "DEU", "GBR", "JPN", "FVEY", "ACGU", "NATO"]), min_size=1
)
_SCI = st.frozensets(
    st.sampled_from(
        [("SI",), ("TK",), ("SI", "ABC"), ("SI", "G"), ("SI", "G", "WXYZ"), ("TK", "BLFH"), ("QRS",)]
    ),
    max_size=4,
).map(lambda paths: paths | {path[:1] for path in paths} | {path[:2] for path in paths if len(path) > 2})
_RELEASE = st.one_of(
    st.just({}),
    st.just({"controls": frozenset({"NOFORN"})}),
    st.just({"controls": frozenset({"RELIDO"})}),
    CODES.map(lambda codes: {"release": codes | {"USA"}}),
    CODES.map(lambda codes: {"display": codes}),
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Return what a US portion may say."""
    level = draw(st.sampled_from([Level.U, Level.C, Level.S, Level.TS]))
    release = dict(draw(_RELEASE))
    controls = draw(st.frozensets(st.sampled_from(["ORCON", "PROPIN", "FISA", "DSEN"]), max_size=2))
    release["controls"] = release.get("controls", frozenset()) | controls
    if level is Level.U:
        non_ic = draw(
            st.frozensets(st.sampled_from(["LES", "SSI", "LIMDIS", "SBU NOFORN", "LES NOFORN"]), max_size=1)
        )
        return Content(System.US, level, non_ic=non_ic, **release)
    return Content(
        System.US,
        level,
        sci=draw(_SCI),
        atomic=draw(
            st.sampled_from([frozenset(), frozenset({"RD"}), frozenset({"FRD"}), frozenset({"TFNI"})])
        ),
        fgi=draw(st.sampled_from([None, frozenset(), frozenset({"DEU"}), frozenset({"CAN", "GBR"})])),
        non_ic=draw(st.frozensets(st.sampled_from(["LES", "SSI", "EXDIS", "NODIS"]), max_size=1)),
        **release,
    )


@settings(deadline=None)
@given(contents(), st.sampled_from(["banner", "portion"]), REGIMES)
def test_what_is_written_is_read_again(content: Content, kind: str, regime: str) -> None:
    text = render(content, kind, Scheme(Regime(regime)))  # type: ignore[arg-type]
    assert content_of(parse(text, kind, Scheme(Regime(regime)))) == content  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.lists(contents(), min_size=1, max_size=5), REGIMES, st.randoms())
def test_a_roll_up_does_not_depend_on_order(portions: list[Content], regime: str, shuffled: object) -> None:
    marks = [render(content, "portion", Scheme(Regime(regime))) for content in portions]
    other = sorted(marks, key=lambda mark: shuffled.random())  # type: ignore[attr-defined]
    assert roll_up(marks, regime).banner == roll_up(other, regime).banner


@settings(deadline=None)
@given(st.lists(contents(), min_size=1, max_size=5), REGIMES)
def test_a_roll_up_rolled_up_is_itself(portions: list[Content], regime: str) -> None:
    first = roll_up([render(content, "portion", Scheme(Regime(regime))) for content in portions], regime)
    assert first.content is not None
    assert roll_up([render(first.content, "portion", Scheme(Regime(regime)))], regime).banner == first.banner


@settings(deadline=None)
@given(st.lists(contents(), min_size=1, max_size=5), REGIMES)
def test_a_banner_is_never_weaker_than_a_portion(portions: list[Content], regime: str) -> None:
    banner = roll_up(
        [render(content, "portion", Scheme(Regime(regime))) for content in portions], regime
    ).content
    assert banner is not None
    for portion in portions:
        assert banner.level >= portion.level
        assert banner.sci >= portion.sci
        assert banner.noforn or not portion.noforn
        assert portion.fgi is None or banner.fgi is not None
        assert banner.controls >= portion.controls & {"ORCON", "PROPIN", "FISA", "DSEN"}
        if banner.release and portion.classified:
            assert portion.release is not None
            assert expanded(banner.release, shipped_vocabulary()) <= expanded(
                portion.release, shipped_vocabulary()
            )


@settings(deadline=None)
@given(
    contents(),
    st.sampled_from(["banner", "portion"]),
    REGIMES,
    st.sampled_from(
        [str.lower, lambda t: t.replace("//", " // "), lambda t: t.replace(", ", ","), lambda t: t + "/"]
    ),
)
def test_a_correction_is_right(content: Content, kind: str, regime: str, spoil: object) -> None:
    text = spoil(render(content, kind, Scheme(Regime(regime))))  # type: ignore[arg-type, operator]
    for fault in check(text, kind, regime):  # type: ignore[arg-type]
        if fault.correction is not None:
            left = check(fault.correction, kind, regime)  # type: ignore[arg-type]
            assert all(other.severity is Severity.INFO and other.rule != fault.rule for other in left)


@pytest.mark.parametrize(
    ("wrong", "kind", "regime", "right"),
    [
        ("Secret // noforn", "banner", "dod", "SECRET//NOFORN"),
        ("SECRET//NF", "banner", "ic", "SECRET//NOFORN"),
        ("(S//NOFORN)", "portion", "ic", "(S//NF)"),
        ("S//NF", "portion", "dod", "(S//NF)"),
        ("TS//SI//NF", "banner", "ic", "TOP SECRET//SI//NOFORN"),
        ("SECRET//NOFORN//TK", "banner", "ic", "SECRET//TK//NOFORN"),
        ("SECRET//REL TO USA,NATO,GBR", "banner", "dod", "SECRET//REL TO USA, GBR, NATO"),
        ("UNCLASSIFIED//CUI", "banner", "dod", "CUI"),
        ("CUI//PRVCY/SP-CTI", "banner", "nara", "CUI//SP-CTI/PRVCY"),
        ("NATO SECRET", "banner", "dod", "//NATO SECRET"),
        ("TOP SECRET//SI GAMMA//ORCON/NOFORN", "banner", "ic", "TOP SECRET//SI-G//ORCON/NOFORN"),
    ],
)
def test_corrections(wrong: str, kind: str, regime: str, right: str) -> None:
    faults = check(wrong, kind, regime)  # type: ignore[arg-type]
    assert faults
    assert {fault.correction for fault in faults} == {right}


@pytest.mark.parametrize(
    "text", ["SECRET//REL TO GBR", "SECRET//REL TO USA", "SECRET//WAIVED", "//DEU", "SECRT"]
)
def test_no_correction_where_a_person_must_decide(text: str) -> None:
    faults = check(text, "banner", "dod")
    assert faults
    assert {fault.correction for fault in faults} == {None}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("STUC/()-, RELNOFORNCUI\u00a0\u0430\u2011Ⅳﬁßı\u200b"), max_size=60))
def test_no_text_breaks_it_and_places_are_inside(text: str) -> None:
    for kind in ("banner", "portion"):
        for regime in Regime:
            for fault in check(text, kind, regime):  # type: ignore[arg-type]
                assert 0 <= fault.start <= fault.end <= len(text)


def test_a_fault_is_where_it_stands_in_the_text_as_written() -> None:
    text = "  S\u0415CRET\u200b//NF"
    (form,) = (f for f in check(text, "banner", "dod") if f.rule == "MRK-FORM-PORTION-IN-BANNER")
    assert text[form.start : form.end] == "NF"
    (odd,) = (f for f in check(text, "banner", "dod") if f.rule == "MRK-CHAR-LOOKALIKE")
    assert text[odd.start : odd.end] == "\u0415"


@pytest.mark.parametrize(
    "unit", ["/", "//", "(", "()", "С", "S//", "AB/", "REL TO USA, ", "A-B C-", "SI-ABC "]
)
def test_hostile_texts_cost_linear_time(unit: str) -> None:
    """The longest text that is still parsed, and one that is refused for its length."""
    for size, most in ((3_900, 2.0), (100_000, 0.5)):
        text = ("SECRET//" + unit * size)[:size]
        started = time.process_time()
        for kind in ("banner", "portion"):
            check(text, kind)  # type: ignore[arg-type]
        assert time.process_time() - started < most


@settings(deadline=None)
@given(st.lists(CODES, min_size=2, max_size=4), st.sampled_from(["ic", "dod"]))
def test_a_release_list_is_common_to_all_portions(lists: list[frozenset[str]], regime: str) -> None:
    portions = [Content(System.US, Level.S, release=codes | {"USA"}) for codes in lists]
    banner = roll_up(
        [render(content, "portion", Scheme(Regime(regime))) for content in portions], regime
    ).content
    assert banner is not None
    common = frozenset.intersection(*(expanded(codes | {"USA"}, shipped_vocabulary()) for codes in lists))
    if common - {"USA", "FVEY", "ACGU"}:
        assert banner.release is not None
        assert expanded(banner.release, shipped_vocabulary()) - {"FVEY", "ACGU"} == common - {"FVEY", "ACGU"}
    else:
        assert banner.release is None
        assert banner.noforn is (regime == "ic")


@settings(deadline=None)
@given(st.permutations(["(//JOINT S)", "(//JOINT S CAN USA)", "(//JOINT S DEU USA)", "(//JOINT S)"]))
def test_joint_portions_in_any_order(marks: list[str]) -> None:
    assert roll_up(marks, "dod").banner == "SECRET//FGI CAN DEU"
