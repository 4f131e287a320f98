"""Security markings: one marking judged, the banner that portions demand, what a document carries."""

from stormdat_core.markings.checks import check
from stormdat_core.markings.model import MarkingFault, Regime
from stormdat_core.markings.rollup import Reason, RollUp, roll_up
from stormdat_core.markings.whole_document import present

__all__ = ["MarkingFault", "Reason", "Regime", "RollUp", "check", "present", "roll_up"]
