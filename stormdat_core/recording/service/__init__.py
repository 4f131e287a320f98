"""The recorder's process: where it is found, what it is asked, what it answers and tells."""
