"""The table of what people say aloud of what they learned."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, Name, metadata, of_person

aloud = Table(
    "aloud",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("person_id", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("channel_id", Key),  # NULL: a draft
    Column("ts", Name),  # NULL until it is said
    PrimaryKeyConstraint("workspace_id", "id"),
    ForeignKeyConstraint(["workspace_id", "channel_id"], ["channels.workspace_id", "channels.id"]),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "person_id"),
    Index(None, "workspace_id", "channel_id", "ts"),
    Index(None, "workspace_id", "at_us"),
)
