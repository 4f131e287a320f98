"""The banner that portions demand, and a banner beside it."""

from stormdat_core.markings.rollup.combining import Reason, RollUp, combine, demanded, roll_up
from stormdat_core.markings.rollup.comparison import Comparison, compare

__all__ = [
    "Comparison",
    "Reason",
    "RollUp",
    "combine",
    "compare",
    "demanded",
    "roll_up",
]
