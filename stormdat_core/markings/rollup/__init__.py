"""The banner that portions demand, and a banner beside it."""
