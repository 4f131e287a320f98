"""The program that is tried: what `STORMDAT_PROGRAM` names, a bundle or an installed one, else the source.

STORMDAT_PROGRAM=/opt/stormdat/stormdat python -m pytest -m installer tests/installers
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NAMED = os.environ.get("STORMDAT_PROGRAM", "")
FROM_SOURCE = not _NAMED
COMMAND: tuple[str, ...] = (str(Path(_NAMED).absolute()),) if _NAMED else (sys.executable, "-m", "desktop")
"""What starts it; arguments follow."""
FOLDER = ROOT if FROM_SOURCE else Path("/")
"""Where it is started: nothing of the source can stand in for what a bundle lacks."""
