"""Every combination of live header slots of Word sections, against a resolver of the test's own."""

from itertools import product
from pathlib import Path

import pytest

from tests.core.markings.audited import missing_banners, two_sections


def _expected(
    section: int, variant: str, references: dict[tuple[int, str], str], *, title: list[bool], even: bool
) -> str | None:
    """Resolve a header as the standard words it, section by section backwards. None: no page shows the slot."""
    if (variant == "first" and not title[section]) or (variant == "even" and not even):
        return None
    while section >= 0:
        if (section, variant) in references:
            return references[section, variant]
        section -= 1
    return ""


_STATES = ("absent", "blank", "banner")


@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("title", list(product([False, True], repeat=2)))
def test_every_combination_of_live_slots(tmp_path: Path, title: tuple[bool, bool], even: bool) -> None:
    """Two sections, three kinds of header, each absent, blank or with a banner.

    All 729 where every slot is live, a ninth of them where some are not.
    """
    for number, states in enumerate(product(_STATES, repeat=6)):
        if not (even and all(title)) and number % 9 != 4 * even + 2 * title[0] + title[1]:
            continue
        keys = list(product(range(2), ("first", "even", "default")))
        references = {key: state for key, state in zip(keys, states, strict=True) if state != "absent"}
        if "banner" not in references.values():
            continue
        document = two_sections(tmp_path / f"{number}.docx", references, title=title, even=even)
        shown = {
            (section, variant): _expected(section, variant, references, title=list(title), even=even)
            for section, variant in keys
        }
        blank = {key for key, state in shown.items() if state in ("", "blank")}
        if "banner" in shown.values():
            assert missing_banners(document) == blank, (states, title, even)


@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("title", list(product([False, True], repeat=2)))
def test_footers_are_resolved_like_headers(tmp_path: Path, title: tuple[bool, bool], even: bool) -> None:
    """A ninth of the combinations, shifted against those that headers are tried with."""
    keys = list(product(range(2), ("first", "even", "default")))
    for number, states in enumerate(product(_STATES, repeat=6)):
        references = {key: state for key, state in zip(keys, states, strict=True) if state != "absent"}
        if number % 9 != (4 * even + 2 * title[0] + title[1] + 5) % 9:
            continue
        shown = {key: _expected(*key, references, title=list(title), even=even) for key in keys}
        if "banner" in shown.values():
            path = tmp_path / f"{number}.docx"
            document = two_sections(path, references, title=title, even=even, edge="footer")
            blank = {key for key, state in shown.items() if state in ("", "blank")}
            assert missing_banners(document, "footer") == blank, (states, title, even)
