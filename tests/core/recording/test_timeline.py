"""Moments, ticks and places: what a pause and a sleeping machine do to them."""

import pytest

from stormdat_core.recording.capture.blocks import RATE
from stormdat_core.recording.timeline import Timeline


def test_without_cuts_places_are_seconds_since_the_beginning() -> None:
    line = Timeline(100.0)
    assert line.place(103.5) == 3.5
    assert line.place(99.0) == 0.0
    assert line.kept(0, 500) == [(0, 500)]


def test_pause_stands_still_and_its_end_goes_on_from_there() -> None:
    line = Timeline(100.0)
    line.pause(102.0)
    assert line.place(109.0) == 2.0
    line.resume(110.0)
    assert line.place(111.0) == 3.0
    assert line.place(105.0) == 2.0
    assert line.is_cut(105.0)
    assert not line.is_cut(110.0)
    assert line.kept(RATE, 11 * RATE) == [(RATE, 2 * RATE), (10 * RATE, 11 * RATE)]


def test_pauses_one_after_the_other() -> None:
    line = Timeline(0.0)
    for begin, end in ((1.0, 2.0), (2.0, 4.0), (5.0, 5.0)):
        line.pause(begin)
        line.resume(end)
    assert line.place(10.0) == 7.0
    assert line.kept(0, 10 * RATE) == [(0, RATE), (4 * RATE, 5 * RATE), (5 * RATE, 10 * RATE)]


def test_second_pause_and_second_end_change_nothing() -> None:
    line = Timeline(0.0)
    line.resume(1.0)
    line.pause(2.0)
    line.pause(3.0)
    line.resume(4.0)
    line.resume(5.0)
    assert line.place(6.0) == 4.0


def test_sleep_is_cut_out_once_whoever_looks_first() -> None:
    jumps: list[tuple[int, float]] = []
    line = Timeline(0.0, lambda at_ms, seconds: jumps.append((at_ms, seconds)))
    line.look(5.0)
    line.look(605.0)
    line.look(605.1)
    line.look(604.0)  # a thread that read the clock a little earlier
    assert jumps == [(5000, 600.0)]
    assert line.place(606.0) == pytest.approx(6.0)


def test_ten_slow_seconds_are_kept() -> None:
    line = Timeline(0.0)
    line.look(1.0)
    line.look(10.9)
    assert line.place(11.0) == 11.0


def test_sleep_during_a_pause_is_cut_out_already() -> None:
    line = Timeline(0.0)
    line.look(4.0)
    line.pause(5.0)
    line.look(900.0)
    line.resume(901.0)
    line.look(901.0)
    assert line.place(902.0) == 6.0
