"""Copies of Excel workbooks: the author's bytes, with the review spliced in as comments on cells."""
