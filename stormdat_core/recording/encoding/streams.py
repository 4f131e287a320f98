"""The streams of a recording's file: the picture, the mix, then each device, and what encodes them."""

import os
from collections.abc import Mapping

from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import RATE
from stormdat_core.recording.encoding.opus import SoundEncoder
from stormdat_core.recording.encoding.video import PictureEncoder
from stormdat_core.recording.files.container import Container
from stormdat_core.recording.plan import Plan
from stormdat_core.recording.sound.mixing import CHANNELS

BIT_RATE: Mapping[Role, int] = {Role.MIX: 128_000, Role.MICROPHONE: 128_000, Role.SYSTEM: 160_000}
NAMES: Mapping[Role, str] = {Role.MIX: "Mix", Role.MICROPHONE: "Microphone", Role.SYSTEM: "System sound"}


class Streams:
    """Adds a plan's streams to a container, starts it, and holds their encoders."""

    def __init__(self, container: Container, plan: Plan) -> None:
        """Write the head of the file.

        Raises:
            OSError: the disk is full or gone.
        """
        threads = min(4, os.cpu_count() or 1)
        picture = container.add_picture(*plan.frame, plan.request.frame_rate, threads) if plan.size else None
        sounds = {
            role: container.add_sound(NAMES[role], CHANNELS[role], BIT_RATE[role], RATE)
            for role in ((Role.MIX, *plan.roles) if plan.roles else ())
        }
        container.start()
        self.picture: PictureEncoder | None = None
        if picture is not None and plan.size is not None:
            self.picture = PictureEncoder(picture, plan.size, plan.request.marking, container.mux)
        self.sounds = {
            role: SoundEncoder(stream, CHANNELS[role], container.mux) for role, stream in sounds.items()
        }
