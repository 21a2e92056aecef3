"""Who knows this, and why: pure reasoning over evidence."""
