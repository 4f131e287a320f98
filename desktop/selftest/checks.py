"""The checks, each of a part that a broken installation can lack. All work on the sample report."""

import importlib
import json
import os
import sys
import urllib.error
import urllib.request
import zipfile
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path

from desktop.selftest import media, site
from desktop.selftest.run import Check, Details, Unfit
from stormdat_core.model import FileResult
from stormdat_core.paths import AppPaths, private_folder
from stormdat_core.plugins import state

_PLUGIN_SECONDS = 15
"""Time that plug-ins have for the sample; without them it takes a second or two."""
EXPECTED = {
    "ACR-BEFORE-DEF",
    "ACR-DEF-UNUSED",
    "ACR-FULL-FORM",
    "ACR-LIST-UNUSED",
    "ACR-NOT-IN-LIST",
    "ACR-REDEFINED",
    "ACR-UNDEFINED",
    "SPC-DOUBLE",
}
"""Rules that find something in the sample, whatever house it is judged for."""


def reader(_: AppPaths) -> Details:
    """Read the sample completely."""
    from stormdat_core.documents import read
    from stormdat_core.sample import sample_report

    document = read(sample_report())
    if not document.blocks or document.warnings:
        raise Unfit(f"{len(document.blocks)} blocks, warnings: {document.warnings}")
    return {"blocks": len(document.blocks), "characters": sum(len(block.text) for block in document.blocks)}


def rules(_: AppPaths) -> Details:
    """Judge the sample by every rule, its list and the profile that counts where none is chosen."""
    return {"findings": len(_judged().findings)}


def _judged() -> FileResult:
    from stormdat_core.sample import sample_list, sample_report
    from stormdat_core.sweep import check_file

    result = check_file(sample_report(), None, (sample_list(),))
    if result.error:
        raise Unfit(result.error)
    _expect({finding.rule for finding in result.findings})
    return result


def _expect(found: set[str]) -> None:
    missing = EXPECTED - found
    if missing:
        raise Unfit(f"rules that found nothing: {', '.join(sorted(missing))}")


def writers(paths: AppPaths) -> Details:
    """Write every kind of output and look into it."""
    from stormdat_core import version
    from stormdat_core.reports import DOOR, ReportContext

    result, context = _judged(), ReportContext(version(), datetime.now(UTC))
    folder = private_folder(paths.scratch)
    sizes: dict[str, object] = {}
    for writer in (each.item for each in DOOR.builtin()):
        target = folder / f"report{writer.suffix}"
        writer.write(result, target, context)
        _look_into(target, len(result.findings))
        sizes[writer.id] = target.stat().st_size
    return sizes


def _look_into(output: Path, findings: int) -> None:
    """Open an output with another library than the one that wrote it, where there is one."""
    if zipfile.is_zipfile(output):
        with zipfile.ZipFile(output) as package:
            damaged = package.testzip()
        if damaged:
            raise Unfit(f"{output.name} is damaged at {damaged}")
    elif output.suffix == ".json":
        written = len(json.loads(output.read_bytes())["findings"])
        if written != findings:
            raise Unfit(f"{output.name} holds {written} findings, not {findings}")
    elif b"SPC-DOUBLE" not in output.read_bytes():
        raise Unfit(f"{output.name} lacks a finding")


def worker_and_store(paths: AppPaths) -> Details:
    """Sweep the sample in a child process, keep the findings, find them again, delete them."""
    from stormdat_core.actions import sweeps
    from stormdat_core.model import SweepRequest
    from stormdat_core.sample import sample_list, sample_report
    from stormdat_core.services import open_services

    request = SweepRequest(paths=(sample_report(),), lists=(sample_list(),), jobs=1, use_cache=False)
    with open_services(paths) as services:
        summary = sweeps.run(services, request)
        if summary.failed:
            raise Unfit(summary.failed[0].result.error)
    with open_services(paths) as services:
        counts = services.store.sweep(summary.sweep_id).counts
        _expect(set(counts))
        sweeps.delete(services, [summary.sweep_id])
    return {"findings": sum(counts.values())}


