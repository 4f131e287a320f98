"""Tries every part of an installed copy, so that a copy can prove itself on a machine without Python."""
