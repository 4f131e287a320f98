"""Copy a package, replacing or adding some parts: every other part is carried over compressed, bit for bit.

Nothing is expanded that is not replaced, so a picture that expands to a gigabyte costs its compressed size.
"""

import copy
import shutil
import struct
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import IO

from stormdat_core.errors import OutputRefused
from stormdat_core.reports.docx.runs.split import Spliced

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ZIP64 = 1
_DATA_DESCRIPTOR = 0x08
_CHUNK = 1024 * 1024


_EPOCH = (1980, 1, 1, 0, 0, 0)


def copy_package(
    source: IO[bytes],
    target: IO[bytes],
    replaced: Mapping[str, bytes | Spliced],
    added: Mapping[str, bytes | Spliced] = MappingProxyType({}),
    *,
    compress: bool = True,
) -> None:
    """Write `source` to `target` with the parts in `replaced` exchanged and those in `added` at the end.

    Parts are named by their entries. Added ones carry the earliest time a package can hold, so that equal
    inputs give equal bytes. A package that is only to be read once needs no compression.
    """
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", allowZip64=True) as new:
        new.comment = old.comment
        for info in old.infolist():
            if info.filename in replaced:
                _write(new, info, replaced[info.filename], method)
            else:
                _carry_over(source, new, info)
        for name, data in added.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            _put(new, entry, data, method)


def same_entries(
    source: IO[bytes], target: IO[bytes], except_for: Iterable[str], added: Collection[str] = ()
) -> bool:
    """Return True when both packages hold the same parts in the same order, and equal bytes but in some.

    The target may hold `added` entries behind them.
    """
    skip = frozenset(except_for)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        ours, theirs = old.infolist(), new.infolist()
        if [info.filename for info in theirs] != [*(info.filename for info in ours), *added]:
            return False
        return all(
            a.CRC == b.CRC and a.file_size == b.file_size and _same_bytes(source, a, target, b)
            for a, b in zip(ours, theirs, strict=False)
            if a.filename not in skip
        )


def _write(new: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes | Spliced, method: int) -> None:
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.external_attr = info.external_attr
    entry.create_system = info.create_system
    _put(new, entry, data, method)


def _put(new: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes | Spliced, method: int) -> None:
    if not isinstance(data, Spliced):
        new.writestr(entry, data, method)
        return
    entry.compress_type = method
    with new.open(entry, "w") as stream:
        for chunk in _chunks(data.pieces()):
            stream.write(chunk)


def _chunks(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """Yield pieces joined: compressing each by itself would take twice as long."""
    waiting: list[bytes | memoryview] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _carry_over(source: IO[bytes], new: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Append an entry with its compressed bytes as they are.

    `zipfile` has no call for this. `FileHeader`, `filelist`, `NameToInfo` and `start_dir` are what its own
    `writestr` uses; the copy is read again and compared, so a change there would not go unnoticed.
    """
    entry = copy.copy(info)
    entry.flag_bits &= ~_DATA_DESCRIPTOR
    entry.extra = _without_zip64(info.extra)
    stream = new.fp
    if stream is None:
        raise OutputRefused("The copy was closed while it was written.")
    stream.seek(new.start_dir)
    entry.header_offset = stream.tell()
    stream.write(entry.FileHeader())
    _copy_bytes(source, _data_offset(source, info), info.compress_size, stream)
    new.filelist.append(entry)
    new.NameToInfo[entry.filename] = entry
    new.start_dir = stream.tell()
    new._didModify = True  # type: ignore[attr-defined]


def _data_offset(source: IO[bytes], info: zipfile.ZipInfo) -> int:
    source.seek(info.header_offset)
    header = _LOCAL_HEADER.unpack(source.read(_LOCAL_HEADER.size))
    return info.header_offset + _LOCAL_HEADER.size + int(header[9]) + int(header[10])


def _copy_bytes(source: IO[bytes], offset: int, size: int, target: IO[bytes]) -> None:
    source.seek(offset)
    while size > 0:
        chunk = source.read(min(size, _CHUNK))
        if not chunk:
            raise OutputRefused("The original ends in the middle of a part.")
        target.write(chunk)
        size -= len(chunk)


def _same_bytes(first: IO[bytes], a: zipfile.ZipInfo, second: IO[bytes], b: zipfile.ZipInfo) -> bool:
    if a.compress_size != b.compress_size:
        return False
    at, other, left = _data_offset(first, a), _data_offset(second, b), a.compress_size
    while left > 0:
        first.seek(at)
        second.seek(other)
        chunk = first.read(min(left, _CHUNK))
        if not chunk or chunk != second.read(len(chunk)):
            return False
        at, other, left = at + len(chunk), other + len(chunk), left - len(chunk)
    return True


def _without_zip64(extra: bytes) -> bytes:
    """Return extra fields without the 64-bit sizes, which the header writer adds itself when needed."""
    kept, at = [], 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept.append(extra[at : at + 4 + size])
        at += 4 + size
    return b"".join(kept)


def copy_file(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a stream from its beginning, as it is."""
    source.seek(0)
    shutil.copyfileobj(source, target, _CHUNK)
