"""Lines that read as banners, and the headers, footers and edges where they stand."""

from stormdat_core.markings.banner_lines.approved_lines import marking_spans, normal
from stormdat_core.markings.banner_lines.banners import Banner, banners_in
from stormdat_core.markings.banner_lines.loose_wording import (
    closing_marking,
    is_edge_marking,
    is_line_marking,
    is_running_marking,
)
from stormdat_core.markings.banner_lines.running_lines import edge_blocks, running_blocks
from stormdat_core.markings.banner_lines.slots import Slot, slots_of

__all__ = [
    "Banner",
    "Slot",
    "banners_in",
    "closing_marking",
    "edge_blocks",
    "is_edge_marking",
    "is_line_marking",
    "is_running_marking",
    "marking_spans",
    "normal",
    "running_blocks",
    "slots_of",
]
