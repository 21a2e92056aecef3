"""Keys of rows as somebody may send them: a button can carry anything."""

from uuid import UUID


def is_key(text: str) -> bool:
    """Whether it may be one: PostgreSQL refuses a query for anything else."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
