"""Who is at the keyboard: for the audit log."""

import getpass
import os


def operator() -> str:
    """The account's name. A container may run under a number that has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
