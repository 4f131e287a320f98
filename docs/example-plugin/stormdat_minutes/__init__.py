"""Minutes of meetings for STORM DAT."""
