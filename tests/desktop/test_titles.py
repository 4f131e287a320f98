"""The window's title says what the recorder does, once for each change."""

from desktop.titles import RecorderTitle
from stormdat_core.model.media import RecorderState, RecorderStatus


def test_the_title_follows_the_recorder() -> None:
    shown: list[str] = []
    title = RecorderTitle(shown.append)
    for state in (
        RecorderState.IDLE,
        RecorderState.ARMED,
        RecorderState.RECORDING,
        RecorderState.RECORDING,
        RecorderState.PAUSED,
        RecorderState.STOPPING,
        RecorderState.FINALISING,
        RecorderState.DONE,
    ):
        title(RecorderStatus(state, title="Secret plan"))
    assert shown == ["Recording", "Recording paused", "Finishing the recording", ""]
