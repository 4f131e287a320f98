"""Starting is quick: heavy libraries are imported by what needs them, not by the command line."""

import subprocess
import sys

import pytest

HEAVY = (
    "alembic", "av", "charset_normalizer", "docx", "faster_whisper", "flask", "lxml", "mss", "numpy", "openpyxl", "pydantic",
    "rich", "sounddevice", "sqlalchemy", "waitress", "webview",
)  # fmt: skip


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    return set(out.splitlines()[-1].split()) & set(HEAVY)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import desktop.__main__", id="entry point"),
        pytest.param("from stormdat_core.cli.main import exit_code; exit_code(['--help'])", id="help"),
        pytest.param(
            "from stormdat_core.cli.main import exit_code; exit_code(['sweep', '--help'])", id="sweep help"
        ),
        pytest.param(
            "import stormdat_core.jobs, stormdat_core.events, stormdat_core.paths, stormdat_core.inbox",
            id="jobs",
        ),
        pytest.param("import stormdat_core.model", id="values"),
    ],
)
def test_heavy_libraries_stay_out(code: str) -> None:
    assert loaded_after(code) == set()


def test_a_sweep_needs_neither_window_nor_server_nor_whisper() -> None:
    loaded = loaded_after("import stormdat_core.services, stormdat_core.sweep.work")
    assert loaded.isdisjoint({"flask", "waitress", "webview", "faster_whisper", "av", "sounddevice", "mss"})
