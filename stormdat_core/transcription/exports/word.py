"""A Word document: times, speakers, text, words the engine was unsure of shaded, the marking on each page."""

import io
from typing import TYPE_CHECKING, Any

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import Segment, Transcript
from stormdat_core.transcription.exports.times import called, clock, lines, one_line

if TYPE_CHECKING:
    from docx.document import Document

_UNSURE = 0.5
_SHADE = "FFF2CC"


def make(transcript: Transcript) -> bytes:
    """Return the transcript as a .docx file."""
    import docx

    document = docx.Document()
    _mark(document, one_line(transcript.summary.marking))
    _head(document, transcript)
    for line in lines(transcript):
        if isinstance(line, Marker):
            document.add_paragraph().add_run(f"{clock(line.at_ms)} {called(line)}").bold = True
        else:
            _paragraph(document, line)
    _tail(document, transcript)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _mark(document: "Document", marking: str) -> None:
    """Put the banner into header and footer."""
    if not marking:
        return
    section = document.sections[0]
    for place in (section.header, section.footer):
        paragraph = place.paragraphs[0]
        paragraph.alignment = 1  # centred
        paragraph.add_run(marking).bold = True


def _head(document: "Document", transcript: Transcript) -> None:
    summary = transcript.summary
    document.core_properties.title = one_line(summary.title)[:255]
    document.add_heading(one_line(summary.title), level=1)
    made = summary.created.astimezone().strftime("%Y-%m-%d %H:%M")
    document.add_paragraph(
        f"{one_line(summary.media.name)}, {clock(summary.duration_ms)}, transcribed {made}"
    )


def _paragraph(document: "Document", segment: Segment) -> None:
    paragraph = document.add_paragraph()
    speaker = f" {segment.speaker}" if segment.speaker else ""
    paragraph.add_run(f"{clock(segment.start_ms)}{speaker}\t").bold = True
    if [word.text for word in segment.words] != segment.text.split():
        _shade(paragraph.add_run(one_line(segment.text)), segment.confidence)
        return
    for number, word in enumerate(segment.words):
        _shade(paragraph.add_run((" " if number else "") + one_line(word.text)), word.confidence)


def _shade(run: Any, confidence: float) -> None:
    if confidence >= _UNSURE:
        return
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(shade)


def _tail(document: "Document", transcript: Transcript) -> None:
    """Say how complete the text is, and what made it."""
    summary, coverage = transcript.summary, transcript.summary.coverage
    document.add_heading("About this transcript", level=2)
    found = f"Speech found: {clock(coverage.speech_ms)}; with text: {clock(coverage.transcribed_ms)}; "
    document.add_paragraph(
        f"{found if coverage.speech_ms else 'No speech found; '}"
        f"gaps: {len(coverage.gaps)}. Shaded words are ones the engine was unsure of."
    )
    for note in coverage.notes:
        document.add_paragraph(one_line(note))
    for gap in (*coverage.gaps, *coverage.unheard, *coverage.unread):
        document.add_paragraph(f"{clock(gap.start_ms)} to {clock(gap.end_ms)}: {gap.reason}")
    if summary.device.note:
        document.add_paragraph(one_line(summary.device.note))
    digests = {"Media SHA-256": summary.sha256, "Model": summary.model, "Model SHA-256": summary.model_sha256}
    for name, value in digests.items():
        if value:
            document.add_paragraph(f"{name}: {one_line(value)}")
