"""Tables of knowledge cards: their words, who wrote them, how they were before, and what is proposed."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from adapters.storage.tables import Key, Name, metadata, of_channel, of_person, of_workspace


def _of_card() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "card_id"], ["cards.workspace_id", "cards.id"], ondelete="CASCADE"
    )


cards = Table(
    "cards",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("state", Name, nullable=False),
    Column("channel_id", Key),  # NULL: brought in from outside
    Column("thread_ts", Name),
    Column("title", Text, nullable=False),
    Column("titled_by", Key),
    Column("title_ts", Name),
    Column("topics", Text, nullable=False),  # JSON
    Column("parts", Text, nullable=False),  # JSON: author, role, text, ts, whether it was changed there
    Column("source", Text, nullable=False),
    Column("made_by", Key),
    Column("made_us", BigInteger, nullable=False),
    Column("confirmed_us", BigInteger, nullable=False),
    Column("confirmed_by", Key),
    Column("embedded_by", Name),  # model of its vector, or NULL
    Column("vector", LargeBinary),  # float32, little-endian
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "channel_id", "thread_ts"),
    of_workspace(),
    of_channel(),
    Index(None, "workspace_id", "state"),
)

card_authors = Table(
    "card_authors",
    metadata,
    Column("workspace_id", Key),
    Column("card_id", Key),
    Column("person_id", Key),
    Column("place", Integer, nullable=False),
    Column("leave", Name, nullable=False),
    Column("told_us", BigInteger),
    PrimaryKeyConstraint("workspace_id", "card_id", "person_id"),
    _of_card(),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "person_id"),
)

card_revisions = Table(
    "card_revisions",
    metadata,
    Column("workspace_id", Key),
    Column("card_id", Key),
    Column("number", Integer, autoincrement=False),
    Column("at_us", BigInteger, nullable=False),
    Column("what", Name, nullable=False),
    Column("by_id", Key),
    Column("title", Text, nullable=False),
    Column("titled_by", Key),
    Column("topics", Text, nullable=False),
    Column("parts", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "card_id", "number"),
    _of_card(),
)

card_proposals = Table(
    "card_proposals",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("card_id", Key, nullable=False),
    Column("person_id", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    _of_card(),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "card_id"),
    Index(None, "workspace_id", "person_id"),
)
