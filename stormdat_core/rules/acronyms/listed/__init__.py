"""Rules about acronyms and the lists of a house."""
