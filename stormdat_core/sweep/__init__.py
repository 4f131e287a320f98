"""Sweeps: one file judged, many files supervised, results kept and outputs written."""

from stormdat_core.sweep.check import check_file

__all__ = ["check_file"]
