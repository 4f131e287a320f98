"""`stormdat plugins`: what other packages bring. And `--no-plugins`, which lets none of them in."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from stormdat_core.cli.main import UNREADABLE

Command = TypeVar("Command", bound=Callable[..., Any])


def _turn_off(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from stormdat_core.plugins import state

        state.turn_off()


def no_plugins(command: Command) -> Command:
    """Give a command the option that lets no plug-in in."""
    option = click.option(
        "--no-plugins",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_turn_off,
        help="Let in nothing that other packages bring, whatever the settings say.",
    )
    return option(command)


@click.command(short_help="List what other packages bring: rules, readers, reports.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@no_plugins
def plugins(form: str) -> int:
    """List the plug-ins that are let in, what each brings and what went wrong with it.

    Exit code: 0 all of them work as far as can be seen without a document, 2 one does not.
    """
    from stormdat_core.cli.opening import open_services
    from stormdat_core.plugins.overview import overview
    from stormdat_core.sweep.doors import DOORS

    with open_services():
        found = overview(DOORS)
    if form == "json":
        click.echo(json.dumps([_facts(each) for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            _print(each)
        if not found:
            click.echo("No plug-in is let in.", err=True)
    return UNREADABLE if any(each.failures for each in found) else 0


def _facts(shown: Any) -> dict[str, object]:
    package = shown.package
    return {
        "name": package.name,
        "version": package.version,
        "sha256": package.digest,
        "brings": [{"kind": kind, "name": name} for kind, name in shown.brings],
        "failures": list(shown.failures),
    }


def _print(shown: Any) -> None:
    brings = ", ".join(f"{kind} {name}" for kind, name in shown.brings)
    click.echo(f"{shown.package.words}: {brings or 'nothing that was let in'}")
    for failure in shown.failures:
        click.echo(f"    {failure}", err=True)
