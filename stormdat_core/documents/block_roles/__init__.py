"""What a block is to a reader: title, caption, listing, cover."""
