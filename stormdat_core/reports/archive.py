"""Packages whose bytes follow from their content alone, so that the same report is the same file."""

from datetime import UTC, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class Archive(ZipFile):
    """A zip file whose entries all carry one time, and nothing of the system that made them."""

    def __init__(self, stream: IO[bytes], made: datetime) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED)
        self._time = made.timetuple()[:6] if 1980 <= made.year <= 2107 else (1980, 1, 1, 0, 0, 0)

    def entry(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._time)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0
        return info

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        super().writestr(self.entry(name), data)


def repack(package: IO[bytes], stream: IO[bytes], made: datetime) -> None:
    """Write a package anew, its entries all of one time; for libraries that stamp the time of saving.

    Args:
        package: what a library wrote.
        stream: seekable.
        made: aware.
    """
    with ZipFile(package) as written, Archive(stream, made.astimezone(UTC).replace(tzinfo=None)) as archive:
        for entry in written.infolist():
            archive.writestr(entry.filename, written.read(entry))
