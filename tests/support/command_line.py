"""The command line, called as from a shell but in this process."""

import pytest
import structlog

from adapters.cli import main


def kenner(*arguments: object) -> int:
    """Run ``kenner`` with these arguments; its exit code."""
    try:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
    finally:
        structlog.reset_defaults()
    return int(end.value.code or 0)
