import logging
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from stormdat_core.errors import StoreUnusable
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store, migrating
from stormdat_core.store.opening import open_library
from stormdat_core.store.tables import METADATA


def test_the_migrations_build_exactly_the_tables(store: Store) -> None:
    with store._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_forgotten_migration_would_be_noticed(store: Store) -> None:
    with store._database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE sweeps DROP COLUMN profile")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert [change[0] for change in compare_metadata(context, METADATA)] == ["add_column"]


def test_file_names_and_alembic_agree_on_the_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    from_alembic = [script.revision for script in scripts.walk_revisions()][::-1]
    assert tuple(from_alembic) == migrating.revisions()
    assert scripts.get_current_head() == migrating.revisions()[-1]


def test_a_program_without_its_scripts_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="incomplete"):
        open_library(AppPaths.below(tmp_path), tmp_path / "left-out")


def test_logging_is_left_as_it_is(tmp_path: Path) -> None:
    own = logging.getLogger("stormdat.somewhere")
    before = (logging.getLogger().level, list(logging.getLogger().handlers), own.disabled)
    Store.open(AppPaths.below(tmp_path)).close()
    assert (logging.getLogger().level, list(logging.getLogger().handlers), own.disabled) == before


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Store.open(AppPaths.below(tmp_path)).close()
    assert capfd.readouterr() == ("", "")


def test_the_library_may_lie_in_a_folder_with_any_name(tmp_path: Path) -> None:
    for name in ("ä % ? # & é", "100%(here)s", "caf\udce9", "a'b\"c"):
        with Store.open(AppPaths.below(tmp_path / name)) as store:
            assert store.sweeps().total == 0
        assert (tmp_path / name / "data" / "library.sqlite3").stat().st_size > 0
        Store.open(AppPaths.below(tmp_path / name)).close()
