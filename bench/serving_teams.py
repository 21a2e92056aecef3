"""``kenner serve`` as it is, led to a Teams of our own: ``python -m bench.serving_teams ADDRESS``."""

import sys

from adapters.cli import main
from tests.support.teams.leading import lead_to

if __name__ == "__main__":
    lead_to(sys.argv[1])
    main(["serve"])
