"""What a house has settled of the points that the public rules leave open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stormdat_core.model import Severity

MOST_PROGRAMS = 4
"""Programs that a banner names one by one; public copies of the rule differ on the number."""


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Settled points. Empty and None leave a point to the regime."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """By rule id; None switches a rule off. A rule that a regime does not know is one there if it is here."""
    mixed_release: Literal["", "noforn", "level"] = ""
    """The banner where some portions are released and others say nothing: NOFORN, or the level alone."""
    most_programs: int = MOST_PROGRAMS
    repeat_sar: bool = False
    """Write `SAR-` before each program, not once before all."""
    cnwdi: Literal["", "N", "CNWDI"] = ""
    nato_control: Literal["segment", "suffix"] = "segment"
    """Where ATOMAL and its fellows stand: in a category of their own, or behind the NATO level."""
    sigma: frozenset[int] = frozenset()
    """SIGMA numbers that are valid."""
    cui_in_banner: bool | None = None
    """Whether CUI appears in a classified banner."""
