"""One file a benchmark: ``measure`` takes the materials and gives rows of the table."""
