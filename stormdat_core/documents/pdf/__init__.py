"""PDF files: text by page and place, through PDFium. Nothing in them runs, nothing is loaded."""
