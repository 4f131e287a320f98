import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from stormdat_core.errors import StoreUnusable
from stormdat_core.model import FileResult, Finding, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.store.database import migrating
from stormdat_core.store.database.connections import connect
from stormdat_core.store.database.opening import open_library
from stormdat_core.store.database.tables import FILES, FINDINGS, KINDS, METADATA, PASSED, SEARCHED, SECTIONS


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


def test_what_sorts_and_counts_findings_is_made_up_for_older_libraries(
    tmp_path: Path, make_finding: Callable[..., Finding]
) -> None:
    paths = AppPaths.below(tmp_path)
    over = [("a.png", "is a picture."), ("caf\udce9.png", "is a picture."), ("b.doc", "is of an older Word.")]
    findings = tuple(make_finding(at, message=f"caf\udce9 {at} Straße") for at in range(9))
    with Store.open(paths) as store:
        sweep = store.start_sweep(SweepRequest(()), "1", "d", passed_over=over)
        for ordinal in (1, 0):
            result = FileResult(Path(f"{ordinal}.docx"), title="caf\udce9 Plan v2", findings=findings)
            store.add_result(sweep, result, ordinal=ordinal)
    before = _held(paths)
    with closing(connect(paths.store)) as connection:
        _as_before_0013(connection, over)
    assert _held(paths) == before


def _held(paths: AppPaths) -> object:
    with Store.open(paths) as store:
        sought = [row.id for row in store.findings(1, text="STRASSE").items]
        facets = [store.facets(1), store.facets(1, file_id=1), store.passed_over(1), store.passed_kinds(1)]
        with store._database.read() as connection:
            tables = (FILES, FINDINGS, KINDS, SECTIONS, SEARCHED, PASSED)
            rows = [[tuple(row) for row in connection.execute(select(table))] for table in tables]
        return sought, facets, rows, store.sweep(1).passed


def _as_before_0013(connection: sqlite3.Connection, over: list[tuple[str, str]]) -> None:
    kinds = ("order", "rules", "positions", "prints", "review", "safe")
    names = [f"ix_findings_{kind}" for kind in kinds]
    steps = [f"DROP INDEX {name};" for name in names]
    steps += [f"ALTER TABLE findings DROP COLUMN {name};" for name in ("importance", "position")]
    steps += [
        f"DROP TABLE {name};"
        for name in ("searched", "kinds", "sections", "passed", "steps", "blocks", "places", "pages")
    ]
    steps += [f"DROP TABLE {name};" for name in ("compared", "comparisons")]
    for name in ("document", "titled"):
        steps += [f"DROP INDEX ix_files_{name};", f"ALTER TABLE files DROP COLUMN {name};"]
    steps += [f"ALTER TABLE sweeps DROP COLUMN {name};" for name in ("passed", "passed_kinds")]
    steps.append("ALTER TABLE decisions DROP COLUMN reviewer;")
    steps.append("ALTER TABLE sweeps ADD COLUMN passed_over VARCHAR DEFAULT '[]' NOT NULL;")
    steps += [
        f"CREATE INDEX {name} ON findings (sweep_id);" for name in ("ix_findings_kinds", "ix_findings_order")
    ]
    connection.executescript("".join(steps))
    told = json.dumps(over, ensure_ascii=False).encode("utf-8", "surrogatepass")
    connection.execute("UPDATE sweeps SET passed_over = ?", [told])
    connection.execute("UPDATE alembic_version SET version_num = '0012'")
