"""What STORM DAT knows and does: reading documents, judging them, writing the results."""

from functools import cache


@cache
def version() -> str:
    """Return the version that `pyproject.toml` states, read from the installed metadata."""
    from importlib.metadata import version as installed_version

    return installed_version("stormdat")
