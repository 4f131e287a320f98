"""Which step a recorder may take from which state: one table for page, command line and process."""

from stormdat_core.errors import WrongStep
from stormdat_core.model.media import RecorderState as State

_NEXT: dict[State, frozenset[State]] = {
    State.IDLE: frozenset({State.ARMED}),
    State.ARMED: frozenset({State.IDLE, State.RECORDING, State.FAILED}),
    State.RECORDING: frozenset({State.PAUSED, State.STOPPING, State.FAILED}),
    State.PAUSED: frozenset({State.RECORDING, State.STOPPING, State.FAILED}),
    State.STOPPING: frozenset({State.FINALISING, State.IDLE, State.FAILED}),
    State.FINALISING: frozenset({State.DONE, State.FAILED}),
    State.DONE: frozenset({State.IDLE, State.ARMED}),
    State.FAILED: frozenset({State.IDLE, State.ARMED}),
}
_NOW: dict[State, str] = {
    State.IDLE: "nothing is being recorded",
    State.ARMED: "the sources are open and nothing is being recorded yet",
    State.RECORDING: "a recording is under way",
    State.PAUSED: "the recording is paused",
    State.STOPPING: "the recording is being stopped",
    State.FINALISING: "the recording is being finished",
    State.DONE: "the last recording is finished",
    State.FAILED: "the last recording has failed",
}
BUSY = frozenset({State.RECORDING, State.PAUSED, State.STOPPING, State.FINALISING})
"""A file is being written."""
RESTING = frozenset({State.IDLE, State.DONE, State.FAILED})
"""Nothing is open and nothing is written."""
TAKING = frozenset({State.RECORDING, State.PAUSED})
"""What a person may stop."""


class Machine:
    """The state of a recorder. It changes only by `to`."""

    def __init__(self) -> None:
        self._state = State.IDLE

    @property
    def state(self) -> State:
        return self._state

    def to(self, state: State, what: str) -> None:
        """Go on to a state. `what` says in words what was asked: "The recording cannot be paused".

        Raises:
            WrongStep: that state does not follow the present one.
        """
        if state not in _NEXT[self._state]:
            raise WrongStep(f"{what}: {_NOW[self._state]}.")
        self._state = state

    def require(self, states: frozenset[State], what: str) -> None:
        """Raise `WrongStep` unless the present state is one of those."""
        if self._state not in states:
            raise WrongStep(f"{what}: {_NOW[self._state]}.")
