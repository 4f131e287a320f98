"""Web pages: what a reader would see, as blocks. Nothing is loaded, nothing runs."""
