"""Acronym lists as files: workbooks, Word tables and delimited text, read into rows with their faults."""
