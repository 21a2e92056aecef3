"""The report of a replay, in the terminal and as a page."""
