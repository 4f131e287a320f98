"""What stands behind the pages, started and stopped in order: services, pages, server.

Used by the window and by `stormdat serve`. Nothing here knows pywebview.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stormdat_core.errors import StormError
from stormdat_core.paths import AppPaths
from webui.shell import NativeShell

if TYPE_CHECKING:
    from flask import Flask

    from desktop.titles import RecorderTitle
    from stormdat_core.services import Services
    from webui.server import LocalServer

_RECORDER_SECONDS = 0.5
"""How long the end waits until an idle recorder has been asked to end too."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A running server and what it serves."""

    services: "Services"
    server: "LocalServer"
    app: "Flask"
    title: "RecorderTitle | None" = None

    @classmethod
    def start(cls, paths: AppPaths | None = None, shell: NativeShell | None = None, port: int = 0) -> Self:
        """Open the library, make the pages and answer requests.

        Raises:
            StormError: settings, library or port cannot be used; nothing is left open then.
        """
        # Here, because the window shows its splash while these are imported.
        from stormdat_core.services import Services

        services = Services(paths)
        try:
            _ = services.store  # A library that cannot be used is said now, not by the first page.
            return cls._serving(services, shell, port)
        except BaseException:
            services.close()
            raise

    @classmethod
    def _serving(cls, services: "Services", shell: NativeShell | None, port: int) -> Self:
        from desktop.titles import RecorderTitle
        from stormdat_core.actions import recordings
        from webui.app import create_app
        from webui.config import PRODUCTION
        from webui.server import LocalServer

        app = create_app(PRODUCTION, services, shell)
        server = LocalServer(app, port)
        server.start()
        title = RecorderTitle(shell.set_title) if shell is not None else None
        if title is not None:
            services.recorder.follow(title)
        recordings.look_after(services)
        return cls(services, server, app, title)

    def launch_address(self) -> str:
        """Return an address that opens the pages once."""
        from webui.context import KEY

        return self.server.launch_address(self.app.extensions[KEY].gate.new_key())

    def address_of(self, endpoint: str, **values: object) -> str:
        """Return the address of a page by the name of its view."""
        place = self.app.url_map.bind(f"127.0.0.1:{self.server.port}")
        return place.build(endpoint, values, force_external=True)

    def sweep(self, files: tuple[Path, ...]) -> str:
        """Start to check files as the settings say; return the address of the page about it.

        Sound and video alone cannot be checked: the page offers to transcribe them.

        Raises:
            StormError: the program is closing.
        """
        from stormdat_core.actions import sweeps
        from webui.media import are_media

        if are_media(files):
            return self.address_of("transcripts.index", offer=self.services.inbox.put(files, "media").token)
        job = sweeps.start(self.services, sweeps.request(self.services.settings, files))
        return self.address_of("sweeps.job", job_id=job.id)

    def running(self) -> tuple[str, ...]:
        """Return the titles of the jobs that are under way."""
        from stormdat_core.actions.recordings import LOOK_AFTER

        jobs = self.services.jobs.jobs()
        return tuple(job.title for job in jobs if not job.state.ended and job.kind != LOOK_AFTER)

    def is_recording(self) -> bool:
        """Return whether a recording is under way; it outlives the window."""
        return self.title is not None and self.title.busy

    def stop(self) -> None:
        """End streams and requests, jobs, an idle recorder, then library and log. A recording goes on."""
        self.services.events.close()
        self.services.jobs.shutdown(timeout=0)  # they end while the server does
        asking = threading.Thread(target=self._end_idle_recorder, name="stormdat-recorder-end", daemon=True)
        asking.start()
        self.server.stop()
        asking.join(_RECORDER_SECONDS)
        self.services.close()

    def _end_idle_recorder(self) -> None:
        """Let a recorder end that nobody uses; it would by itself, a minute later."""
        if self.title is not None:
            with suppress(StormError):
                self.services.recorder.end()
