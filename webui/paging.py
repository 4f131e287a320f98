"""From one window of a long list to the next: addresses that stay right while rows come and go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from stormdat_core.store import Page
from webui.requests import LARGEST, number


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a window is in its list, and the addresses of its neighbours; empty where there is none."""

    page: int
    pages: int
    earlier: str
    later: str

    @classmethod
    def of(cls, shown: Page[Any], size: int, key: Callable[[Any], int], address: Callable[..., str]) -> Self:
        """Return the pager of a window.

        Args:
            shown: the window.
            size: rows of a whole window.
            key: what tells a row from the others, as in `windows.Window`.
            address: makes that of a window from `after` or `before`, and that of the first from nothing.
        """
        pages = max(1, -(-shown.total // size))
        earlier = ""
        if shown.first:
            near = shown.first <= size or not shown.items
            earlier = address() if near else address(before=key(shown.items[0]))
        later = address(after=key(shown.items[-1])) if shown.items and shown.more else ""
        return cls(min(shown.first // size + 1, pages), pages, earlier, later)


def asked(size: int) -> dict[str, Any]:
    """Return which window of a list the request is about, as the library takes it."""
    page = number("page", 1, 1, 10**7)
    return {"limit": size, "offset": (page - 1) * size, "after": _key("after"), "before": _key("before")}


def _key(name: str) -> int | None:
    found = number(name, -1, -1, LARGEST)
    return None if found < 0 else found
