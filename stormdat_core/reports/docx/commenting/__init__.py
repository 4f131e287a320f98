"""The comments of an annotated copy."""
