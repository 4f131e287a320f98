import json
import threading
import time
from dataclasses import asdict

import pytest

from stormdat_core.events import EventLog


def test_events_are_numbered_from_one() -> None:
    log = EventLog()
    assert log.last == 0
    assert [log.publish("job:1", "progress", {"done": n}).seq for n in range(3)] == [1, 2, 3]
    assert [event.data["done"] for event in log.after(1)] == [1, 2]
    assert log.after(3) == ()


def test_an_event_can_be_sent_as_json_and_later_changes_do_not_reach_it() -> None:
    log = EventLog()
    data = {"note": "first"}
    event = log.publish("job:1", "progress", data)
    data["note"] = "second"
    assert json.loads(json.dumps(asdict(event))) == {
        "seq": 1,
        "topic": "job:1",
        "kind": "progress",
        "data": {"note": "first"},
    }


def test_the_ring_drops_the_oldest_and_says_who_missed_something() -> None:
    log = EventLog(capacity=3)
    for number in range(5):
        log.publish("t", str(number))
    assert [event.seq for event in log.after(0)] == [3, 4, 5]
    assert [log.has_missed(seq) for seq in (0, 1, 2, 3, 5)] == [True, True, False, False, False]


def test_a_number_from_before_a_restart_is_a_listener_that_missed_everything() -> None:
    log = EventLog()
    log.publish("t", "new")
    assert log.has_missed(900)
    assert [event.kind for event in log.wait(900, timeout=5)] == ["new"]


def test_nothing_is_missed_in_an_empty_log() -> None:
    assert not EventLog().has_missed(0)
    assert EventLog().after(0) == ()


def test_waiting_returns_at_once_when_there_is_something() -> None:
    log = EventLog()
    log.publish("t", "old")
    assert [event.seq for event in log.wait(0, timeout=30)] == [1]


def test_waiting_ends_with_the_timeout() -> None:
    log = EventLog()
    began = time.monotonic()
    assert log.wait(0, timeout=0.05) == ()
    assert 0.04 < time.monotonic() - began < 5


@pytest.mark.parametrize("wake", ["publish", "close"])
def test_a_waiting_thread_is_woken(wake: str) -> None:
    log = EventLog()
    got: list[tuple[object, ...]] = []
    waiter = threading.Thread(target=lambda: got.append(log.wait(0, timeout=30)))
    waiter.start()
    time.sleep(0.05)
    log.publish("t", "x") if wake == "publish" else log.close()
    waiter.join(timeout=10)
    assert not waiter.is_alive()
    assert len(got[0]) == (1 if wake == "publish" else 0)


def test_many_threads_publish_and_no_number_is_lost_or_doubled() -> None:
    log = EventLog(capacity=10_000)
    seen: list[int] = []

    def follow() -> None:
        last = 0
        while last < 2000:
            for event in log.wait(last, timeout=10):
                seen.append(event.seq)
                last = event.seq

    follower = threading.Thread(target=follow)
    follower.start()
    writers = [threading.Thread(target=lambda: [log.publish("t", "k") for _ in range(500)]) for _ in range(4)]
    for thread in writers:
        thread.start()
    for thread in (*writers, follower):
        thread.join(timeout=20)
    assert seen == list(range(1, 2001))


def test_what_is_forgotten_keeps_its_number() -> None:
    log = EventLog(3)
    for number in range(5):
        log.publish("sweeps", "file", {"sweep": number % 2})
    log.forget(lambda event: event.data.get("sweep") == 1)
    told = log.after(2)
    assert [(event.seq, event.topic, dict(event.data)) for event in told] == [
        (3, "sweeps", {"sweep": 0}),
        (4, "", {}),
        (5, "sweeps", {"sweep": 0}),
    ]
    log.publish("sweeps", "file")
    assert [event.seq for event in log.after(0)] == [4, 5, 6]
    assert not log.has_missed(3)
