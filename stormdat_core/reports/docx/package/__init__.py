"""The package around a copy's text, carried over and completed."""
