"""Plug-ins: begun."""

from pathlib import Path

from stormdat_core.actions.announcing import Telling, action
from stormdat_core.plugins import skeletons


@action("kind")
def begin(parts: Telling, kind: str, name: str, folder: Path) -> tuple[Path, ...]:
    """Write the beginnings of a plug-in, and return its files. See `skeletons.write_skeleton`."""
    return skeletons.write_skeleton(kind, name, folder)
