"""What can go wrong on the index floor."""


class IndexFloorError(Exception):
    """Root of this floor's errors."""


class ModelUnusableError(IndexFloorError):
    """The model's folder is missing, damaged, or not the one expected."""


class IndexDamagedError(IndexFloorError):
    """A generation on disk cannot be read; it can be rebuilt from the rows."""


class IndexStaleError(IndexFloorError):
    """The index was made with another model: its vectors do not compare, it must be rebuilt."""
