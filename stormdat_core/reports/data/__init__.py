"""Findings for other programs: JSON and CSV."""
