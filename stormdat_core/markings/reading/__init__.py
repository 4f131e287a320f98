"""One marking read: its characters, its parts, and what it says."""
