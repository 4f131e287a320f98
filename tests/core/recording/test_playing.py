"""A recording in a real browser: pictures that are repeated by one byte play, and a seek shows the right one."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import Picture
from tests.core.recording.studio import Studio, beeps, plain
from tests.e2e.pages import CHROMIUM, becomes, chromium

SEEK = """async (second) => {
  const video = document.querySelector("video");
  await new Promise((done, failed) => {
    video.onseeked = done;
    video.onerror = () => failed(video.error.message);
    video.currentTime = second;
  });
  const canvas = document.querySelector("canvas").getContext("2d");
  canvas.drawImage(video, 0, 0);
  return canvas.getImageData(160, video.videoHeight / 2, 1, 1).data[0];
}"""
PLAY = """async () => {
  const video = document.querySelector("video");
  video.currentTime = 0;
  video.playbackRate = 4;
  await video.play();
  await new Promise((done) => { video.onended = done; setTimeout(done, 20000); });
  return [video.ended, video.error && video.error.message];
}"""


class Ranges(http.server.BaseHTTPRequestHandler):
    """Serves one file in ranges, and a page that shows it."""

    media: bytes

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path != "/media.mp4":
            self._send(
                200, "text/html", b"<video src=media.mp4 muted></video><canvas width=320 height=300></canvas>"
            )
            return
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        begin, end = int(first), int(last or len(self.media) - 1)
        self._send(206, "video/mp4", self.media[begin : end + 1], f"bytes {begin}-{end}/{len(self.media)}")

    def _send(self, status: int, kind: str, body: bytes, span: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A recording whose grey says the second, changing once a second and still in between."""
    studio = Studio(tmp_path, marking="CUI")
    shown = -1

    def screen(second: float) -> Picture | None:
        nonlocal shown
        before, shown = shown, int(second)
        return None if before == shown else plain(320, 180, 40 + 20 * shown)

    studio.run(8.0, {Role.MICROPHONE: beeps}, screen)
    Ranges.media = studio.file.finish().path.read_bytes()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ranges)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.e2e
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_repeated_pictures_play_and_a_seek_shows_the_right_one(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        becomes(page, "document.querySelector('video').readyState >= 1")
        assert page.evaluate("document.querySelector('video').duration") == pytest.approx(8.0, abs=0.02)
        for second in (0.5, 3.5, 6.9, 1.5, 5.5, 2.2, 7.9, 0.1):
            assert page.evaluate(SEEK, second) == pytest.approx(40 + 20 * int(second), abs=5), second
        assert page.evaluate(PLAY) == [True, None]
