"""Corrections as tracked changes."""
