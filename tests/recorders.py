"""What a live transcript reads, written as the recorder writes it: in real time, at the pace of the sound."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from stormdat_core.model.media import Role
from tests.speech import at_16k

if TYPE_CHECKING:
    from tests.speech import Samples

_FLUSH = 0.2
"""Seconds between two writes; the recorder promises at most 0.25."""


@dataclass(slots=True)
class GrowingSpools:
    """The spools and the journal of a recording that is being made."""

    media: Path
    sounds: Mapping[Role, "Samples"]
    """At espeak-ng's rate."""
    pace: float = 1.0
    """Seconds of sound a second."""
    began: float = 0.0
    """On the monotonic clock."""
    _thread: threading.Thread = field(init=False)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run)
        self.began = time.monotonic()
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        sounds = {role: at_16k(samples).astype("<i2").tobytes() for role, samples in self.sounds.items()}
        longest = max(map(len, sounds.values()))
        sounds = {role: raw.ljust(longest, b"\0") for role, raw in sounds.items()}
        journal = self.media.with_name(f"{self.media.stem}.journal.jsonl")
        journal.write_text(json.dumps({"event": "started"}) + "\n")
        at = 0
        while at < longest:
            time.sleep(_FLUSH)
            now = min(longest, round((time.monotonic() - self.began) * self.pace * 16_000) * 2)
            for role, raw in sounds.items():
                with self.media.with_name(f"{self.media.stem}.{role.value}.s16").open("ab") as stream:
                    stream.write(raw[at:now])
            at = now
        with journal.open("a") as stream:
            stream.write(json.dumps({"event": "stopped", "at_ms": longest // 32}) + "\n")
