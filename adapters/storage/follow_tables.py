"""The table of what people follow."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, Name, metadata, of_person

follows = Table(
    "follows",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("folded", Name),  # what makes two topics the same
    Column("topic", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "folded"),
    of_person(ondelete="CASCADE"),
)
