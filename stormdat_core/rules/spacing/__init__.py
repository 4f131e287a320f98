"""Rules about spaces."""

from stormdat_core.rules.spacing.before_punctuation import BeforePunctuation
from stormdat_core.rules.spacing.double import DoubleSpace
from stormdat_core.rules.spacing.empty import Empty
from stormdat_core.rules.spacing.no_break import NoBreak
from stormdat_core.rules.spacing.trailing import Trailing

RULES = (DoubleSpace, BeforePunctuation, Trailing, Empty, NoBreak)
