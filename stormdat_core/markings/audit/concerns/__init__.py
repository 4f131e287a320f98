"""What the audit looks at: a function for each concern, which yields faults."""
