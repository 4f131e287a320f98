"""What a document says of its own marking: authority, designation, notices, statements."""
