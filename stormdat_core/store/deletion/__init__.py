"""Deletion as a journalled intent, and the removal of every copy."""
