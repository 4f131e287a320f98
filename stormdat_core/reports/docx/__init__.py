"""Copies of Word documents: the author's bytes, with the review spliced in."""
