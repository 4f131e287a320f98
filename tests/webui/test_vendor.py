"""Files of others are what their page says they are."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "vendor"


def test_vendored_files_have_the_hashes_that_are_noted() -> None:
    noted = dict(
        re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})`", (VENDOR / "README.md").read_text(), re.MULTILINE)
    )
    scripts = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert scripts == noted
