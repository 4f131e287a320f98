"""Manual pages of every command, made from the commands themselves."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from click_man.core import generate_man_page


def write(group: click.Group, name: str, version: str, target: Path, epoch: int) -> list[Path]:
    """Write `NAME.1.gz` and `NAME-COMMAND.1.gz` for each command into `target`, dated `epoch`."""
    target.mkdir(parents=True, exist_ok=True)
    date = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    written = []
    for context in _contexts(click.Context(group, info_name=name)):
        path = target / f"{context.command_path.replace(' ', '-')}.1.gz"
        page = generate_man_page(context, version, date)
        path.write_bytes(gzip.compress(page.encode(), 9, mtime=0))
        written.append(path)
    return written


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """Return the context of a command and of all below it; hidden ones are passed over."""
    yield context
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command and not command.hidden:
            yield from _contexts(click.Context(command, info_name=name, parent=context))
