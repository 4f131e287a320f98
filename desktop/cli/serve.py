"""`stormdat serve`: the pages without the window."""

import threading

import click

from stormdat_core.cli.plugins import no_plugins


@click.command(short_help="Serve the same pages to a browser on this machine.")
@no_plugins
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port on 127.0.0.1; any free one without it.",
)
def serve(port: int) -> None:
    """Serve the pages on this machine only, until Ctrl+C.

    Prints an address that opens the pages once, in one browser.
    """
    from desktop import ending
    from desktop.backend import Backend
    from webui.gate import KEY_MINUTES

    asked = threading.Event()
    ending.on_signal(asked.set)
    backend = Backend.start(port=port)
    deadline = ending.Deadline()
    try:
        click.echo(backend.launch_address())
        how = f"it works once, within {KEY_MINUTES} minutes. Ctrl+C ends."
        click.echo(f"Open this address in a browser on this machine; {how}", err=True)
        asked.wait()
        deadline.set()
    finally:
        backend.stop()
