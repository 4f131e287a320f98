"""The rules that markings are read by go from function to function as one value."""

from pathlib import Path

from stormdat_core.markings import Regime
from stormdat_core.markings.audit import audit_document, marking_audit
from stormdat_core.markings.portion_marks import read_mark
from stormdat_core.markings.scheme import Markings, Scheme
from stormdat_core.markings.vocabulary import SiteCode
from tests.core.markings.audited import secret, word

_WORDS = (SiteCode(kind="non-ic", word="SITENON", portion="SN"),)
_HOUSE = Markings(regime=Regime.IC, codes=_WORDS, mixed_release="level")


def test_another_family_keeps_what_the_house_has_settled() -> None:
    here = _HOUSE.scheme()
    there = here.in_regime(Regime.DOD)
    assert (there.regime, there.policy, there.vocabulary) == (Regime.DOD, here.policy, here.vocabulary)
    assert here.in_regime(Regime.IC) is here


def test_markings_are_read_as_the_dods_until_a_family_is_known() -> None:
    assert Scheme(Regime.AUTO).to_read_by.regime is Regime.DOD
    assert Scheme(Regime.NATO).to_read_by.regime is Regime.NATO


def test_options_of_the_same_words_share_their_vocabulary() -> None:
    assert _HOUSE.scheme().vocabulary is _HOUSE.model_copy(update={"repeat_sar": True}).scheme().vocabulary
    assert Markings().scheme().vocabulary is Scheme().vocabulary


def test_a_mark_is_read_with_the_words_of_its_scheme() -> None:
    house, usual = _HOUSE.scheme(), Scheme(Regime.IC)
    for _ in range(2):  # the second time from the cache
        with_words, without = read_mark("(S//NF//SN)", house), read_mark("(S//NF//SN)", usual)
        assert with_words is not None
        assert with_words.non_ic == {"SITENON"}
        assert without is None or not without.non_ic


def test_what_a_house_settled_has_no_part_in_reading() -> None:
    one, other = (Markings(mixed_release=each).scheme() for each in ("level", "noforn"))
    assert read_mark("(S//REL TO USA, GBR)", one) is read_mark("(S//REL TO USA, GBR)", other)


def test_an_audit_keeps_its_scheme_whatever_is_audited_after_it(tmp_path: Path) -> None:
    document = word(tmp_path, secret("(S//REL TO USA, GBR) The seal did not hold."))
    settled = audit_document(document, _HOUSE)
    usual = audit_document(document, Markings(regime=Regime.IC))
    banners = [marking_audit(each, ()).rolled[0].banner for each in (settled, usual)]
    assert banners == ["SECRET", "SECRET//NOFORN"]
