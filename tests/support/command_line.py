"""The command line, called as from a shell but in this process."""

import click
import pytest
import structlog

from adapters import cli


def kenner(*arguments: object, command: click.Command = cli.kenner) -> int:
    """Run ``kenner``, or another command, with these arguments; its exit code."""
    try:
        with pytest.raises(SystemExit) as end:
            cli.main([str(argument) for argument in arguments], command)
    finally:
        structlog.reset_defaults()
    return int(end.value.code or 0)
