"""The group, its exit codes, and errors as one sentence."""

import io
import logging
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

import click

from stormdat_core.errors import (
    BadSettings,
    Cancelled,
    LockedSetting,
    StoreUnusable,
    StormError,
    explained,
    place_of,
)

_log = logging.getLogger("stormdat.cli")
FINDINGS = 1
UNREADABLE = 2
USAGE = 64
OWN = 70
"""The program's own settings, folders or library cannot be used or were damaged, or it made a mistake."""
INTERRUPTED = 130
NO_PLUGINS = "--no-plugins"
"""Lets nothing in that other packages bring; each command that checks documents knows it too."""

COMMANDS: Mapping[str, str] = {
    "sweep": "stormdat_core.cli.sweep:sweep",
    "acronyms": "stormdat_core.cli.acronyms:acronyms",
    "markings": "stormdat_core.cli.markings:markings",
    "matrix": "stormdat_core.cli.matrix:matrix",
    "revisions": "stormdat_core.cli.revisions:revisions",
    "record": "stormdat_core.cli.record:record",
    "transcribe": "stormdat_core.cli.transcribe:transcribe",
    "models": "stormdat_core.cli.models:group",
    "history": "stormdat_core.cli.history:history",
    "plugins": "stormdat_core.cli.plugins:plugins",
    "new": "stormdat_core.cli.new:new",
    "cleanup": "stormdat_core.cli.cleanup:cleanup",
}
SUMMARIES: Mapping[str, str] = {
    "sweep": "Check documents; write annotated copies and reports.",
    "acronyms": "Work with acronyms and their definitions.",
    "markings": "Judge security markings and compute banners.",
    "matrix": "Work with comment resolution matrices.",
    "revisions": "Say what became of findings from one revision to the next.",
    "record": "Record screen, microphone and system sound.",
    "transcribe": "Write down what is said in sound and video files.",
    "models": "Install and check speech models.",
    "history": "List and delete the sweeps that the library keeps.",
    "plugins": "List what other packages bring: rules, readers, reports.",
    "new": "Write the beginnings of a plug-in, which work and pass their tests.",
    "cleanup": "Remove temporary files, and what is older than the rules of retention allow.",
}
"""One line for each command, here so that `--help` imports none of them."""


class LazyGroup(click.Group):
    """A group that imports a command when it is run, so that `--help` answers at once."""

    def __init__(
        self, commands: Mapping[str, str], summaries: Mapping[str, str], default: str, **options: object
    ) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self._targets = commands
        self._summaries = summaries
        self._default = default

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._targets)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = self._targets.get(cmd_name)
        if target is None:
            return None
        module, _, name = target.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summaries[name]) for name in self._targets])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let `stormdat FILE` and `stormdat` alone mean the default command."""
        if args[:1] == [NO_PLUGINS]:  # before a command, or before files that mean the default one
            from stormdat_core.plugins import state

            state.turn_off()
            del args[0]
        if not args or not (args[0].startswith("-") or args[0] in self._targets):
            args.insert(0, self._default)
        return super().parse_args(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from stormdat_core import version

        click.echo(f"STORM DAT {version()}")
        ctx.exit()


def make_group(
    commands: Mapping[str, str] = COMMANDS, summaries: Mapping[str, str] = SUMMARIES, default: str = "sweep"
) -> LazyGroup:
    """Return the group; the desktop adds its own commands."""
    option = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
        help="Show the version and exit.",
    )  # fmt: skip
    return LazyGroup(
        commands,
        summaries,
        default,
        name="stormdat",
        params=[option],
        help="STORM DAT checks documents for acronym, security-marking, typography and spacing faults. "
        "Nothing leaves this machine.",
    )


def run(arguments: Sequence[str] | None = None, group: click.Group | None = None) -> NoReturn:
    """Run the command line and exit.

    0 well, 1 findings, 2 a file could not be used, 64 bad usage, 70 a failure of the program, 130 stopped.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file's name need not be text
    sys.exit(exit_code(arguments, group))


def exit_code(arguments: Sequence[str] | None = None, group: click.Group | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code = (group or make_group()).main(arguments, prog_name="stormdat", standalone_mode=False)
    except click.UsageError as exc:
        exc.show()
        return USAGE
    except click.ClickException as exc:
        exc.show()
        return UNREADABLE
    except (click.Abort, KeyboardInterrupt, Cancelled):
        click.echo("Stopped. What was finished is kept.", err=True)
        return INTERRUPTED
    except LockedSetting as exc:
        click.echo(f"stormdat: {exc.advice}", err=True)
        return USAGE
    except (StoreUnusable, BadSettings) as exc:
        click.echo(f"stormdat: {exc.advice}", err=True)
        return OWN
    except StormError as exc:
        click.echo(f"stormdat: {exc.advice}", err=True)
        return UNREADABLE
    except Exception as exc:  # the boundary: a mistake of ours must not look like findings
        _log.exception("A command stopped.")
        click.echo(f"stormdat: {explained(exc, 'The command').advice} ({place_of(exc)})", err=True)
        return OWN
    return code if isinstance(code, int) else 0
