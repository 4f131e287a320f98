"""What Alembic runs: the migration, in the transaction of the connection it is handed.

It reads no alembic.ini and leaves logging as it is. For a new step, copy the newest file in `versions`, give
it the next number, and let `tests/core/store/test_migrating.py` say where it and `tables.py` disagree.
"""

from alembic import context

from stormdat_core.store.database.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter most things of a table: Alembic copies it instead.
    render_as_batch=True,
)
context.run_migrations()
