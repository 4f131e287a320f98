"""The text that acronyms are looked for in: units, wrapped lines, prose, parts of words."""
