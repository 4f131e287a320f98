"""Why an installer was not made."""


class NotMade(Exception):
    """An installer could not be made. `str()` is what to tell the person."""
