"""Steps from each version of the library to the next, run by Alembic at start (`store/migrating.py`)."""
