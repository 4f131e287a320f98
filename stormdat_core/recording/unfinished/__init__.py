"""Recordings that a kill left unfinished, and how they become ordinary files."""
