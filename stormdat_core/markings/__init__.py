"""Security markings: one marking judged, the banner that portions demand, what a document carries."""

from stormdat_core.markings.checks.judging import check
from stormdat_core.markings.model import MarkingFault, Regime
from stormdat_core.markings.rollup.combining import Reason, RollUp, roll_up
from stormdat_core.markings.whole_document.presence import present

__all__ = ["MarkingFault", "Reason", "Regime", "RollUp", "check", "present", "roll_up"]
