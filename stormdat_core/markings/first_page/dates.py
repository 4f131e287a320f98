"""Dates as documents write them, read into calendar dates."""

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = f"(?P<name>{'|'.join(_MONTHS)})"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<dash>-?)(?P<month>[01]\d)(?P=dash)(?P<day>[0-3]\d)(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})[ -]{_NAME}[a-z]*\.?,?[ -](?P<year>(?:19|20)\d\d)(?!\d)",
        rf"\b{_NAME}[a-z]*\.? (?P<day>\d{{1,2}}), (?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"\b{_NAME}[a-z]*\.? (?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
"""In the order of how sure they are. A date between slashes is read as month, day, year."""


def read_date(text: str) -> date | None:
    """Return the first date in a text, None when it holds none; a month alone is its first day."""
    return next(_dates(text), None)


def _dates(text: str) -> Iterator[date]:
    for form in _FORMS:
        for match in form.finditer(text):
            found = _date(match.groupdict())
            if found is not None:
                yield found


def _date(groups: dict[str, str]) -> date | None:
    name = groups.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(groups["month"])
    try:
        return date(int(groups["year"]), month, int(groups.get("day", "1")))
    except ValueError:
        return None


def years_after(start: date, years: int) -> date:
    """Return the same day `years` later; of 29 February, 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
