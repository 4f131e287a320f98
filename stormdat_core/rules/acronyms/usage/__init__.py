"""Rules about how acronyms and full forms are used."""
