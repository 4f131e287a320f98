from itertools import product

import pytest

from stormdat_core.errors import WrongStep
from stormdat_core.model.media import RecorderState as State
from stormdat_core.recording.service.states import Machine

ALLOWED = {
    (State.IDLE, State.ARMED),
    (State.ARMED, State.IDLE),
    (State.ARMED, State.RECORDING),
    (State.ARMED, State.FAILED),
    (State.RECORDING, State.PAUSED),
    (State.RECORDING, State.STOPPING),
    (State.RECORDING, State.FAILED),
    (State.PAUSED, State.RECORDING),
    (State.PAUSED, State.STOPPING),
    (State.PAUSED, State.FAILED),
    (State.STOPPING, State.FINALISING),
    (State.STOPPING, State.IDLE),
    (State.STOPPING, State.FAILED),
    (State.FINALISING, State.DONE),
    (State.FINALISING, State.FAILED),
    (State.DONE, State.IDLE),
    (State.DONE, State.ARMED),
    (State.FAILED, State.IDLE),
    (State.FAILED, State.ARMED),
}
WAYS = {
    State.IDLE: (),
    State.ARMED: (State.ARMED,),
    State.RECORDING: (State.ARMED, State.RECORDING),
    State.PAUSED: (State.ARMED, State.RECORDING, State.PAUSED),
    State.STOPPING: (State.ARMED, State.RECORDING, State.STOPPING),
    State.FINALISING: (State.ARMED, State.RECORDING, State.STOPPING, State.FINALISING),
    State.DONE: (State.ARMED, State.RECORDING, State.STOPPING, State.FINALISING, State.DONE),
    State.FAILED: (State.ARMED, State.FAILED),
}


def brought_to(state: State) -> Machine:
    machine = Machine()
    for step in WAYS[state]:
        machine.to(step, "It cannot")
    return machine


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_only_steps_of_the_table_are_taken(before: State, after: State) -> None:
    machine = brought_to(before)
    if (before, after) in ALLOWED:
        machine.to(after, "It cannot")
        assert machine.state is after
    else:
        with pytest.raises(WrongStep, match=r"^It cannot: .*\.$"):
            machine.to(after, "It cannot")
        assert machine.state is before


def test_a_refused_step_says_how_it_stands() -> None:
    with pytest.raises(WrongStep) as caught:
        Machine().to(State.PAUSED, "The recording cannot be paused")
    assert str(caught.value) == "The recording cannot be paused: nothing is being recorded."
