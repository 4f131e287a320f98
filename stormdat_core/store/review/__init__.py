"""What the page of one document needs of the library: its blocks, the places of its findings, the steps."""
