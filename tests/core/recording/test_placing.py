"""Where blocks of sound land: beside the clock, together, mended, and never stretched without a reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from stormdat_core.recording.capture.blocks import RATE, Silence, Sound
from stormdat_core.recording.sound.alignment import HOLD_S, SourceTrack
from stormdat_core.recording.timeline import Timeline

START = 1000.0
BLOCK = 960


@dataclass
class Device:
    """A device whose clock may be fast, whose blocks may be late, and which notes what it delivered."""

    ppm: float = 0.0
    jitter: float = 0.0
    late: float = 0.02
    seed: int = 1

    def blocks(self, begin: float, end: float) -> Iterator[tuple[float, Sound]]:
        """Yield when each block is delivered (seconds) and the block; every second has a click at its beginning."""
        rate = RATE * (1 + self.ppm * 1e-6)
        chance = np.random.default_rng(self.seed)
        number = 0
        while begin + (number + BLOCK) / rate <= end:
            first = begin + number / rate
            samples = np.zeros((BLOCK, 1), np.float32)
            click = round((np.ceil(first) - first) * rate)
            if click < BLOCK and np.ceil(first) > 0:
                samples[click] = 1.0
            wobble = abs(chance.normal(0, self.jitter))
            yield first + BLOCK / rate + self.late, Sound(START + first + wobble, samples)
            number += BLOCK


class Bench:
    """A track that is driven without threads, and what it gave out."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float, str]] = []
        self.track = SourceTrack(1, Timeline(START), self._gap)
        self.out: list[np.ndarray] = []
        self._given = 0
        self._looked = 0.0

    def _gap(self, begin: int, end: int, reason: str) -> None:
        self.gaps.append((begin / RATE, end / RATE, reason))

    def play(self, events: Iterable[tuple[float, Sound | Silence]], until: float) -> None:
        for when, news in events:
            self.wait(when)
            if isinstance(news, Silence):
                self.track.interrupt(news)
            else:
                self.track.add(news)
        self.wait(until)

    def wait(self, until: float) -> None:
        while self._looked + 0.05 <= until:
            self._looked += 0.05
            self.track.pass_time(0.05, self._looked * RATE)
            self._take(min(self.track.written, int(self._looked * RATE)))

    def _take(self, end: int) -> None:
        if end > self._given:
            self.out.append(self.track.take(self._given, end)[:, 0])
            self._given = end

    def finish(self, end: float) -> np.ndarray:
        self.track.finish(int(end * RATE))
        self._take(int(end * RATE))
        return np.concatenate(self.out)


