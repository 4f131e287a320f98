"""`stormdat revisions`: what became of the findings of a document from one revision to the next."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stormdat_core.model.revisions import Changes, Comparison, Revision
    from stormdat_core.services import Services


@click.command(short_help="Say what became of findings from one revision to the next.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="SWEEPFILE",
    help="The earlier revision, a file that was checked; without it the one that the library takes for it.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx", help="Write a report."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def revisions(file: Path, against: Path | None, out: Path | None, form: str) -> None:
    """Compare FILE with an earlier revision: what is new, gone, still open, still decided, asked for again.

    Both must have been checked with `stormdat sweep` or in the window. The report lists every finding with
    what had been decided about it: what the author did with the comments.
    """
    from stormdat_core.actions import revisions as actions
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        one = _checked(services, file)
        other = _named(services, one, against) if against else _likeliest(services, one)
        made = services.store.revisions.comparison(one.file_id, other.file_id)
        made = made or actions.compare(services, one.file_id, other.file_id)
        changes = services.store.revisions.changes(made)
        own = _own_comments(services, one)
        rows = actions.write(services, one.file_id, other.file_id, out) if out else 0
    _tell(form, one, other, made, changes, own)
    if out:
        click.echo(f"{out.name}: {rows:,} {'finding' if rows == 1 else 'findings'}.", err=form == "json")


def _checked(services: "Services", path: Path) -> "Revision":
    """Return the last check of a file's bytes.

    Raises:
        StormError: it was never checked as it is now.
    """
    from stormdat_core.actions.revisions import last_check
    from stormdat_core.errors import StormError

    found = last_check(services, path)
    if found is None:
        raise StormError(
            f"{path.name} was not checked as it is now.", f"Check it first: stormdat sweep {path.name}"
        )
    return found


def _named(services: "Services", one: "Revision", path: Path) -> "Revision":
    """Return the file that was named, with the reason for which it is an earlier revision if it is one."""
    found = _checked(services, path)
    known = services.store.revisions.earlier(one.file_id)
    return next((each for each in known if each.sha256 == found.sha256), found)


def _likeliest(services: "Services", one: "Revision") -> "Revision":
    from stormdat_core.errors import StormError

    found = services.store.revisions.likeliest(one.file_id)
    if found is None:
        raise StormError(
            f"The library knows no earlier revision of {one.name}.",
            "Name one that was checked: --against FILE",
        )
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    """The reviewer's own comments in the newer revision."""

    placed: int
    gone: tuple[tuple[str, str], ...]
    """Of those whose text is gone, words and old text."""


def _own_comments(services: "Services", one: "Revision") -> _Own:
    from stormdat_core.model.comments import is_gone

    found = services.store.comments.of(one.file_id)
    gone = tuple((each.message, each.excerpt) for each in found if is_gone(each))
    return _Own(len(found) - len(gone), gone)


def _tell(
    form: str, one: "Revision", other: "Revision", made: "Comparison", changes: "Changes", own: _Own
) -> None:
    from stormdat_core.reports.spreadsheet.revisions import TOLD
    from stormdat_core.rules.registry import title
    from stormdat_core.sweep.revising import ORDER

    if form == "json":
        rules = {
            rule: {str(each): number for each, number in of.items()} for rule, of in changes.rules.items()
        }
        total = {str(each): number for each, number in changes.total.items()}
        facts = {"file": str(one.path), "against": str(other.path), "why": str(other.why), "total": total}
        told = {**facts, "recognised": made.moved, "rules": rules}
        told["comments"] = {"placed": own.placed, "gone": [{"words": a, "text": b} for a, b in own.gone]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(f"{one.name} compared with {other.name}, checked {_when(other)}:")
    for change in ORDER:
        click.echo(f"{changes.of(change):>7,}  {TOLD[change]}")
        for rule in changes.rules:
            if number := changes.of(change, rule):
                click.echo(f"{number:>15,}  {title(rule)}")
    _tell_own(own)


def _tell_own(own: _Own) -> None:
    if own.placed or own.gone:
        click.echo(f"{own.placed:>7,}  own comments on their text")
        click.echo(f"{len(own.gone):>7,}  own comments whose text is gone")
    for words, text in own.gone:
        click.echo(f"         “{words}” stood on: {text}")


def _when(revision: "Revision") -> str:
    return revision.checked.astimezone().strftime("%Y-%m-%d %H:%M")
