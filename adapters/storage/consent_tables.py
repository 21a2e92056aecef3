"""Tables of what people decided about themselves."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, Name, metadata, of_person

preferences = Table(
    "preferences",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("naming", Name),  # one of expertise.consent.Naming; NULL: has not said
    Column("told_us", BigInteger),  # when they were told that Kenner may name them
    Column("paused_until_us", BigInteger),
    Column("erased_us", BigInteger),  # what was written until then is not to come back
    PrimaryKeyConstraint("workspace_id", "person_id"),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "naming"),
    Index(None, "workspace_id", "paused_until_us"),
)

# Found by its rarest-looking term, so that a question reads the few that can concern it.
hidden_topics = Table(
    "hidden_topics",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("topic", Name),  # as it was hidden
    Column("term", Name, nullable=False),
    Column("terms", Text, nullable=False),  # JSON
    Column("hidden_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "topic"),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "term"),
)

namings = Table(
    "namings",
    metadata,
    Column("workspace_id", Key),
    Column("week", Integer),  # since 1970
    Column("person_id", Key),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "week", "person_id"),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "week", "count"),
)
