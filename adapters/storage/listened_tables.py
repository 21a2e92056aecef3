"""Table of the channels that the bot is in."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Table

from adapters.storage.tables import Key, Name, metadata, of_channel

listened = Table(
    "listened",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("is_in", Boolean, nullable=False),
    Column("reached", Name),  # what the next page is asked for by
    Column("is_read", Boolean, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("messages", BigInteger, nullable=False),
    Column("heard_us", BigInteger),
    PrimaryKeyConstraint("workspace_id", "channel_id"),
    of_channel(),
)
