"""What all tests of this floor share."""

import pytest

from index import generations


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test pulls the plug; waiting for the disk is most of a small publish."""
    monkeypatch.setattr(generations, "_sync", lambda _path: None)
