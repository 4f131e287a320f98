"""What helps to find a fault and may be handed to a stranger: versions and numbers, no names, no text."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator

import psutil

from stormdat_core import version
from stormdat_core.plugins import state
from stormdat_core.plugins.entries import packages as packages_of
from stormdat_core.services import Services
from stormdat_core.settings import Settings
from webui.features.help.licences import packages
from webui.wording import size


def report(services: Services) -> str:
    """Return the report as lines of text."""
    parts = (_program(), _machine(), _library(services), _settings(services), _packages())
    return "\n\n".join("\n".join(lines) for lines in parts)


def _program() -> Iterator[str]:
    yield f"STORM DAT {version()}{' (frozen)' if getattr(sys, 'frozen', False) else ''}"
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def _machine() -> Iterator[str]:
    yield f"{platform.system()} {platform.release()} ({platform.machine()})"
    yield f"{os.cpu_count()} processors, {size(psutil.virtual_memory().total)} of memory"


def _library(services: Services) -> Iterator[str]:
    store = services.paths.store
    yield f"Library: {services.store.sweeps(limit=0).total:,} sweeps, {size(store.stat().st_size)}"
    yield f"Free on its disk: {size(psutil.disk_usage(str(store.parent)).free)}"
    running = sum(not job.state.ended for job in services.jobs.jobs())
    yield f"Jobs at work: {running}"


def _settings(services: Services) -> Iterator[str]:
    """Yield what is not as it comes; a profile is named only if it came with the program."""
    loaded = services.loaded_settings
    changed = [name for name in Settings.model_fields if name in loaded.saved or name in loaded.forced]
    yield "Settings that were changed: " + (", ".join(changed) or "none")


def _packages() -> Iterator[str]:
    plugins = ", ".join(each.words for each in packages_of(state.entries()))
    yield f"Plug-ins: {plugins or ('none' if state.allowed() else 'turned off')}"
    yield "Packages:"
    yield from (f"  {each.name} {each.version}" for each in packages())