def clicks(samples: np.ndarray) -> np.ndarray:
    """Return the seconds of the clicks; one that fell between two samples is where it is loudest."""
    loud = np.flatnonzero(np.abs(samples) > 0.3)
    return loud[np.concatenate([[True], np.diff(loud) > RATE // 2])] / RATE


def errors_ms(found: np.ndarray) -> np.ndarray:
    return (found - np.round(found)) * 1000


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(5).uniform(-0.5, 0.5, (count, 1)).astype(np.float32)


def test_blocks_pass_through_bit_by_bit_however_they_wobble() -> None:
    sound = noise(RATE * 20)
    chance = np.random.default_rng(2)
    events = []
    for number in range(0, len(sound), BLOCK):
        begin = 0.5 + number / RATE
        at = START + begin + abs(chance.normal(0, 0.004))
        events.append((begin + 0.05, Sound(at, sound[number : number + BLOCK])))
    bench = Bench()
    bench.play(events, 20.6)
    out = bench.finish(20.7)
    first = int(np.flatnonzero(out)[0])
    assert np.array_equal(out[first : first + len(sound)], sound[:, 0])
    assert first / RATE == pytest.approx(0.5027, abs=0.002)  # the median of the wobble
    assert [reason for *_, reason in bench.gaps] == ["It delivered nothing yet."]


def test_first_block_that_is_far_off_does_not_decide() -> None:
    device = Device()
    events = [
        (when, Sound(sound.at + (0.15 if number == 0 else 0), sound.samples))
        for number, (when, sound) in enumerate(device.blocks(0.0, 5.0))
    ]
    bench = Bench()
    bench.play(events, 5.1)
    assert np.abs(errors_ms(clicks(bench.finish(5.1)))).max() < 0.1


def test_two_devices_that_begin_at_different_moments_agree() -> None:
    found = []
    for begin in (0.013, 1.731):
        bench = Bench()
        bench.play(Device().blocks(begin, 6.0), 6.1)
        found.append(clicks(bench.finish(6.1)))
    assert found[0][-3:] == pytest.approx(found[1][-3:], abs=0.0001)


def test_single_block_that_was_delivered_late_is_no_gap() -> None:
    events: list[tuple[float, Sound]] = []
    for number, (when, sound) in enumerate(Device().blocks(0.0, 6.0)):
        late = 0.2 if 150 <= number < 154 else 0.0
        delivered = max(when + late, events[-1][0] if events else 0.0)
        events.append((delivered, Sound(sound.at + late, sound.samples)))
    bench = Bench()
    bench.play(events, 6.1)
    assert np.abs(errors_ms(clicks(bench.finish(6.1)))).max() < 0.1
    assert bench.gaps == []


@pytest.mark.parametrize("lost", [2, 10, 40])
def test_lost_blocks_leave_silence_of_their_length(lost: int) -> None:
    events = [
        event for number, event in enumerate(Device().blocks(0.0, 8.0)) if not 120 <= number < 120 + lost
    ]
    bench = Bench()
    bench.play(events, 8.1)
    found = clicks(bench.finish(8.1))
    assert np.abs(errors_ms(found)).max() < 0.1
    assert found[-1] == 7
    (gap,) = bench.gaps
    assert gap[0] == pytest.approx(120 * BLOCK / RATE, abs=0.0005)
    assert gap[1] - gap[0] == pytest.approx(lost * BLOCK / RATE, abs=0.001)


def test_loopback_that_delivers_only_while_something_plays() -> None:
    device = Device()
    events = [event for span in ((2.5, 4.3), (10.2, 12.6), (60.5, 62.2)) for event in device.blocks(*span)]
    bench = Bench()
    bench.play(events, 70.0)
    out = bench.finish(70.0)
    assert clicks(out) == pytest.approx([3, 4, 11, 12, 61, 62], abs=0.0001)
    assert len(out) == 70 * RATE
    assert [round(end - begin, 1) for begin, end, _ in bench.gaps] == [2.5, 5.9, 47.9, 7.8]


def test_silence_follows_the_clock_closely() -> None:
    bench = Bench()
    bench.play(Device().blocks(0.0, 2.0), 2.0)
    bench.play([(2.0, Silence(START + 2.0, "Unplugged."))], 3.0)
    assert bench.track.written / RATE == pytest.approx(3.0 - HOLD_S, abs=0.06)


def test_other_device_after_a_change_is_placed_by_its_own_moments() -> None:
    bench = Bench()
    bench.play(Device().blocks(0.0, 3.0), 3.05)
    bench.play([(3.06, Silence(START + 3.0, "Headset is gone; Built-in microphone now."))], 3.1)
    bench.play(Device(late=0.08).blocks(3.4, 7.0), 7.1)
    assert clicks(bench.finish(7.1)) == pytest.approx([1, 2, 4, 5, 6], abs=0.0001)
    assert bench.gaps[-1][2] == "Headset is gone; Built-in microphone now."
    assert bench.gaps[-1][1] == pytest.approx(3.4, abs=0.001)


@pytest.mark.parametrize("ppm", [100.0, -300.0])
def test_skew_of_a_device_is_found_and_taken_off(ppm: float) -> None:
    bench = Bench()
    bench.play(Device(ppm, jitter=0.002).blocks(0.0, 150.0), 150.0)
    errors = errors_ms(clicks(bench.finish(150.0)))
    assert np.abs(errors).max() < 16  # while it is being found
    assert np.abs(errors[-20:]).max() < 8
    assert bench.track.drift.skew_ppm == pytest.approx(ppm, abs=5)
    assert bench.gaps == []


@pytest.mark.soak
def test_skew_over_an_hour() -> None:
    bench = Bench()
    bench.play(Device(100.0, jitter=0.002).blocks(0.0, 3600.0), 3600.0)
    errors = errors_ms(clicks(bench.finish(3600.0)))
    print(f"largest {np.abs(errors).max():.2f} ms, last minute {np.abs(errors[-60:]).max():.2f} ms")
    assert np.abs(errors).max() < 40
    assert np.abs(errors[-600:]).max() < 6


def test_right_clock_that_wobbles_for_seconds_is_left_alone() -> None:
    events = []
    for when, sound in Device(0.0, jitter=0.002).blocks(0.0, 120.0):
        swing = 0.005 * np.sin(2 * np.pi * when / 23) + (0.006 if 60 < when < 64 else 0)
        events.append((when, Sound(sound.at + swing, sound.samples)))
    bench = Bench()
    bench.play(events, 120.0)
    assert bench.track.drift.slope == 0.0
    assert np.ptp(clicks(bench.finish(120.0)) % 1) < 1e-9


def test_device_with_a_long_delay_loses_its_first_sounds_but_not_its_place() -> None:
    bench = Bench()
    bench.play(Device(late=0.6).blocks(1.0, 6.0), 6.6)
    assert clicks(bench.finish(6.6)) == pytest.approx([2, 3, 4, 5], abs=0.0001)
