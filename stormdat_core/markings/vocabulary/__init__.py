"""The words that markings are made of: those of the public lists, and a site's own."""
