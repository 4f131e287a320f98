"""Bytes that hold nothing: random ones, as of a key that is not known or of a disk that failed."""

_FEWEST = 1024
"""Bytes from which on their spread says something."""
_DIFFERENT = 140
"""Of the first 256 bytes: random ones have 162, give or take 6, samples of sound fewer."""
_SPREAD = 400.0
"""Chi-square of the counts of 256 values up to which they are spread evenly: 255 is usual, 400 six deviations
off, and samples of any sound are in the thousands."""


def looks_random(piece: memoryview) -> bool:
    """Return whether it is worth while to look at bytes as `is_random` does: their beginning tells."""
    return len(piece) >= _FEWEST and len(set(bytes(piece[:256]))) >= _DIFFERENT


def is_random(piece: bytes) -> bool:
    """Return whether bytes are spread as evenly as only random or compressed ones are."""
    import numpy as np

    if not looks_random(memoryview(piece)):
        return False
    counts = np.bincount(np.frombuffer(piece, np.uint8), minlength=256)
    usual = len(piece) / 256
    return bool(((counts - usual) ** 2).sum() / usual <= _SPREAD)
