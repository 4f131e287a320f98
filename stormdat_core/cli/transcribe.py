"""`stormdat transcribe`: text of sound and video files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stormdat_core.cli.main import UNREADABLE

if TYPE_CHECKING:
    from stormdat_core.model.transcripts import (
        Coverage,
        ModelPack,
        TranscriptionSettings,
        TranscriptSummary,
    )
    from stormdat_core.progress import JobContext
    from stormdat_core.services import Services

_FORMATS = ("txt", "srt", "vtt", "json", "docx")


def _words(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in value.split(",") if word.strip())
    if unknown := [word for word in words if word not in _FORMATS]:
        raise click.BadParameter(f"“{unknown[0]}” is none of {', '.join(_FORMATS)}.")
    return words


def _numbers(_: click.Context, __: click.Parameter, value: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(number - 1 for number in value)


def _channel(_: click.Context, __: click.Parameter, value: str) -> int:
    found = {"left": "1", "right": "2"}.get(value.casefold(), value)
    if not found.isascii() or not found.isdigit() or len(found) > 3:
        raise click.BadParameter(f"“{value}” is neither left nor right nor a number from 1.")
    return int(found)


@click.command(short_help="Write down what is said in sound and video files.")
@click.argument("media", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", default="", metavar="NAME|DIR", help="An installed model pack, or a model's folder.")
@click.option(
    "--format", "formats", default="txt", show_default=True, callback=_words, metavar="WORDS",
    help=f"What to write, separated by commas: {', '.join(_FORMATS)}.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the files. Without it the text is printed.",
)
@click.option(
    "--language", default="", metavar="CODE", help="Spoken language: en, de, German, …; else it is found out."
)
@click.option(
    "--track", "tracks", multiple=True, type=click.IntRange(1), callback=_numbers, metavar="N",
    help="Sound track to hear, from 1. Repeatable. Else that with most speech, or a recording's speakers.",
)  # fmt: skip
@click.option(
    "--channel", default="0", callback=_channel, metavar="left|right|N",
    help="Channel of the track to hear, from 1. Else those where somebody speaks.",
)  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="No progress, no summary.")
def transcribe(
    media: tuple[Path, ...], model: str, formats: tuple[str, ...], out: Path | None, language: str,
    tracks: tuple[int, ...], channel: int, quiet: bool,
) -> int:  # fmt: skip
    """Write down what is said in MEDIA: any sound or video file, in any of its containers.

    Nothing leaves this machine, and the files are only ever read. What was interrupted goes on where it
    ended when the same command is given again. Each transcript is kept in the library.

    Exit code: 0 all done, 2 a file could not be transcribed (the others are still done), 64 bad usage.
    """
    from stormdat_core.cli.opening import open_services
    from stormdat_core.model.transcripts import TranscriptionSettings
    from stormdat_core.transcription.recognition.languages import code_of, spoken

    with _language_fault():
        code_of(language)
    failed = False
    with open_services() as services:
        pack = services.transcription.pack(model)
        with _language_fault():
            spoken_language = spoken(services.settings.chosen("spoken_language", language), pack)
        settings = TranscriptionSettings(spoken_language, tracks=tracks, channel=channel)
        taken: set[str] = set()
        for path in media:
            failed |= not _one(services, path, settings, pack, formats, out, taken, quiet)
    return UNREADABLE if failed else 0


@contextmanager
def _language_fault() -> "Iterator[None]":
    """Make a language that nobody, or not this model, knows a fault of the command line."""
    from stormdat_core.transcription.recognition.languages import UnknownLanguage

    try:
        yield
    except UnknownLanguage as exc:
        raise click.BadParameter(exc.advice, param_hint="--language") from exc


def _one(
    services: "Services", media: Path, settings: "TranscriptionSettings", pack: "ModelPack",
    formats: tuple[str, ...], out: Path | None, taken: set[str], quiet: bool,
) -> bool:  # fmt: skip
    """Transcribe one file and write or print what was asked for; return whether that went well."""
    from stormdat_core.actions import transcripts
    from stormdat_core.errors import Cancelled, StormError

    try:
        with _progress(media.name, quiet) as context:
            number = transcripts.run(services, media, pack, settings, context)
        if out is None:
            _print_text(services, number)
        else:
            written = transcripts.save(services, number, formats, out, taken)
            taken.update(path.name.casefold() for path in written)
    except Cancelled:
        raise
    except StormError as exc:
        click.echo(f"Not transcribed: {exc.advice}", err=True)
        return False
    if not quiet:
        click.echo(_line(services.transcription.transcripts.summary(number)), err=True)
    return True


def _print_text(services: "Services", number: int) -> None:
    from stormdat_core.transcription.exports import text

    click.echo(text.make(services.transcription.transcripts.get(number)).decode(), nl=False)


def _line(summary: "TranscriptSummary") -> str:
    """Return the audit in a line."""
    from stormdat_core.transcription.exports.times import clock

    coverage = summary.coverage
    if not coverage.speech_ms:
        lost = "".join(f"\n  {sentence}" for sentence in _lost(coverage))
        return " ".join((f"{summary.media.name}: no speech found.", *coverage.notes)) + lost
    gaps = f"{len(coverage.gaps)} gaps" if len(coverage.gaps) != 1 else "1 gap"
    return (
        f"{summary.media.name}: speech {clock(coverage.speech_ms)}, with text "
        f"{clock(coverage.transcribed_ms)}, {gaps}, {len(coverage.doubtful)} doubtful. {summary.device.note}"
    ).strip() + "".join(f"\n  {sentence}" for sentence in _remarks(coverage))


def _remarks(coverage: "Coverage") -> "Iterator[str]":
    """Yield what was heard and why, and what was not heard, by its time."""
    yield from coverage.notes
    yield from _lost(coverage)


def _lost(coverage: "Coverage") -> "Iterator[str]":
    """Yield what was not heard, by its time."""
    from stormdat_core.transcription.exports.times import clock

    for each in (*coverage.unheard, *coverage.unread):
        yield f"{clock(each.start_ms)} to {clock(each.end_ms)}: {each.reason}"


@contextmanager
def _progress(name: str, quiet: bool) -> "Iterator[JobContext]":
    """Yield a context that draws a bar with the remaining time on standard error, if a person is watching."""
    from stormdat_core.progress import JobContext, Progress

    if quiet:
        yield JobContext()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(name[:40], total=None, left="")

        def show(now: Progress) -> None:
            left = "" if now.eta is None else f"about {now.eta:.0f} s left"
            bar.update(line, completed=now.done, total=now.total, left=left)

        yield JobContext(show)
