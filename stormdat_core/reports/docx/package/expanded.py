"""A package whose parts are expanded into one buffer each: collected in chunks they are in memory twice."""

import zipfile
import zlib
from io import BytesIO

from stormdat_core.documents.limits import MIB
from stormdat_core.documents.office.package import Package
from stormdat_core.errors import LimitExceeded

_CHUNK = 1024 * 1024


class LeanPackage(Package):
    """A package for copies, which hold a part and its successor beside all that goes into it."""

    def _expand(self, info: zipfile.ZipInfo) -> bytes:
        most = self.limits.part_bytes
        made = _room(min(info.file_size, most))
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    made.write(chunk)
                    if made.tell() > most:
                        raise LimitExceeded(
                            f"{self.name}: the part {info.filename} expands to more than {most // MIB} MiB."
                        )
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as exc:
            raise self._damaged(f"its part {info.filename} cannot be expanded") from exc
        made.truncate()
        return made.getvalue()


def _room(size: int) -> BytesIO:
    """Return an empty buffer that grows to a size without moving."""
    made = BytesIO(bytes(size))
    made.seek(0)
    return made
