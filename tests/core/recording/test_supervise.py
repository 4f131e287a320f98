"""A sound device that goes, comes back, is replaced or falls silent. Devices are played by the test, in short time."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import DEFAULT_DEVICE, Role, SoundDevice
from stormdat_core.recording.capture.blocks import RATE, Silence, Sound
from stormdat_core.recording.sound.settling import Steady
from stormdat_core.recording.sound.supervision import SILENT_DB, Patience, SoundFeed

HEADSET = SoundDevice("usb", "Headset", Role.MICROPHONE)
BUILT_IN = SoundDevice("pci", "Built-in", Role.MICROPHONE, default=True)
OUTPUT = SoundDevice("out", "Speakers", Role.SYSTEM, default=True)
QUICK = Patience(look=0.01, stall=0.5, grace=0.15, silence=0.2, default=0.05, other=0.05)
BLOCK = 960


class Stage:
    """Devices that come and go, and what was recorded of them."""

    def __init__(self) -> None:
        self.present = [HEADSET, BUILT_IN, OUTPUT]
        self.level = 0.5
        self.playing = False
        self.other = ""
        self.delivering = True
        self.streams: list[Playing] = []
        self.taken: list[tuple[Role, Sound | Silence]] = []
        self.feed: SoundFeed | None = None

    def devices(self) -> tuple[SoundDevice, ...]:
        if not self.present:
            raise SourceLost("No sound server answers.", "Start it.")
        return tuple(self.present)

    def open(self, device: SoundDevice, deliver: Callable[[Sound], None]) -> "Playing":
        if device not in self.present:
            raise SourceLost(f"{device.name} cannot be opened.", "Plug it in.")
        self.streams.append(Playing(self, device, deliver))
        return self.streams[-1]

    def is_playing(self, device: SoundDevice) -> bool:
        return self.playing

    def other_output(self, device: SoundDevice) -> str:
        return self.other

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def start(self, role: Role, wanted: str, told: list[str] | None = None) -> SoundFeed:
        said = told if told is not None else []
        self.feed = SoundFeed(role, wanted, self, QUICK, tell=lambda _role, text: said.append(text))
        self.feed.start(self.take)
        return self.feed

    def take(self, role: Role, news: Sound | Silence) -> None:
        self.taken.append((role, news))
        if isinstance(news, Sound) and self.feed is not None:
            self.feed.heard(news)

    def silences(self) -> list[Silence]:
        return [news for _, news in self.taken if isinstance(news, Silence)]

    def unplug(self, device: SoundDevice) -> None:
        self.present.remove(device)
        assert self.feed
        self.feed.changed()


class Playing:
    """An open device: blocks of a constant level, each at the moment that the count of samples says."""

    def __init__(self, stage: Stage, device: SoundDevice, deliver: Callable[[Sound], None]) -> None:
        self._stage, self.device, self._deliver = stage, device, deliver
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        begin, count = time.monotonic(), 0
        while not self._end.wait(0.002):
            if self._stage.delivering and time.monotonic() - begin > count / RATE:
                samples = np.full((BLOCK, 1), self._stage.level, np.float32)
                self._deliver(Sound(begin + count / RATE, samples))
                count += BLOCK

    def fault(self) -> str:
        here = any(one.id == self.device.id for one in self._stage.present)
        return "" if here else f"{self.device.name} is gone."

    @property
    def closed(self) -> bool:
        return not self._thread.is_alive()

    def close(self) -> None:
        self._end.set()
        self._thread.join()


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    if stage.feed is not None:
        stage.feed.close()
    assert all(stream.closed for stream in stage.streams)


def until(look: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 10
    while not look():
        assert time.monotonic() < end, what
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("wanted", "name"), [(DEFAULT_DEVICE, "Built-in"), ("usb", "Headset"), ("Headset", "Headset")]
)
def test_a_device_is_found_by_id_by_name_and_as_the_default(stage: Stage, wanted: str, name: str) -> None:
    assert stage.start(Role.MICROPHONE, wanted).device == name


def test_what_is_not_there_is_refused_with_what_is(stage: Stage) -> None:
    with pytest.raises(SourceLost, match="There is no microphone “Speakers”") as caught:
        SoundFeed(Role.MICROPHONE, "Speakers", stage)
    assert caught.value.hint == "Choose one of: “Headset”, “Built-in”."
    stage.present = [BUILT_IN]
    with pytest.raises(SourceLost, match="There is no output"):
        SoundFeed(Role.SYSTEM, DEFAULT_DEVICE, stage)


def test_levels_are_peaks_in_decibels(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, "usb")
    until(lambda: feed.status().level_db == pytest.approx(-6.0, abs=0.1), "half of full scale")
    stage.level = 0.05
    until(lambda: feed.status().level_db == pytest.approx(-26.0, abs=0.1), "a twentieth")


def test_a_device_that_goes_is_said_and_replaced_after_the_grace_time(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, "usb")
    until(lambda: feed.steady, "sound")
    gone = time.monotonic()
    stage.unplug(HEADSET)
    until(lambda: not feed.status().alive, "the loss")
    assert time.monotonic() - gone < 0.1
    until(lambda: "Headset is gone." in feed.status().trouble, "what is said of it")
    assert feed.status().level_db == SILENT_DB
    until(lambda: feed.status().alive, "the replacement")
    assert time.monotonic() - gone >= QUICK.grace
    assert feed.device == "Built-in"
    assert feed.status().trouble == "Headset is gone. Built-in is recorded instead."
    first = stage.silences()[0]
    assert first.reason == "Headset is gone."
    assert abs(first.at - gone) < 0.1
    until(lambda: isinstance(stage.taken[-1][1], Sound), "sound of the other one")


def test_the_chosen_device_is_used_again_when_it_is_back(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, "usb")
    stage.unplug(HEADSET)
    until(lambda: feed.device == "Built-in", "the replacement")
    stage.present.append(HEADSET)
    feed.changed()
    until(lambda: feed.device == "Headset" and feed.status().alive, "the return")
    until(lambda: feed.status().trouble == "", "no trouble any more")


def test_no_block_of_a_closed_device_is_taken(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, "usb")
    until(lambda: feed.steady, "sound")
    old = stage.streams[0]
    stage.unplug(HEADSET)
    until(lambda: not feed.status().alive, "the loss")
    before = len(stage.taken)
    old._deliver(Sound(time.monotonic(), np.ones((BLOCK, 1), np.float32)))
    assert not any(isinstance(news, Sound) and news.samples[0] == 1 for _, news in stage.taken[before:])


def test_a_device_that_delivers_nothing_is_gone(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, "usb")
    until(lambda: feed.steady, "sound")
    stage.delivering = False
    until(lambda: bool(stage.silences()), "the stall")
    assert stage.silences()[0].reason == "Headset gives nothing."


def test_a_server_that_is_gone_and_back(stage: Stage) -> None:
    feed = stage.start(Role.SYSTEM, DEFAULT_DEVICE)
    until(lambda: feed.steady, "sound")
    stage.present = []
    feed.changed()
    until(lambda: not feed.status().alive, "the loss")
    stage.present = [OUTPUT]
    until(lambda: feed.status().alive and feed.steady, "the return")
    assert feed.status().trouble == ""


@pytest.mark.parametrize(
    ("role", "playing", "said"),
    [
        pytest.param(Role.MICROPHONE, False, True, id="a microphone gives at least noise"),
        pytest.param(Role.SYSTEM, True, True, id="something plays and nothing is heard"),
        pytest.param(Role.SYSTEM, False, False, id="nothing plays"),
    ],
)
def test_digital_silence_is_said_where_sound_should_be(
    stage: Stage, role: Role, playing: bool, said: bool
) -> None:
    stage.level, stage.playing = 0.0, playing
    feed = stage.start(role, DEFAULT_DEVICE)
    until(lambda: feed.steady, "blocks")
    time.sleep(QUICK.silence + 0.1)
    if said:
        until(lambda: "no sound for 0.2 s" in feed.status().trouble, "the warning")
        stage.level = 0.1
        until(lambda: feed.status().trouble == "", "the end of the warning")
    else:
        assert feed.status().trouble == ""


def test_uneven_blocks_of_the_beginning_are_left_out() -> None:
    """As measured: a burst of 0.38 s, then 60 ms instead of 40 ms for every two blocks, then in step."""
    moments = [0.02 * n for n in range(19)]
    for _ in range(6):
        moments += [moments[-1] + 0.06, moments[-1] + 0.08]
    moments += [moments[-1] + 0.02 * n for n in range(1, 60)]
    arrivals = [max(at, moments[18]) + 0.03 for at in moments]
    steady, block = Steady(), np.zeros((BLOCK, 1), np.float32)
    used = [steady.pass_on(Sound(at, block), now) for at, now in zip(moments, arrivals, strict=True)]
    first = used.index(True)
    assert all(used[first:])
    later = [at - 0.02 * n for n, at in enumerate(moments[first:])]
    assert max(later) - min(later) < 0.001


def test_a_device_that_is_never_even_is_taken_after_all() -> None:
    steady, block = Steady(), np.zeros((BLOCK, 1), np.float32)
    used = [steady.pass_on(Sound(n * 0.04, block), n * 0.04) for n in range(100)]
    assert not used[70]
    assert used[80]


def as_default(*devices: SoundDevice, default: str) -> list[SoundDevice]:
    return [replace(one, default=one.id == default) for one in devices]


def test_the_default_is_followed_at_once_and_said(stage: Stage) -> None:
    told: list[str] = []
    feed = stage.start(Role.MICROPHONE, DEFAULT_DEVICE, told)
    until(lambda: feed.steady, "sound")
    stage.present = as_default(HEADSET, BUILT_IN, default="usb")
    feed.changed()
    until(lambda: feed.device == "Headset" and feed.steady, "the other device")
    assert told == ["The system's microphone is Headset now, no longer Built-in.", "Headset is recorded now."]
    assert feed.status().trouble == ""
    assert {one.reason for one in stage.silences()} == {told[0]}


def test_a_change_of_the_default_that_nobody_reports_is_found(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, DEFAULT_DEVICE)
    stage.present = as_default(HEADSET, BUILT_IN, default="usb")
    until(lambda: feed.device == "Headset", "the other device")


def test_a_default_that_goes_needs_no_grace(stage: Stage) -> None:
    feed = stage.start(Role.MICROPHONE, DEFAULT_DEVICE)
    until(lambda: feed.steady, "sound")
    stage.present = as_default(HEADSET, default="usb")
    feed.changed()
    until(lambda: feed.device == "Headset", "the other device")
    assert feed.status().trouble == ""


def test_a_chosen_device_is_kept_when_the_default_changes(stage: Stage) -> None:
    told: list[str] = []
    feed = stage.start(Role.MICROPHONE, "usb", told)
    until(lambda: feed.steady, "sound")
    stage.present = as_default(replace(HEADSET), replace(BUILT_IN, id="new"), default="new")
    feed.changed()
    time.sleep(0.3)
    assert feed.device == "Headset"
    assert (told, len(stage.streams)) == ([], 1)


@pytest.mark.parametrize(
    ("serial", "other", "found"),
    [
        pytest.param("S1", "S1", True, id="the same serial number under another name"),
        pytest.param("S1", "S2", False, id="another one of its kind"),
        pytest.param("", "", True, id="no numbers, the same name"),
        pytest.param("", "S2", False, id="one with a number instead of one without"),
    ],
)
def test_a_chosen_device_is_known_by_what_it_is(stage: Stage, serial: str, other: str, found: bool) -> None:
    chosen = replace(HEADSET, serial=serial)
    stage.present = [chosen, BUILT_IN]
    feed = stage.start(Role.MICROPHONE, "usb")
    stage.unplug(chosen)
    until(lambda: not feed.status().alive, "the loss")
    stage.present.append(replace(HEADSET, id="usb.2", serial=other))
    feed.changed()
    until(lambda: feed.status().alive, "a device")
    assert (feed.device == "Headset") == found
    assert bool(feed.status().trouble) != found


def test_a_twin_that_was_there_all_the_time_is_another_one(stage: Stage) -> None:
    """Two of a kind without serial numbers of their own: when one goes, the other is not it."""
    stage.present = [replace(HEADSET, serial="S"), replace(HEADSET, id="twin", serial="S"), BUILT_IN]
    feed = stage.start(Role.MICROPHONE, "usb")
    until(lambda: feed.steady, "sound")
    stage.unplug(stage.present[0])
    until(lambda: feed.status().alive and feed.device == "Built-in", "the default device")


def test_other_channels_of_the_same_device_are_opened_anew(stage: Stage) -> None:
    told: list[str] = []
    chosen = replace(HEADSET, channels=("front-left", "front-right"), rate=48000)
    stage.present = [chosen]
    feed = stage.start(Role.MICROPHONE, "usb", told)
    until(lambda: feed._shape is not None, "a look")
    stage.present = [replace(chosen, rate=44100)]
    until(lambda: told == ["Headset works at 44100 Hz now, no longer 48000."], "the rate")
    assert len(stage.streams) == 1, "the sound server brings any rate to ours"
    stage.present = [replace(chosen, channels=("aux0", "aux1", "aux2"), rate=44100)]
    feed.changed()
    until(lambda: "Headset has 3 channels (aux0, aux1, aux2) now." in told, "the channels")
    assert len(stage.streams) == 2


def test_an_output_that_plays_beside_a_silent_one_is_named(stage: Stage) -> None:
    feed = stage.start(Role.SYSTEM, DEFAULT_DEVICE)
    stage.other = "HDMI"
    time.sleep(0.2)
    assert feed.status().trouble == "", "the recorded one gives sound"
    stage.level = 0.0
    until(lambda: "Speakers is silent while HDMI is playing" in feed.status().trouble, "the warning")
    assert feed.status().trouble.endswith("choose HDMI."), "the system's own choice is what is silent"
    stage.level = 0.5
    until(lambda: feed.status().trouble == "", "the end of the warning")


def test_the_system_s_own_choice_is_offered_to_who_chose_an_output(stage: Stage) -> None:
    feed = stage.start(Role.SYSTEM, "out")
    stage.other, stage.level = "HDMI", 0.0
    until(lambda: feed.status().trouble.endswith("choose HDMI or the system's own choice."), "the warning")


def test_a_silence_that_comes_and_goes_is_told_once_and_shown_each_time(stage: Stage) -> None:
    told: list[str] = []
    feed = stage.start(Role.SYSTEM, DEFAULT_DEVICE, told)
    stage.other = "HDMI"
    for _ in range(3):
        stage.level = 0.0
        until(lambda: "while HDMI is playing" in feed.status().trouble, "the warning")
        stage.level = 0.5
        until(lambda: feed.status().trouble == "", "the end of the warning")
    assert len([each for each in told if "while HDMI is playing" in each]) == 1
