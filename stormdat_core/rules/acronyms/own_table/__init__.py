"""Rules about the document's own acronym table."""
