"""Proof that a written copy says what its original said, and that changes can be undone."""
