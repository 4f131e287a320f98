"""Material for measuring that lies beside a developer's checkout; tests that use it skip where it is absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"

needs_shared = pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="no evaluation material here")


def real_documents(pattern: str = "*.docx") -> list[Path]:
    """Return real documents by name, an empty list where there are none."""
    return sorted((SHARED / "eval" / "documents").glob(pattern))


def real_cases() -> list[object]:
    """Return the real Word documents as parameters; but for two, the largest are left to the soak run."""
    kept = ("95b8429f", "932de499")
    return [
        pytest.param(
            path,
            id=path.name[:30],
            marks=[pytest.mark.soak] if path.stat().st_size > 500_000 and path.name[:8] not in kept else [],
        )
        for path in real_documents()
    ]
