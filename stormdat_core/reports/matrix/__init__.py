"""The comment resolution matrix: comments on a document as numbered rows, for those who resolve them."""
