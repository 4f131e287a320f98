"""Rules about fonts and sizes."""

from stormdat_core.rules.typography.caption import Caption
from stormdat_core.rules.typography.font import Font
from stormdat_core.rules.typography.heading_order import HeadingOrder
from stormdat_core.rules.typography.mixed import Mixed
from stormdat_core.rules.typography.size import Size
from stormdat_core.rules.typography.style_source import StyleSource

RULES = (Font, Size, StyleSource, Mixed, HeadingOrder, Caption)
