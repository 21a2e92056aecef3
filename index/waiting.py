"""How the threads of numeric libraries wait for work."""

import os


def wait_quietly() -> None:
    """Let them sleep, where nobody has said otherwise; to be called before such a library is loaded.

    By default they spin, at the cost of whoever else needs the processor: of two cores, a question took 154
    ms of processor time instead of 107, and half of them were answered later.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
