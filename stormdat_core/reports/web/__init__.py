"""Findings as one web page."""
