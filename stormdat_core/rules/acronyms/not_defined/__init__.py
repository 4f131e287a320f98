"""Rules about acronyms that the text does not define."""
