"""What every reader has to keep."""

import tempfile
from pathlib import Path
from typing import ClassVar

from stormdat_core.documents import formats
from stormdat_core.documents.foreign import read_by_plugin
from stormdat_core.documents.limits import DEFAULT, Limits
from stormdat_core.documents.office.package import digest_of
from stormdat_core.documents.source import Source
from stormdat_core.errors import UnreadableDocument
from stormdat_core.model import Document
from stormdat_core.plugins import Offer
from stormdat_core.plugins.entries import READERS, Entry

_GARBAGE = (b"", b"\x00\xff\xfe" * 100, b"A" * 100_000, bytes(range(256)) * 40, b"\xef\xbb\xbf\r\n\r\n")


class ReaderSuite:
    """Inherit, and give `format`, a file of it as `sample`, and the `texts` of its blocks."""

    format: ClassVar[formats.Format]
    sample: ClassVar[bytes]
    texts: ClassVar[tuple[str, ...]]

    def test_it_can_be_let_in(self) -> None:
        """The door takes it."""
        assert formats.classified(self.format) is self.format
        self.format.function()

    def test_it_reads_every_text_in_order(self) -> None:
        """The blocks of the sample."""
        assert tuple(block.text for block in self.read(self.sample).blocks) == self.texts

    def test_it_reads_the_same_again(self) -> None:
        """A document hangs on nothing but the file."""
        assert self.read(self.sample).blocks == self.read(self.sample).blocks

    def test_garbage_is_refused_or_read(self) -> None:
        """It never raises anything but the sentence of an unreadable document."""
        for data in (*_GARBAGE, self.sample[: len(self.sample) // 2]):
            try:
                self.read(data)
            except UnreadableDocument:
                continue

    def test_it_keeps_to_the_limits(self) -> None:
        """A document of more blocks than the limit is refused."""
        if len(self.texts) < 2:
            return
        try:
            self.read(self.sample, Limits(blocks=1))
        except UnreadableDocument:
            return
        raise AssertionError("It read more blocks than the limit allows; raise LimitExceeded.")

    def read(self, data: bytes, limits: Limits = DEFAULT) -> Document:
        """Return what the reader makes of a file with these bytes."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"sample{self.format.suffixes[0]}"
            path.write_bytes(data)
            with path.open("rb") as stream:
                source = Source(path, stream, digest_of(stream), limits)
                return read_by_plugin(Offer(self.format, Entry(READERS, "tested", "tested:format")), source)
