"""The command line, called as from a shell but in this process."""

import pytest

from adapters.cli import main


def kenner(*arguments: object) -> int:
    """Run ``kenner`` with these arguments; its exit code."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)
