"""Markup in more than one rendering, and markup that may be passed over (ECMA-376 part 3).

Of `mc:AlternateContent` the first choice is read whose namespaces are all understood, else its fallback.
"""

from collections.abc import Callable, Collection

from stormdat_core.documents.office.xmlparse import Attributes, attribute

_OFFICE = "http://schemas.microsoft.com/office/"
UNDERSTOOD = frozenset(
    {
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
        "urn:schemas-microsoft-com:office:powerpoint",
        "urn:schemas-microsoft-com:office:excel",
        *(
            f"{_OFFICE}word/{name}"
            for name in (
                "2006/wordml",
                "2010/wordml",
                "2010/wordprocessingCanvas",
                "2010/wordprocessingDrawing",
                "2010/wordprocessingGroup",
                "2010/wordprocessingInk",
                "2010/wordprocessingShape",
                "2012/wordml",
                "2012/wordprocessingDrawing",
                "2015/wordml/symex",
                "2016/wordml/cid",
                "2018/wordml",
                "2018/wordml/cex",
                "2020/wordml/sdtdatahash",
                "2023/wordml/word16du",
                "2024/wordml/sdtformatlock",
            )
        ),
        *(
            f"{_OFFICE}drawing/{name}"
            for name in (
                "2007/8/2/chart",
                "2008/diagram",
                "2010/chartDrawing",
                "2010/diagram",
                "2010/main",
                "2010/picture",
                "2010/slicer",
                "2012/chart",
                "2012/chartStyle",
                "2012/main",
                "2012/slicer",
                "2012/timeslicer",
                "2014/chart",
                "2014/chart/ac",
                "2014/chartex",
                "2014/main",
                "2015/06/chart",
                "2015/10/21/chartex",
                "2015/9/8/chartex",
                "2016/11/main",
                "2016/12/diagram",
                "2016/5/10/chartex",
                "2016/5/11/chartex",
                "2016/5/12/chartex",
                "2016/5/13/chartex",
                "2016/5/14/chartex",
                "2016/5/9/chartex",
                "2016/SVG/main",
                "2016/ink",
                "2017/03/chart",
                "2017/decorative",
                "2017/model3d",
                "2018/hyperlinkcolor",
            )
        ),
        *(
            f"{_OFFICE}powerpoint/{name}"
            for name in ("2010/main", "2012/main", "2015/09/main", "2015/main", "2018/8/main")
        ),
        *(
            f"{_OFFICE}{name}"
            for name in (
                "excel/2006/main",
                "excel/2010/spreadsheetDrawing",
                "spreadsheetml/2009/9/main",
                "spreadsheetml/2010/11/main",
                "thememl/2012/main",
            )
        ),
    }
)  # fmt: skip
"""Namespaces of which a choice is read: shapes, groups, ink, charts, slicers, emoji of newer versions.

What such a choice holds is read, or stands there as a thing, as its reader sees it in a current version. The
fallback of the newest ones is a notice that the version is too old, which no reader sees.
"""

_STANDARD = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
"""Beginnings of the namespaces of the standard itself, transitional and strict."""

Bound = Callable[[str], frozenset[str]]
"""Tells the namespaces of a prefix."""


class Alternates:
    """Which rendering is read of the alternatives that are open."""

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self._taken: list[bool] = []

    @property
    def depth(self) -> int:
        """How many alternatives are open."""
        return len(self._taken)

    def start(self, _: Attributes) -> None:
        self._taken.append(False)

    def end(self) -> None:
        if self._taken:
            self._taken.pop()

    def passes_choice(self, attributes: Attributes) -> bool:
        """Return whether a choice is to be passed over; the one that is not is taken."""
        if not self._taken:
            return False
        if self._taken[-1] or not self._understands(attribute(attributes, "Requires")):
            return True
        self._taken[-1] = True
        return False

    def passes_fallback(self) -> bool:
        """Return whether a fallback is to be passed over."""
        return bool(self._taken) and self._taken[-1]

    def _understands(self, requires: str) -> bool:
        prefixes = requires.split()
        return bool(prefixes) and all(understood(self._bound(prefix)) for prefix in prefixes)


def understood(namespaces: Collection[str]) -> bool:
    """Return whether all namespaces of a prefix are understood; one without any is not."""
    return bool(namespaces) and all(
        namespace in UNDERSTOOD or namespace.startswith(_STANDARD) for namespace in namespaces
    )


def ignorable(attributes: Attributes, bound: Bound) -> frozenset[str]:
    """Return the prefixes that an outermost element lets readers pass over, without those understood."""
    named = attribute(attributes, "mc:Ignorable").split()
    return frozenset(prefix for prefix in named if not understood(bound(prefix)))


def processed(attributes: Attributes) -> frozenset[str]:
    """Return the elements that are passed over, while what they hold is read: `zz:wrap`, `zz:*`."""
    return frozenset(attribute(attributes, "mc:ProcessContent").split())
