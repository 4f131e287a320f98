"""The commands that open windows and servers, beside those of the core."""

from collections.abc import Mapping

from stormdat_core.cli.main import COMMANDS, SUMMARIES, LazyGroup, make_group

_OWN: Mapping[str, str] = {
    "window": "desktop.cli.window:window",
    "serve": "desktop.cli.serve:serve",
    "shell": "desktop.cli.prompt:prompt",
    "self-test": "desktop.cli.self_test:self_test",
}
_OWN_SUMMARIES: Mapping[str, str] = {
    "window": "Open the window (the default); check FILES in it.",
    "serve": "Serve the same pages to a browser on this machine.",
    "shell": "Open a Python prompt with the library and settings at hand.",
    "self-test": "Try every part of this installation.",
}


def group() -> LazyGroup:
    """Return all commands; `stormdat` and `stormdat FILES` mean `window`."""
    return make_group({**_OWN, **COMMANDS}, {**_OWN_SUMMARIES, **SUMMARIES}, default="window")
