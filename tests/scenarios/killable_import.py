"""Runs ``kenner import`` in a process that kills itself at a given SQL statement; counts them otherwise.

usage: killable_import.py EXPORT STATEMENT    (0: run to the end and print how many there were)
"""

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapters.cli import main


class _Countdown:
    """Counts statements; each stands inside a transaction, for the driver begins one before the first."""

    def __init__(self, last: int) -> None:
        self.seen = 0
        self._last = last

    def __call__(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def run(export: str, statement: int) -> None:
    countdown = _Countdown(statement)
    event.listen(Engine, "after_cursor_execute", countdown)
    try:
        main(["import", export, "--no-embed", "--workspace", "killed"])
    finally:
        sys.stderr.write(f"statements {countdown.seen}\n")


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
