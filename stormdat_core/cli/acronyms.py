"""`stormdat acronyms`: what a text defines, and the acronym table of a document."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from stormdat_core.errors import OutputRefused, UnreadableDocument


@click.group(short_help="Work with acronyms and their definitions.")
def acronyms() -> None:
    """Work with acronyms and their definitions."""


@acronyms.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def extract(file: Path, form: str) -> None:
    """List the acronyms that FILE defines: a Word document, a text file, or - for standard input.

    Offsets count characters in the text, or in the paragraph of a document; `start` and `end`
    frame the acronym, `long_start` and `long_end` its full form.
    """
    found = list(_from_document(file) if _is_document(file) else _pairs(_text(file)))
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for pair in found:
        click.echo(f"{pair['short']}\t{pair['long']}" + (f"\t{pair['place']}" if "place" in pair else ""))


@acronyms.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="X.docx|X.xlsx"
)
@click.option(
    "--list",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Acronym list (.xlsx, .csv, or a table in a .docx). Repeatable; the first wins.",
)
def table(file: Path, out: Path, lists: tuple[Path, ...]) -> None:
    """Write the acronym table of FILE: each acronym, its full form, its uses and its first place.

    With --list the full forms of the lists count before those of the text, and a second table proposes
    what the lists do not hold. FILE is only read.
    """
    from stormdat_core import documents
    from stormdat_core.acronyms.glossary import glossary
    from stormdat_core.acronyms.index import AcronymIndex
    from stormdat_core.acronyms.list_files.acronym_list import load_list
    from stormdat_core.cli.opening import trust_and_settings
    from stormdat_core.reports.lists import write_glossary

    if out.exists():
        raise OutputRefused(f"{out.name} is there already.", "Give another name, or remove it first.")
    document = documents.read(file)
    trust, _ = trust_and_settings()
    made = glossary(document, AcronymIndex.build(document, [load_list(each, trust) for each in lists]))
    write_glossary(made, out)
    known = sum(bool(line.full_form) for line in made.table)
    click.echo(f"{out.name}: {len(made.table):,} acronyms, {known:,} with a full form.")
    if made.proposed is not None:
        click.echo(f"Not in the list: {len(made.proposed):,}.")


@acronyms.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx")
def house(out: Path) -> None:
    """Write what was decided about acronyms as a list: accepted, well known, not an acronym.

    The file serves as --list for others; your own sweeps use your decisions already.
    """
    from stormdat_core.actions import lists
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        rows = lists.write_house(services, out)
    click.echo(f"{out.name}: {rows:,} {'row' if rows == 1 else 'rows'}.")


def _is_document(file: Path) -> bool:
    from stormdat_core.documents import readable_suffixes
    from stormdat_core.documents.sniff import TEXT_SUFFIXES

    return file.suffix.casefold() in readable_suffixes() - TEXT_SUFFIXES


def _from_document(file: Path) -> Iterator[dict[str, Any]]:
    from stormdat_core import documents

    for block in documents.read(file).blocks:
        for pair in _pairs(block.text):
            yield {**pair, "block": block.index, "place": block.where.label}


def _pairs(text: str) -> Iterator[dict[str, Any]]:
    from stormdat_core.acronyms import extract_pairs

    for pair in extract_pairs(text):
        yield {
            "short": pair.short,
            "long": pair.long,
            "start": pair.short_start,
            "end": pair.short_end,
            "long_start": pair.long_start,
            "long_end": pair.long_end,
            "pattern": pair.pattern,
            "method": pair.method,
        }


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as exc:
        raise UnreadableDocument(
            f"{file.name} could not be opened: {exc.strerror or exc}.", "Check the name and the permissions."
        ) from exc
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UnreadableDocument(
            f"{file.name} is not UTF-8 text (byte {exc.start + 1}).",
            "Save it as UTF-8, or give a Word document.",
        ) from exc
