"""Nothing leaves the machine: the journey without a network, and every socket the program opens."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.screen import Screen, needs_screen, new_screen, running
from tests.e2e.test_window_journey import CENTRE, report, save_everything, wait_for_results
from tests.silent import PROBE, outside

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]

JOURNEY = "tests/e2e/test_window_journey.py::test_two_files_and_a_folder_are_dropped_read_and_saved"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def may_leave_the_network() -> bool:
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not may_leave_the_network(), reason="needs the right to make a network namespace")
@pytest.mark.soak  # the parts of it run without a network in test_silent_run
def test_the_whole_journey_works_without_a_network(tmp_path: Path) -> None:
    """In a namespace of its own, where the loopback is all there is."""
    inner = f"{sys.executable} -m pytest -q -p no:cacheprovider --basetemp {tmp_path / 'inner'} {JOURNEY}"
    inside = f"ip link set lo up && exec {inner}"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", inside],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "1 passed" in done.stdout


def test_the_trace_is_read_as_strace_writes_it() -> None:
    near = '7 connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
    probe = (
        "7 connect(9, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
        f'inet_pton(AF_INET6, "{PROBE}", &sin6_addr), sin6_scope_id=0}}, 28) = -1 ENETUNREACH'
    )
    far = '7 sendto(9, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("9.9.9.9")}, 16) = 1'
    sent = f'7 sendto(9<UDPv6:[[::1]:40000->[{PROBE}]:443]>, "x", 1, 0, NULL, 0) = 1'
    ours = '7 sendto(5<TCP:[127.0.0.1:40000->127.0.0.1:50000]>, "x", 1, 0, NULL, 0) = 1'
    assert outside(f"{near}\n{probe}\n{far}\n{sent}\n{ours}\n") == [far, sent]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_no_process_of_the_program_names_an_address_off_the_machine(screen: Screen, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    watched = "trace=connect,sendto,sendmsg,sendmmsg,bind"
    tracer = ["strace", "-f", "-yy", "-qq", "--seccomp-bpf", "-e", watched, "-o", str(trace)]
    file = report(tmp_path / "report.docx")
    with running(screen, tmp_path / "stormdat", before=tracer) as program, program.page() as page:
        page.wait_for_selector("[data-home]")
        screen.drag([file], *CENTRE)
        wait_for_results(page)
        save_everything(program, page, tmp_path / "results")
    text = trace.read_text("utf-8", "replace")
    assert 'inet_addr("127.0.0.1")' in text, "the trace has seen the server"
    assert outside(text) == []
    bound = [line for line in text.splitlines() if " bind(" in line and "AF_INET" in line]
    assert bound
    assert [line for line in bound if "127.0.0.1" not in line] == []
