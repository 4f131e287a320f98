"""What every reader is given."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from stormdat_core.documents.limits import Limits


@dataclass(frozen=True, slots=True)
class Source:
    """A file open for reading, and what every reader needs to know of it."""

    path: Path
    stream: IO[bytes]
    sha256: str
    limits: Limits
    original: bool = False
    """Read what stood there before tracked changes instead of after."""

    @property
    def name(self) -> str:
        return self.path.name
