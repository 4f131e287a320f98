"""What stands in capitals and is no acronym, by class."""
