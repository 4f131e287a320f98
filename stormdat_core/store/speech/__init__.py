"""Transcripts in the library."""
