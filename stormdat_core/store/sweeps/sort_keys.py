"""What findings are sorted by, made once when they are stored: the order of `model.ordering` as two values.

Both rise: the smaller stands first. A pair of them is unique in a sweep, so a window can begin behind any.
"""

from stormdat_core.model import Finding

_MANY = 999_999
_WHOLE = 0xFFFFFFFF


def importance(finding: Finding) -> int:
    """Return what sorts by severity, certainty and number of other places, the most important first."""
    level = int(finding.severity) * 10 + int(finding.certainty)
    return -(level * (_MANY + 1) + min(len(finding.evidence), _MANY))


def position(file: int, number: int, finding: Finding) -> str:
    """Return what sorts by file, then place; what is about a whole document stands last in it.

    Args:
        file: place of the file in the sweep.
        number: of the finding in its file.
        finding: the finding.
    """
    block = _WHOLE if finding.where.block < 0 else min(finding.where.block, _WHOLE - 1)
    start = min(max(finding.where.start, 0), _WHOLE)
    return f"{file:08x}{block:08x}{start:08x}{number:08x}"
