"""Bring a library to the version this program knows, whole or not at all.

The scripts are files beside this module, and data files of a frozen program, collected by
`collect_data_files("stormdat_core.store", include_py_files=True, subdir="migrations")`. Their names begin
with their revision, so that a start with a current library needs neither Alembic nor the time to import it.
"""

from pathlib import Path

from sqlalchemy import Connection

from stormdat_core.errors import StoreUnusable

SCRIPTS = Path(__file__).parents[1] / "migrations"


def revisions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """Return the known revisions, the oldest first.

    Raises:
        StoreUnusable: the scripts were left out when this copy of the program was built.
    """
    files = (scripts / "versions").glob("[0-9]*.py")
    found = tuple(sorted(path.stem.partition("_")[0] for path in files))
    if not found:
        raise StoreUnusable(
            f"This copy of STORM DAT is incomplete: {scripts} is missing.", "Install the program again."
        )
    return found


def upgrade(connection: Connection, scripts: Path = SCRIPTS) -> None:
    """Run the missing steps in the transaction that `connection` is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
