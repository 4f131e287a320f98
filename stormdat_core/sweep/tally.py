"""The findings of a file as a sweep remembers them: nine bytes each, since a sweep may have millions."""

from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from stormdat_core.model import Finding, Severity

_DIGITS = 16
"""Of a fingerprint: 64 bits, so that two that meet by chance are not to be expected."""


def marks_of(fingerprints: Iterable[str]) -> frozenset[int]:
    """Return fingerprints as tallies hold them."""
    return frozenset(_mark(each) for each in fingerprints)


def _mark(fingerprint: str) -> int:
    return int(fingerprint[-_DIGITS:] or "0", 16)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings a file has, how grave they are, and which of them somebody decided about."""

    severities: bytes
    marks: "array[int]"

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        known = tuple(findings)
        levels = bytes(int(each.severity) for each in known)
        return cls(levels, array("Q", (_mark(each.fingerprint) for each in known)))

    def __len__(self) -> int:
        return len(self.severities)

    @property
    def levels(self) -> Counter[Severity]:
        """Return how many findings there are of each severity."""
        return Counter({Severity(level): count for level, count in Counter(self.severities).items()})

    def undecided(self, decided: Container[int]) -> Iterator[Severity]:
        """Yield the severity of each finding that is not among `decided` (see `marks_of`)."""
        for level, mark in zip(self.severities, self.marks, strict=True):
            if mark not in decided:
                yield Severity(level)
