"""One file for each step, `NUMBER_what.py`. A step is never edited after its release."""
