"""Sweeps, files and findings in the library."""
