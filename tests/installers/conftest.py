"""The scripts that make installers are run as Python runs them: with their own folder first on the path."""

import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).parents[2] / "build_scripts")
if SCRIPTS not in sys.path:
    sys.path.insert(0, SCRIPTS)