def plug_ins(paths: AppPaths) -> Details:
    """Check the sample with the plug-ins that are installed, in a child process, and write their reports.

    Raises:
        Unfit: one of them could not be let in, or failed.
    """
    from stormdat_core.plugins.overview import overview
    from stormdat_core.sweep.doors import DOORS
    from webui.features import DOOR

    doors = (*DOORS, DOOR)
    found = overview(doors)
    if not found:
        return {"let in": [], "off": not state.allowed()}
    said = _swept_with_plugins(paths)
    failed = [failure for each in overview(doors) for failure in each.failures]
    if failed or said:
        raise Unfit(" ".join(dict.fromkeys([*failed, *said])))
    brings = {each.package.words: [f"{kind} {name}" for kind, name in each.brings] for each in found}
    return {"let in": brings}


def _swept_with_plugins(paths: AppPaths) -> list[str]:
    """Return what a sweep of the sample says of its plug-ins, its own warnings aside: there are none."""
    from stormdat_core.actions import settings, sweeps
    from stormdat_core.model import SweepRequest
    from stormdat_core.reports import DOOR
    from stormdat_core.sample import sample_list, sample_report
    from stormdat_core.services import open_services

    words = tuple(offer.item.id for offer in DOOR.offers() if offer.foreign)
    out = private_folder(paths.scratch / "plug-ins") if words else None
    lists = (sample_list(),)
    request = SweepRequest((sample_report(),), lists, out=out, formats=words, jobs=1, use_cache=False)
    with open_services(paths) as services:
        settings.change(services, {"file_seconds": _PLUGIN_SECONDS})
        (file,) = sweeps.run(services, request).files
    errors = [output.error for output in file.outputs if output.error]
    return [*file.result.warnings, *errors, *([file.result.error] if file.result.error else [])]


def server(paths: AppPaths) -> Details:
    """Start the server, come in with the key, and stay outside without it."""
    from desktop.backend import Backend

    backend = Backend.start(paths)
    try:
        refused = _status(urllib.request.build_opener(), backend.server.address)
        visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        entered = _status(visitor, backend.launch_address())
    finally:
        backend.stop()
    if (refused, entered) != (401, 200):
        raise Unfit(f"without the key {refused} (not 401), with it {entered} (not 200)")
    return {"page": entered, "without_key": refused}


def _status(opener: urllib.request.OpenerDirector, address: str) -> int:
    # A site's proxy settings are for other machines.
    opener.add_handler(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code


def window_libraries(_: AppPaths) -> Details:
    """Import what the window is made of. No display is needed for that."""
    importlib.import_module("webview")
    if sys.platform != "linux":
        return {"engine": importlib.import_module("webview.guilib").initialize().renderer}
    os.environ["QT_API"] = "pyside6"
    from PySide6.QtWebEngineCore import qWebEngineChromiumVersion, qWebEngineVersion

    importlib.import_module("webview.platforms.qt")
    return {"engine": qWebEngineVersion(), "chromium": qWebEngineChromiumVersion()}


def window(paths: AppPaths) -> Details:
    """Open a window in a child process and load the start page in it."""
    from desktop.backend import Backend
    from desktop.selftest.window import open_once
    from stormdat_core.processes import spawn

    backend = Backend.start(paths)
    try:
        process, connection = spawn(open_once, backend.launch_address(), name="self-test-window")
        answer = connection.recv() if connection.poll(60) else "the window did not answer within a minute"
        process.join(10)
        process.kill()
    except EOFError:
        answer = "the window's process ended"
    finally:
        backend.stop()
    if isinstance(answer, str):
        raise Unfit(answer)
    return dict(answer)


def _alone(check: Check) -> Check:
    """Return a check that lets no plug-in in: in this process nobody would end it."""

    def tried(paths: AppPaths) -> Details:
        with state.without():
            return check(paths)

    return tried


CHECKS: tuple[tuple[str, Check], ...] = (
    ("reader", reader),
    ("rules", _alone(rules)),
    ("writers", _alone(writers)),
    ("worker and store", _alone(worker_and_store)),
    ("server", server),
    ("plug-ins", plug_ins),
    ("site", site.site),
    ("signatures", site.signatures),
    ("window libraries", window_libraries),
    ("recording", media.recording),
    ("recorder", media.recorder),
    ("speech", media.speech),
)
WINDOW: tuple[tuple[str, Check], ...] = (("window", window),)
