"""Table of the conversations that the bot is in, and the doors to them."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, Name, metadata, of_workspace

addresses = Table(
    "addresses",
    metadata,
    Column("workspace_id", Key),
    Column("conversation", Name),
    Column("place", Name, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("person", Name),  # whose conversation with the bot it is, by the platform's id
    Column("team", Name),
    Column("seen_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "conversation"),
    of_workspace(),
    Index(None, "workspace_id", "person"),
    Index(None, "workspace_id", "place", "team"),
)
