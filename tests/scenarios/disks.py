"""Disks as nobody likes them: read-only, or full. Real ones, where this process may mount them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in the folder can be written meanwhile, not even by root."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    with _mounted("--bind", str(folder), folder):
        _run("mount", "-o", "remount,ro,bind", folder)
        yield


@contextmanager
def small(folder: Path, kib: int) -> Iterator[None]:
    """A disk of that size stands at the folder; ``grow`` makes it larger."""
    if os.geteuid() != 0:
        _without("only root may mount a small disk")
    with _mounted("-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", folder):
        yield


def grow(folder: Path) -> None:
    _run("mount", "-o", "remount,size=64m", folder)


@contextmanager
def _mounted(*arguments: object) -> Iterator[None]:
    folder = arguments[-1]
    try:
        _run("mount", *arguments)
    except subprocess.CalledProcessError:
        _without("this container may not mount")
    try:
        yield
    finally:
        _run("umount", "-l", folder)


def _without(reason: str) -> NoReturn:
    """Skip; in CI nothing that is required may be skipped, so there it is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)  # noqa: S603 our own words
