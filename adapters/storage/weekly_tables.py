"""Tables of weekly notes: which week was begun, and whose note waits for a morning."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, Name, metadata, of_person, of_workspace

weeks = Table(
    "weeks",
    metadata,
    Column("workspace_id", Key),
    Column("day", Name, nullable=False),  # of the last one that was begun, as 2026-11-30
    PrimaryKeyConstraint("workspace_id"),
    of_workspace(),
)

due_notes = Table(
    "due_notes",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("day", Name, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("hints", Text, nullable=False),  # JSON: whose, about what, why, channels named
    PrimaryKeyConstraint("workspace_id", "person_id"),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "due_us"),
)
