"""What Word, Excel and PowerPoint packages have in common."""
