"""What stands behind the window: files that are named outside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.backend import Backend
from stormdat_core.paths import AppPaths
from tests.core.transcription.test_decoding import write


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    started = Backend.start(AppPaths.below(tmp_path / "app"), None)
    yield started
    started.stop()


def test_sound_named_on_the_command_line_is_offered_to_be_transcribed(
    backend: Backend, tmp_path: Path
) -> None:
    sound = write(tmp_path / "base.wav", "pcm_s16le")
    address = backend.sweep((sound,))
    token = address.split("/transcripts?offer=")[1]
    assert backend.services.inbox.get(token).paths == (sound,)
    assert backend.services.store.sweeps().total == 0


def test_text_named_with_sound_is_checked(backend: Backend, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("The NTIA was here.")
    assert "/jobs/" in backend.sweep((text, write(tmp_path / "base.wav", "pcm_s16le")))


def test_a_file_opened_in_the_window_is_checked_with_the_lists_a_person_keeps(
    backend: Backend, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Acronym,Definition\nNTIA,National Telecommunications and Information Administration\n")
    text = tmp_path / "a.txt"
    text.write_text("The NTIA was here.")
    services = backend.services
    services.change_settings({"lists": [str(listed)], "formats": ["html"]})
    job = services.jobs.wait(backend.sweep((text,)).rpartition("/")[2], 60)
    assert job.result is not None
    asked = services.store.sweep(job.result).request
    assert asked.lists == (listed,)
    assert asked.formats == ("html",)
