"""What a person does to the lines of a transcript: text, speaker, two made one, one made two, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Segment, SegmentState, Speaker
from stormdat_core.store.speech.transcripts import TranscriptShelf
from stormdat_core.transcription.editing.word_times import realigned

_LONGEST = 10_000
"""Characters of a line."""


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Changes lines in a library; each call is one step that `TranscriptShelf.undo` takes back."""

    shelf: TranscriptShelf
    audit: Callable[[int], None] = lambda _: None
    """Compares speech with text again, once the text of a transcript has changed."""

    def edit(self, segment: int, text: str, speaker: Speaker | None = None) -> Segment:
        """Change text and speaker of a line; without text the line goes.

        Args:
            segment: id of the line.
            text: words that stay keep their times.
            speaker: None leaves it.

        Raises:
            NotStored: no such line.
            StormError: the text is far too long.
        """
        number, before = self._line(segment)
        after = rewritten(before, text, speaker)
        if after == before:
            return before
        return self._keep(number, [after if after.text else _removed(before)])[0]

    def remove(self, segment: int) -> Segment:
        """Take a line out.

        Raises:
            NotStored: no such line.
        """
        return self.edit(segment, "")

    def join(self, segment: int, text: str, speaker: Speaker | None = None) -> Segment:
        """Make one line of a line, as it is written now, and the next.

        Raises:
            NotStored: no such line.
            StormError: there is no next, or the text is far too long.
        """
        number, before = self._line(segment)
        after = self.shelf.following(segment)
        if after is None:
            raise StormError("This is the last line, so there is nothing to join.")
        one = joined(rewritten(before, text, speaker), after)
        return self._keep(number, [one, _removed(after)])[0]

    def split(self, segment: int, text: str, words: int, speaker: Speaker | None = None) -> Segment:
        """Make two lines of one, as it is written now.

        Args:
            segment: id of the line.
            text: of both.
            words: of the first of the two.
            speaker: of both; None leaves it.

        Raises:
            NotStored: no such line.
            StormError: one of the two would have no text.
        """
        number, before = self._line(segment)
        return self._keep(number, parted(rewritten(before, text, speaker), words))[0]

    def undo(self, number: int) -> Segment | None:
        """Take back the newest change of a transcript; return its line as it is then, None without one."""
        segment = self.shelf.undo(number)
        self.audit(number)
        return segment

    def _keep(self, number: int, lines: Sequence[Segment]) -> tuple[Segment, ...]:
        kept = self.shelf.change(number, lines)
        self.audit(number)
        return kept

    def _line(self, segment: int) -> tuple[int, Segment]:
        number, line = self.shelf.segment(segment)
        if line.state is SegmentState.REMOVED:
            raise StormError("This line was taken out.", "Load the page again, or undo.")
        return number, line


def rewritten(segment: Segment, text: str, speaker: Speaker | None) -> Segment:
    """Return a line with another text and speaker; white space is one space.

    Raises:
        StormError: the text is far too long.
    """
    clean = " ".join(text.split())
    if len(clean) > _LONGEST:
        raise StormError(f"A line can have at most {_LONGEST:,} characters.", "Split it first.")
    own = segment.speaker if speaker is None else speaker
    if (clean, own) == (segment.text, segment.speaker):
        return segment
    words = segment.words if clean == segment.text else realigned(segment, clean)
    return replace(segment, text=clean, words=words, speaker=own, edited=True)


def joined(first: Segment, second: Segment) -> Segment:
    """Return two lines as one, of the first one's speaker; it counts as text if one of them does."""
    timed = first.words and second.words
    kept = SegmentState.KEPT in (first.state, second.state)
    text = f"{first.text} {second.text}".strip()
    if len(text) > _LONGEST:
        raise StormError(f"A line can have at most {_LONGEST:,} characters, so these stay two.")
    return replace(
        first,
        end_ms=max(first.end_ms, second.end_ms),
        text=text,
        words=(*first.words, *second.words) if timed else (),
        confidence=min(first.confidence, second.confidence),
        state=SegmentState.KEPT if kept else first.state,
        edited=True,
    )


def parted(segment: Segment, count: int) -> tuple[Segment, Segment]:
    """Return a line as two, the first of `count` words; where words have no times they share the line's.

    Raises:
        StormError: one of the two would have no text.
    """
    texts = segment.text.split()
    if not 0 < count < len(texts):
        raise StormError("Here is nothing to split.", "Put the cursor between two words.")
    timed = [word.text for word in segment.words] == texts
    length = segment.end_ms - segment.start_ms
    middle = segment.start_ms + length * count // len(texts)
    end, start = (
        (segment.words[count - 1].end_ms, segment.words[count].start_ms) if timed else (middle, middle)
    )
    first = replace(
        segment,
        end_ms=end,
        text=" ".join(texts[:count]),
        words=segment.words[:count] if timed else (),
        edited=True,
    )
    second = replace(
        segment, id=0, start_ms=max(start, segment.start_ms), text=" ".join(texts[count:]),
        words=segment.words[count:] if timed else (), edited=True,
    )  # fmt: skip
    return first, second


def _removed(segment: Segment) -> Segment:
    return replace(segment, state=SegmentState.REMOVED)
