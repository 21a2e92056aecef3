"""Real exports beside the repository: used where they are, skipped where they are not, except in CI."""

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"


def shared_data(name: str) -> Path:
    """A file or folder of the shared data."""
    path = SHARED_DATA / name
    if path.exists():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{path} is not there, and CI always has it")
    pytest.skip(f"{path} is not there")
