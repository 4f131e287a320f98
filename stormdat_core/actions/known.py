"""What one run of the program knows beside the library: which job does what, and what was exported."""

import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from stormdat_core.model import SweepRequest
from stormdat_core.sweep.export import Exported

_KEPT = 20
"""Exports that are remembered."""


@dataclass(slots=True)
class KnownJobs:
    """Which jobs of this run belong to which sweep. Any thread may call any method."""

    requests: dict[str, SweepRequest] = field(default_factory=dict)
    """What each job was asked to check."""
    _sweeps: dict[str, int] = field(default_factory=dict)
    _exports: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def sweep_of(self, job_id: str) -> int | None:
        """Return the sweep that a job of this run works on; None before it has begun, or for other jobs."""
        return self._sweeps.get(job_id)

    def job_of(self, sweep_id: int) -> str:
        """Return the job that works, or worked, on a sweep; empty when it ran elsewhere or long ago."""
        return next(iter(self._of(sweep_id)), "")

    def sweeps(self, job_id: str, sweep_id: int) -> None:
        """Note the sweep of a job."""
        self._sweeps[job_id] = sweep_id

    def exports(self, job_id: str, sweep_id: int) -> None:
        """Note a job that writes outputs of a sweep: it ends when the sweep is deleted."""
        self._exports[sweep_id] = (*self._exports.get(sweep_id, ()), job_id)

    def forget_exports(self, sweep_id: int) -> tuple[str, ...]:
        """Drop the jobs that write outputs of a sweep, and return them."""
        return self._exports.pop(sweep_id, ())

    def forget_sweep(self, sweep_id: int) -> tuple[str, ...]:
        """Drop the jobs that work, or worked, on a sweep, and return them."""
        own = tuple(self._of(sweep_id))
        for job_id in own:
            self._sweeps.pop(job_id, None)
        return own

    def _of(self, sweep_id: int) -> Iterable[str]:
        return [job_id for job_id, sweep in list(self._sweeps.items()) if sweep == sweep_id]


@dataclass(frozen=True, slots=True)
class Export:
    """What was written, and where."""

    sweep: int
    folder: Path
    files: tuple[Exported, ...]
    download: bool
    missing: tuple[str, ...] = ()
    """What is not there and was not refused: files that were never read, copies not made, in sentences."""

    def written(self) -> list[Path]:
        return [item.path for file in self.files for item in file.outputs if item.written]

    def refused(self) -> list[str]:
        return [
            f"{item.error} {item.hint}".strip() for file in self.files for item in file.outputs if item.error
        ]


class KnownExports:
    """The last exports of this run by name. Downloads that are forgotten are removed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exports: OrderedDict[str, Export] = OrderedDict()

    def put(self, name: str, export: Export) -> None:
        with self._lock:
            self._exports[name] = export
            old = [self._exports.popitem(last=False)[1] for _ in range(len(self._exports) - _KEPT)]
        for export in old:
            if export.download:
                shutil.rmtree(export.folder, ignore_errors=True)

    def get(self, name: str) -> Export | None:
        """Return an export; None for one that is not known, or no longer."""
        with self._lock:
            return self._exports.get(name)

    def drop(self, name: str) -> None:
        with self._lock:
            self._exports.pop(name, None)
