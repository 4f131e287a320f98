"""How large a document may be before it is refused. Every file is untrusted."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. They hold for what is really expanded, whatever the file claims."""

    file_bytes: int = 1024 * MIB
    part_bytes: int = 256 * MIB
    """Expanded size of one XML part."""
    entries: int = 100_000
    """Entries in the package."""
    blocks: int = 2_000_000
    """Paragraph-like units."""
    depth: int = 50_000
    """Nesting of XML elements."""


DEFAULT = Limits()
