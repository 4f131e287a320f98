"""What was not done, in sentences: no outcome is good news while something is missing.

Pages, reports and the command line ask here, so that they say the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

AUDITING = "standard"
"""The profile that audits what others leave out."""
_UNREAD = re.compile(r"\bw(?:as|ere) not read\b|\bno text\b")
_NAMED = 5
"""Files that a sentence names; it counts the others."""


def unread(warnings: Iterable[str]) -> bool:
    """Return True where a warning tells of a part of a file that was not read, rather than of a repair."""
    return any(_UNREAD.search(warning) for warning in warnings)


@dataclass(frozen=True, slots=True)
class Names(Sequence[str]):
    """Names of which only the first are at hand; as long as there are in all."""

    first: tuple[str, ...]
    total: int

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self.first[at]


class Checked(Protocol):
    """A file of a sweep, as far as it was checked."""

    @property
    def name(self) -> str: ...
    @property
    def error(self) -> str: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def unaudited(self) -> object: ...
    @property
    def unmarked(self) -> str: ...
    @property
    def characters(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what a sweep was given was checked."""

    files: int
    failed: Sequence[str] = ()
    """Names of the files that were not checked."""
    partly: Sequence[str] = ()
    """Of files with parts that were not read, or only with a repair."""
    unaudited: Sequence[str] = ()
    """Of files that carry markings the profile did not audit."""
    textless: Sequence[str] = ()
    """Of files without any text, which no rule could say anything about."""
    unwritten: Sequence[str] = ()
    """Of files with outputs that could not be written."""
    passed_over: Sequence[str] = ()
    """What a folder held and was not checked."""
    unmarked: Sequence[str] = ()
    """Of files without a security marking, so that nothing of markings was audited; nothing is missing."""
    remark: str = ""
    """What is said of the first of them."""
    characters: int = 0
    """Of text that was read."""
    ended: bool = True
    """False when the sweep did not come to its end."""

    @classmethod
    def of(
        cls,
        files: Iterable[Checked],
        unwritten: Iterable[str] = (),
        passed_over: Iterable[str] = (),
        *,
        ended: bool = True,
    ) -> "Coverage":
        """Return the coverage of files, of names with failed outputs, and of what was passed over."""
        every = tuple(files)
        read = [file for file in every if not file.error]
        return cls(
            files=len(every),
            failed=tuple(file.name for file in every if file.error),
            partly=tuple(file.name for file in read if file.warnings),
            unaudited=tuple(file.name for file in read if file.unaudited),
            textless=tuple(file.name for file in read if not file.characters),
            unwritten=tuple(unwritten),
            passed_over=tuple(passed_over),
            unmarked=tuple(file.name for file in read if file.unmarked),
            remark=next((file.unmarked for file in read if file.unmarked), ""),
            characters=sum(file.characters for file in read),
            ended=ended,
        )

    @property
    def checked(self) -> int:
        return self.files - len(self.failed)

    @property
    def complete(self) -> bool:
        """Return True only when nothing at all is missing."""
        judged = not (self.failed or self.partly or self.unaudited or self.textless)
        return bool(self.files) and self.ended and judged and not (self.unwritten or self.passed_over)

    @property
    def sentence(self) -> str:
        """Return what was checked: “12 of 14 files were checked; 2 could not be read: a.docx, b.docx.”"""
        if not self.files:
            return "There was no file to check."
        if not self.failed:
            return f"{_count(self.files, 'file')} {'was' if self.files == 1 else 'were'} checked."
        told = f"{len(self.failed):,} could not be read: {named(self.failed)}"
        if not self.checked:
            return f"{_none_of(self.files)}: {named(self.failed)}."
        of = f"{self.checked:,} of {_count(self.files, 'file')}"
        return f"{of} {'was' if self.checked == 1 else 'were'} checked; {told}."

    @property
    def nothing_found(self) -> str:
        """Return what a complete check without findings may say of itself, and no more."""
        text = f"No findings in {_count(self.characters, 'character')} of text"
        if not self.unmarked:
            return f"{text}."
        if len(self.unmarked) < self.files:
            return f"{text}. {self.markings_note}"
        carries = "it carries" if self.files == 1 else "the files carry"
        return f"{text}; {carries} no security marking, so none was audited."

    @property
    def markings_note(self) -> str:
        """Return what stands beside a verdict where there were no markings to audit, else nothing."""
        if self.files == 1 or not self.unmarked:
            return self.remark
        if len(self.unmarked) == self.files:
            return "No security marking was found in any of the files, so markings were not audited."
        return f"No security marking was found in {named(self.unmarked)}, so markings were not audited there."

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return a sentence for each kind of thing that is missing, the markings first."""
        found = []
        if self.unaudited:
            found.append(f"Security markings were not audited in {named(self.unaudited)}.")
        if self.failed or not self.files:
            found.append(self.sentence)
        if not self.ended:
            found.append("The check did not come to its end.")
        if self.partly:
            found.append(f"Not read completely, or only with a repair: {named(self.partly)}.")
        if self.textless:
            found.append(f"Without text to check: {named(self.textless)}.")
        if self.unwritten:
            found.append(f"Outputs that could not be written: of {named(self.unwritten)}.")
        if self.passed_over:
            found.append(f"Passed over: {named(self.passed_over)}.")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Things that a sweep passed over for one reason."""

    names: Sequence[str]
    why: str
    """To stand behind a name: “is a picture (.png). Text in pictures ...”"""

    @property
    def sentence(self) -> str:
        """Return what they are, the first few by name."""
        return self._told(named(self.names))

    @property
    def full_sentence(self) -> str:
        """Return what they are, each by name."""
        return self._told(", ".join(self.names))

    def _told(self, names: str) -> str:
        return f"{names} {self.why}" if len(self.names) == 1 else f"{names}: each {self.why}"


def by_reason(pairs: Iterable[tuple[str, str]]) -> tuple[PassedOver, ...]:
    """Return what was passed over by reason, in the order in which the reasons first occur.

    Args:
        pairs: name and reason of each thing.
    """
    found: dict[str, list[str]] = {}
    for name, why in pairs:
        found.setdefault(why, []).append(name)
    return tuple(PassedOver(tuple(names), why) for why, names in found.items())


def named(names: Sequence[str]) -> str:
    """Return the first names and how many more there are."""
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _none_of(files: int) -> str:
    return "The file could not be read" if files == 1 else f"None of the {files:,} files could be read"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
