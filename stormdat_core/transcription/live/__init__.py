"""Transcripts that are written while a recording is made."""
