"""Texts in findings: kept case-folded beside them, and sought by SQLite itself."""

from sqlalchemy import CTE, func, literal, select

from stormdat_core.store.database.columns import Exact
from stormdat_core.store.database.tables import SEARCHED


def holding(sweep_id: int, text: str) -> CTE:
    """Return the findings that hold a text, sought once for all that is asked of them."""
    wanted, held = folded(text), SEARCHED.c.text
    holds = (
        held.op("GLOB")(literal(_pattern(wanted), Exact()))
        if _is_unicode(wanted)
        else func.stormdat_contains(literal(wanted, Exact()), held) == 1
    )
    return select(SEARCHED.c.finding_id).where(SEARCHED.c.sweep_id == sweep_id, holds).cte("holding")


def folded(*texts: str) -> str:
    """Return texts as they are searched: no capitals, and nothing that ends a text for SQLite."""
    return "\x1f".join(texts).casefold().replace("\0", " ")


def _pattern(text: str) -> str:
    """Return the pattern for what holds a text as it is."""
    return "*" + "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text) + "*"


def _is_unicode(text: str) -> bool:
    """Return False for what SQLite's own functions cannot tell apart: parts of names that are not UTF-8."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
