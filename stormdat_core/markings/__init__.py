"""Security markings: one marking judged, the banner that portions demand, what a document carries."""

from stormdat_core.markings.model import MarkingFault, Regime
from stormdat_core.markings.presence import present
from stormdat_core.markings.rollup import Reason, RollUp, roll_up
from stormdat_core.markings.validate import check

__all__ = ["MarkingFault", "Reason", "Regime", "RollUp", "check", "present", "roll_up"]
