"""What every test run needs, whoever starts it."""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, object, object]:
    """Let a report that holds a file name outside Unicode travel from a pytest-xdist process to the main one.

    Such names stand in Python text as lone surrogates, which execnet refuses; the whole run would end there.
    """
    report = yield
    return _encodable(report)


def _encodable(value: object) -> object:
    """Return a report's data with lone surrogates written out, as `\\udce9`."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_encodable(item) for item in value)
    return value
