"""The recorder: takes steps when asked, writes one file at a time, and ends by itself when it has to.

Any thread may ask. Steps are taken one at a time under a lock, but finishing a file happens outside it, so
that the state can be seen meanwhile. One thread of its own looks after time limit, disk and failures.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.errors import OutputRefused, SourceLost, StormError, WrongStep
from stormdat_core.model.media import (
    Marker,
    RecorderState,
    RecorderStatus,
    Recording,
    RecordingRequest,
    SourceList,
)
from stormdat_core.paths import private_folder
from stormdat_core.recording.capture import Capture, capture_of_this_system
from stormdat_core.recording.capture.blocks import Clock
from stormdat_core.recording.files.disk_space import DiskGuard, free_bytes
from stormdat_core.recording.files.writing import RecordingFile
from stormdat_core.recording.service.states import TAKING, Machine
from stormdat_core.recording.session import Session
from stormdat_core.recording.sound.supervision import PATIENCE, Patience
from stormdat_core.recording.take import Take, gone

_log = logging.getLogger("stormdat.recording")

State = RecorderState
_LOOK = 0.05
_STEADY = 3.0
"""Seconds that sources which have just been opened get to run evenly before a recording begins."""
_PLACE = 0.25
"""Seconds between two looks at where the file is."""
_DISK = 1.0
"""Seconds between two looks at the disk."""


class Recorder:
    """Records what a capture gives. Made for tests with other sources, clock, patience and disk."""

    def __init__(
        self, capture: Capture | None = None, patience: Patience = PATIENCE,
        clock: Clock = time.monotonic, free: Callable[[Path], int] = free_bytes,
    ) -> None:  # fmt: skip
        self._capture = capture or capture_of_this_system()
        self._patience = patience
        self._clock = clock
        self._free = free
        self._machine = Machine()
        self._step = threading.RLock()
        self._session: Session | None = None
        self._take: Take | None = None
        self._told = RecorderStatus()
        """What is said of a recording that has ended."""
        self._result: Recording | None = None
        self._failed = threading.Event()
        self._closed = threading.Event()
        self._keeper = threading.Thread(target=self._keep_house, name="stormdat-recorder", daemon=True)
        self._keeper.start()

    # --- looking

    def sources(self) -> SourceList:
        """See `Capture.sources`."""
        return self._capture.sources()

    def thumbnail(self, monitor: int, width: int) -> bytes:
        """See `Capture.thumbnail`."""
        return self._capture.thumbnail(monitor, width)

    def status(self) -> RecorderStatus:
        """Return how it stands now."""
        session, take, state = self._session, self._take, self._machine.state
        sources = session.status() if session else ()
        events = session.events if session else self._told.events
        if take is None:
            return replace(self._told, state=state, sources=sources, events=events)
        now, missed = take.file.status, session.screen.missed if session and session.screen else 0
        return RecorderStatus(
            state, take.recording, take.file.files.media, take.request.title, take.request.marking,
            now.elapsed_ms, now.size, now.frames, now.dropped + missed, sources, take.minutes_left,
            self._told.message, events,
        )  # fmt: skip

    # --- steps

    def arm(self, request: RecordingRequest) -> None:
        """See `RecorderClient.arm`."""
        with self._step:
            self._machine.require(
                frozenset({State.IDLE, State.ARMED, State.DONE, State.FAILED}), "The sources cannot be opened"
            )
            if not (request.picture or request.microphone or request.system):
                raise SourceLost("Nothing was chosen to record.", "Choose a screen or a sound device.")
            self.disarm()
            session = Session(self._capture, request, self._patience, self._clock)
            self._session, self._told = session, RecorderStatus()
            self._machine.to(State.ARMED, "The sources cannot be opened")

    def disarm(self) -> None:
        """See `RecorderClient.disarm`."""
        with self._step:
            if self._machine.state is State.ARMED:
                self._close_session()
                self._machine.to(State.IDLE, "The sources cannot be closed")

    def start(self, request: RecordingRequest | None) -> None:
        """See `RecorderClient.start`."""
        with self._step:
            ready = self._machine.state is State.ARMED and self._session is not None
            if request is None and not ready:
                raise WrongStep(
                    "The recording cannot begin: no sources were chosen.", "Choose what to record."
                )
            if request is not None and not (
                self._session and ready and _same(self._session.request, request)
            ):
                self.arm(request)
            session = self._session
            assert session is not None
            try:
                self._begin(session, request or session.request)
            except StormError:
                if not ready:
                    self.disarm()
                raise

    def _begin(self, session: Session, request: RecordingRequest) -> None:
        if not request.folder.exists():
            private_folder(request.folder)
        DiskGuard(request.folder, self._free).check_start()
        session.wait_until_steady(_STEADY)
        self._told = RecorderStatus()
        self._take = self._new_take(session, request)
        self._machine.to(State.RECORDING, "The recording cannot begin")
        session.begin(self._take.file)
        _log.info("Recording %s has begun.", self._take.name)

    def _new_take(self, session: Session, request: RecordingRequest) -> Take:
        recording = secrets.token_hex(16)
        self._failed.clear()
        file = RecordingFile(
            request, recording, datetime.now(UTC), session.size, [feed.role for feed in session.sounds],
            self._clock, session.devices(), lambda _why: self._failed.set(),
        )  # fmt: skip
        return Take(file, request, recording, DiskGuard(request.folder, self._free))

    def pause(self) -> None:
        """See `RecorderClient.pause`."""
        with self._step:
            at = self._clock()
            self._machine.require(frozenset({State.RECORDING}), "The recording cannot be paused")
            self._machine.to(State.PAUSED, "The recording cannot be paused")
            self._now().file.pause(at)
            self._open().look(on=False)

    def resume(self) -> None:
        """See `RecorderClient.resume`."""
        with self._step:
            self._machine.require(frozenset({State.PAUSED}), "The recording cannot go on")
            self._machine.to(State.RECORDING, "The recording cannot go on")
            self._open().look(on=True)
            self._now().file.resume(self._clock())

    def marker(self, note: str) -> Marker:
        """See `RecorderClient.marker`."""
        at = self._clock()
        with self._step:
            self._machine.require(TAKING, "No marker can be set")
            return self._now().file.marker(at, note)

    def still(self) -> Path:
        """See `RecorderClient.still`."""
        with self._step:
            self._machine.require(TAKING, "No picture can be taken")
            take, screen = self._now(), self._open().screen
            picture = screen.last if screen else None
            if picture is None:
                raise WrongStep("No picture can be taken: no picture is being recorded.")
        return take.take_still(picture)

    def stop(self) -> Recording:
        """See `RecorderClient.stop`. One that is being stopped already is waited for."""
        if not self._is_ending():
            return self._stop("")
        while self._is_ending():
            time.sleep(_LOOK)
        if self._result is None:
            raise OutputRefused(self._told.message, "")
        return self._result

    def _is_ending(self) -> bool:
        return self._machine.state in (State.STOPPING, State.FINALISING)

    def discard(self) -> None:
        """See `RecorderClient.discard`."""
        with self._step:
            self._machine.require(TAKING, "The recording cannot be discarded")
            self._machine.to(State.STOPPING, "The recording cannot be discarded")
            self._close_session()
            take = self._now()
            take.abandon()
            self._take = None
            self._machine.to(State.IDLE, "The recording cannot be discarded")

    def close(self) -> None:
        """End well: finish what is under way, close the sources."""
        with suppress(WrongStep):
            self._stop("")
        self.disarm()
        self._closed.set()

    # --- the end of a recording

    def _stop(self, why: str) -> Recording:
        """End the recording now; `why` is what is said when nobody asked for it."""
        at = self._clock()
        with self._step:
            self._machine.require(TAKING, "The recording cannot be stopped")
            self._machine.to(State.STOPPING, "The recording cannot be stopped")
            take = self._now()
            at -= take.over_time() or 0.0
            session = self._open()
            session.release()
            self._told = replace(self._told, events=session.events)
            self._machine.to(State.FINALISING, "The recording cannot be stopped")
        closing = threading.Thread(target=self._close_session, name="stormdat-closing")
        closing.start()  # meanwhile: a device may take its time, and the file is long
        try:
            recording = take.finish(at, session.screen.missed if session.screen else 0)
        except StormError as exc:
            closing.join()
            self._end(take, State.FAILED, exc.advice)
            raise
        closing.join()
        failure = take.file.failure
        self._end(
            take, State.FAILED if failure else State.DONE, failure.advice if failure else why, recording
        )
        return recording

    def _end(self, take: Take, state: State, message: str, recording: Recording | None = None) -> None:
        now = self.status()
        size, elapsed = (recording.size, recording.duration_ms) if recording else (now.size, now.elapsed_ms)
        with self._step:
            self._told = replace(now, size=size, elapsed_ms=elapsed, sources=(), message=message)
            self._result = recording
            self._take = None
            self._machine.to(state, "The recording cannot be stopped")
        _log.info("Recording %s is %s. %s", take.name, state, message)

    def _close_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    # --- a file that somebody moves or removes

    def _look_for_file(self, take: Take) -> None:
        """Follow the file of a recording to where it was moved; begin another one when it was removed."""
        media = take.file.where()
        if media == take.file.files.media:
            return
        with self._step:
            if self._take is not take or self._machine.state not in TAKING:
                return
            if media is not None:
                self._say(take.follow(media))
            else:
                self._begin_again(take)

    def _begin_again(self, take: Take) -> None:
        """Go on in a new file. What was removed is not brought back: somebody may have meant it."""
        session, why = self._open(), gone(take.name)
        session.release()
        left = take.seconds_left()
        take.abandon_file()
        try:
            if not take.request.folder.exists():
                private_folder(take.request.folder)
            fresh = self._new_take(session, replace(take.request, seconds=left))
        except StormError as exc:
            self._close_session()
            self._end(take, State.FAILED, f"{why} The recording could not go on: {exc.advice}")
            return
        self._take = fresh
        if self._machine.state is State.PAUSED:
            fresh.file.pause(self._clock())
        session.begin(fresh.file)
        session.look(on=self._machine.state is State.RECORDING)
        self._say(f"{why} The recording goes on in {fresh.file.files.media}.")

    def _say(self, message: str) -> None:
        _log.warning("%s", message)
        self._told = replace(self._told, message=message)

    # --- looking after it

    def _keep_house(self) -> None:
        disk_at = place_at = 0.0
        while not self._closed.wait(_LOOK):
            take = self._take
            if take is None or self._machine.state not in TAKING:
                continue
            now = time.monotonic()
            look = now - disk_at >= _DISK
            disk_at = now if look else disk_at
            try:
                if now - place_at >= _PLACE:
                    place_at = now
                    self._look_for_file(take)
                    take = self._take or take
                why = self._reason_to_stop(take, look_at_disk=look)
                if why is not None:
                    self._stop(why)
            except WrongStep:
                continue  # somebody stopped it at the same moment
            except Exception as exc:
                _log.error("The recording could not be finished.", exc_info=exc)

    def _reason_to_stop(self, take: Take, *, look_at_disk: bool) -> str | None:
        """Return what to say when the recording has to end now; None to go on."""
        if self._failed.is_set() or take.over_time() is not None:
            return ""
        return (take.look_after(self._clock()) or None) if look_at_disk else None

    def _now(self) -> Take:
        assert self._take is not None
        return self._take

    def _open(self) -> Session:
        assert self._session is not None
        return self._session


def _same(one: RecordingRequest, other: RecordingRequest) -> bool:
    """Return whether two requests want the same sources."""

    def sources(request: RecordingRequest) -> tuple[object, ...]:
        picture = (request.monitor, request.monitor_id, request.region, request.frame_rate, request.cursor)
        return (*picture, request.microphone, request.system)

    return sources(one) == sources(other)
