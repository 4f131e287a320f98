"""Word documents: transitional and strict, templates and macro documents. Macros never run."""
