"""What one document carries of markings, found once."""
