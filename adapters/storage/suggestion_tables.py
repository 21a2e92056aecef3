"""Tables of what was suggested where somebody asked in a channel, and of each channel's mode."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from adapters.storage.tables import Key, Name, metadata, of_channel, of_person

suggestions = Table(
    "suggestions",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("ts", Name),  # of the message that asks
    Column("asker_id", Key, nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    Column("due_us", BigInteger),
    Column("silence", Name),
    Column("mode", Name),
    Column("chance", Double),
    Column("excerpts", Text, nullable=False),  # JSON: channels, threads, authors, messages
    Column("deeper", Text, nullable=False),  # JSON: people
    Column("opinion", Name),
    Column("edition", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "channel_id", "ts"),
    of_channel(),
    of_person("asker_id", ondelete="CASCADE"),
    Index(None, "workspace_id", "due_us"),
    Index(None, "workspace_id", "state", "asked_us"),
    Index(None, "workspace_id", "asker_id", "asked_us"),
)

suggestion_links = Table(
    "suggestion_links",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("ts", Name),
    Column("place", Integer, autoincrement=False),
    Column("to_channel_id", Key),  # of a message that it quotes; NULL: it only names the person
    Column("to_ts", Name),
    Column("person_id", Key, nullable=False),  # whose it is
    PrimaryKeyConstraint("workspace_id", "channel_id", "ts", "place"),
    ForeignKeyConstraint(
        ["workspace_id", "channel_id", "ts"],
        ["suggestions.workspace_id", "suggestions.channel_id", "suggestions.ts"],
        ondelete="CASCADE",
    ),
    Index(None, "workspace_id", "to_channel_id", "to_ts"),
    Index(None, "workspace_id", "person_id"),
)

suggesting = Table(
    "suggesting",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("mode", Name, nullable=False),
    PrimaryKeyConstraint("workspace_id", "channel_id"),
    of_channel(),
)
