"""What a person double-clicks: packages and setup programs made from the program's folder."""
