"""The same stores in memory, for replay and tests: same order, same ids, same floats, no disk."""
