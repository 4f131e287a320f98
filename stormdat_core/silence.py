"""Switches that keep libraries from reporting home, loading from a network or writing into the home folder.

Most libraries read theirs once, while they are imported: every entry point calls `keep_silent` before it
imports anything else, and whoever starts a child calls it again, since a child begins with its parent's
environment. What a person had set there never switches anything on again. A library that comes along new gets
its switch here, and the silent run of the test suite shows whether it works.
"""

import os
from collections.abc import Mapping

SWITCHES: Mapping[str, str] = {
    # The runtime of the speech detector writes a device id and asks for a collector. Read at import.
    "ORT_DISABLE_TELEMETRY": "1",
    # The model hub that comes with the speech engine.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # Compiled shaders of the window, which would lie outside the program's own folders.
    "QT_DISABLE_SHADER_DISK_CACHE": "1",
    "QSG_RHI_DISABLE_DISK_CACHE": "1",
    "MESA_SHADER_CACHE_DISABLE": "true",
    "__GL_SHADER_DISK_CACHE": "0",
    # What many tools agreed on.
    "DO_NOT_TRACK": "1",
}
"""Environment variables and their values."""

_BROWSER_FLAGS = (
    "--no-proxy-server",
    '--host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"',
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-field-trial-config",
    "--disable-sync",
    "--safebrowsing-disable-auto-update",
)
_BROWSERS: Mapping[str, tuple[str, ...]] = {
    "QTWEBENGINE_CHROMIUM_FLAGS": _BROWSER_FLAGS,
    # Edge asks its own service about each address, unless it is told not to.
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS": (*_BROWSER_FLAGS, "--disable-features=msSmartScreenProtection"),
}
"""Where the engine of the window looks for flags, and which it gets: no way to a proxy or a name server, no
service of its own. They are a second lock beside the policy of the pages."""


def keep_silent() -> None:
    """Set every switch, in this process and for its children. Call it before any import that may need one."""
    os.environ.update(SWITCHES)
    for name, flags in _BROWSERS.items():
        os.environ[name] = _with(os.environ.get(name, ""), " ".join(flags))


def _with(before: str, flags: str) -> str:
    """Return flags behind those that are there: of two that contradict each other the last one counts."""
    kept = before.replace(flags, "").strip()
    return f"{kept} {flags}".strip()
