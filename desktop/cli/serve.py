"""`stormdat serve`: the pages without the window."""

import signal
import threading

import click


@click.command(short_help="Serve the same pages to a browser on this machine.")
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
    from desktop.backend import Backend
    from webui.gate import KEY_MINUTES

    backend = Backend.start(port=port)
    try:
        click.echo(backend.launch_address())
        how = f"it works once, within {KEY_MINUTES} minutes. Ctrl+C ends."
        click.echo(f"Open this address in a browser on this machine; {how}", err=True)
        _wait()
    finally:
        backend.stop()


def _wait() -> None:
    """Return when the process is asked to end."""
    asked = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: asked.set())
    # A signal that another thread gets is seen when this one runs again: its wait has to end by itself.
    while not asked.wait(1.0):
        pass
