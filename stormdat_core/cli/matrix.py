"""`stormdat matrix`: comment resolution matrices of several reviewers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stormdat_core.cli.main import FINDINGS

if TYPE_CHECKING:
    from stormdat_core.reports.matrix.layouts import Layout
    from stormdat_core.site.trust import Trust


@click.group(short_help="Work with comment resolution matrices.")
def matrix() -> None:
    """Work with comment resolution matrices.

    `stormdat sweep FILE --format crm` writes the matrix of a document.
    """


@matrix.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="X.xlsx|X.docx"
)
@click.option(
    "--layout",
    type=click.Choice(["dod", "army"]),
    help="The form: the DoD's columns, or those of DA Form 7874; else that of the settings.",
)
@click.option(
    "--profile",
    default="",
    metavar="NAME|FILE",
    help="A profile that states the form under [matrix]; its headings are known where FILES have them.",
)
def merge(files: tuple[Path, ...], out: Path, layout: str | None, profile: str) -> None:
    """Make one matrix of FILES, filled matrices in Excel or Word, in the order of the document.

    A comment that stands in several files is written once, with what each of them knows of it. Where they
    decide it differently its disposition says so, every answer is kept, it is told, and the exit code is 1.
    """
    from stormdat_core.cli.opening import trust_and_settings
    from stormdat_core.reports.matrix.files import merge_files

    trust, own = trust_and_settings()
    made = merge_files(files, out, _form(own.chosen("matrix_layout", layout), layout, profile, trust))
    for each in made.read:
        click.echo(f"{each.name}: {len(each.comments):,} comments.")
    click.echo(f"{out.name}: {len(made.merged.comments):,} comments.")
    for sentence in made.left_out:
        click.echo(f"Left out: {sentence}", err=True)
    for conflict in made.merged.conflicts:
        click.echo(f"Conflict: {conflict.sentence}", err=True)
    if made.merged.conflicts:
        raise SystemExit(FINDINGS)


def _form(usual: str, layout: str | None, profile: str, trust: "Trust") -> "Layout":
    """Return the form that is written: that of the profile, on the layout where one is chosen."""
    from stormdat_core.reports.matrix.layouts import layouts, stated
    from stormdat_core.rules import profiles

    if not profile:
        return layouts()[usual]
    form = profiles.trusted(profile, trust).matrix
    return stated(form.model_copy(update={"layout": layout}) if layout else form)
