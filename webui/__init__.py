"""The pages of STORM DAT: a Flask factory with one folder per feature."""
