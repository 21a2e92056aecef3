"""Told to stop, a process ends: by itself if it can, else after its grace, and at once if told again."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("stoppable.py")
NEVER, SOON = 300.0, 0.3


def start(what: str, grace: float) -> "subprocess.Popen[bytes]":
    """A process that is in the middle of it; with how long it may say goodbye."""
    process = subprocess.Popen(  # noqa: S603 our own script
        [sys.executable, str(SCRIPT), what, str(grace)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # a line is read, and not a byte of what follows
    )
    assert process.stdout
    assert process.stdout.readline() == b"begun\n"
    return process


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("what", ["thread", "loop", "goodbye"])
def test_whatever_cannot_be_broken_off_the_process_ends(what: str, how: signal.Signals) -> None:
    process = start(what, SOON)

    process.send_signal(how)

    assert process.communicate(timeout=30)[1] == b""
    assert process.returncode == 0


def test_what_can_be_broken_off_says_goodbye() -> None:
    process = start("sleep", NEVER)

    process.send_signal(signal.SIGTERM)

    assert process.communicate(timeout=30) == (b"stopped\n", b"")
    assert process.returncode == 0


def test_told_twice_it_ends_at_once() -> None:
    process = start("thread", NEVER)

    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=SOON)
    process.send_signal(signal.SIGTERM)

    process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM


def test_nobody_has_to_tell_one_that_is_through() -> None:
    process = start("nothing", NEVER)

    assert process.communicate(timeout=30) == (b"stopped\n", b"")
