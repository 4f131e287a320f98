"""The patterns that define an acronym in running text, in keys and in tables."""
