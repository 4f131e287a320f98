"""Rules about definitions in the text."""
