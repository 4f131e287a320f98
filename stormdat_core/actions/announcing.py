"""The one piece by which every action tells what was done.

A record of all changes needs no other place than `_tell`.
"""

from collections.abc import Callable, Collection
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from stormdat_core.events import EventLog
from stormdat_core.jobs import Job

TOPIC = "actions"
"""Of the events; their kind is the action's name."""
ACTIONS: dict[str, Callable[..., object]] = {}
"""Every action by its name, such as `sweeps.delete`, as far as its module is imported."""


class Telling(Protocol):
    """What an announcement needs of a running program."""

    @property
    def events(self) -> EventLog: ...


Parts = TypeVar("Parts", bound=Telling)
P = ParamSpec("P")
R = TypeVar("R")
Function = Callable[Concatenate[Parts, P], R]


def action(*about: str) -> Callable[[Function[Parts, P, R]], Function[Parts, P, R]]:
    """Make a function an action: once it has ended, well or not, it is announced as an event.

    The event holds `done`, whether it ended without an error, what it was about, and the ids of the jobs that
    it began. Events hold no text and no path.

    Args:
        about: names of the arguments to tell: ids, or words of the program's own.
    """

    def marked(function: Function[Parts, P, R]) -> Function[Parts, P, R]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        parameters = signature(function)

        @wraps(function)
        def announced(parts: Parts, /, *args: P.args, **kwargs: P.kwargs) -> R:
            given = parameters.bind(parts, *args, **kwargs).arguments
            told = {key: _plain(given[key]) for key in about if key in given}
            try:
                result = function(parts, *args, **kwargs)
            except BaseException:
                _tell(parts, name, {**told, "done": False})
                raise
            _tell(parts, name, {**told, "jobs": _jobs(result), "done": True})
            return result

        ACTIONS[name] = announced
        return announced

    return marked


def _tell(parts: Telling, name: str, data: dict[str, object]) -> None:
    parts.events.publish(TOPIC, name, data)


def _plain(value: object) -> object:
    """Return a value as JSON can carry it."""
    if isinstance(value, Collection) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | None) else str(value)


def _jobs(result: object) -> list[str]:
    found = result if isinstance(result, tuple) else (result,)
    return [each.id for each in found if isinstance(each, Job)]
