"""The audit of one document's markings: what it carries, and each fault of a rule at its place."""
