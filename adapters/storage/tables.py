"""The tables: every row belongs to a workspace, and its keys carry it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# Text on SQLite: SQLAlchemy's Uuid would rewrite every value in Python, both ways, and bulk inserts
# feel it. 16 bytes on PostgreSQL, where indexes of 100 million messages count. Both sort alike.
Key = String(36).with_variant(Uuid(as_uuid=False), "postgresql")

# Sorted by code point on both engines, as Python sorts: pages and ties then agree everywhere.
Name = Text().with_variant(Text(collation="C"), "postgresql")

RowId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only


def of_workspace() -> ForeignKeyConstraint:
    """That ``workspace_id`` names a workspace."""
    return ForeignKeyConstraint(["workspace_id"], ["workspaces.id"])


def of_channel() -> ForeignKeyConstraint:
    """That ``channel_id`` names a channel of the same workspace."""
    return ForeignKeyConstraint(["workspace_id", "channel_id"], ["channels.workspace_id", "channels.id"])


def of_person(column: str = "person_id", *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """That a column names a person of the same workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", column], ["people.workspace_id", "people.id"], ondelete=ondelete
    )


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Key),
    Column("platform", Name, nullable=False),
    Column("platform_id", Name, nullable=False),
    Column("name", Name, nullable=False),
    Column("url", Text, nullable=False),
    Column("log_head", BigInteger, nullable=False, server_default="0"),  # last sequence of passage_log
    Column("declared_changes", BigInteger, nullable=False, server_default="0"),  # of the table declared
    Column("card_changes", BigInteger, nullable=False, server_default="0"),  # of the table cards
    PrimaryKeyConstraint("id"),
    UniqueConstraint("platform", "platform_id"),
)

people = Table(
    "people",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("platform_id", Name, nullable=False),
    Column("name", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("has_left", Boolean, nullable=False),
    Column("is_outsider", Boolean, nullable=False, server_default=false()),
    Column("picture", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "platform_id"),
    of_workspace(),
)

channels = Table(
    "channels",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("platform_id", Name, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("is_stale", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "platform_id"),
    of_workspace(),
)

members = Table(
    "members",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("person_id", Key),
    PrimaryKeyConstraint("workspace_id", "channel_id", "person_id"),
    of_channel(),
    of_person(),
    Index(None, "workspace_id", "person_id", "channel_id"),
)

# Its key is the platform's. The two further indexes leave the workspace out: channel ids are unique
# by themselves, and 36 bytes a message add up.
messages = Table(
    "messages",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("ts", Name),
    Column("author_id", Key),
    Column("posted_us", BigInteger, nullable=False),
    Column("thread_ts", Name),
    Column("text", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("edited_us", BigInteger),
    PrimaryKeyConstraint("workspace_id", "channel_id", "ts"),
    of_channel(),
    of_person("author_id"),
    Index(None, "channel_id", "posted_us", "ts"),
)
Index(
    None,
    messages.c.author_id,
    messages.c.posted_us,
    sqlite_where=messages.c.thread_ts.is_not(None),
    postgresql_where=messages.c.thread_ts.is_not(None),
)
Index(
    None,
    messages.c.channel_id,
    messages.c.thread_ts,
    sqlite_where=messages.c.thread_ts.is_not(None),
    postgresql_where=messages.c.thread_ts.is_not(None),
)

passages = Table(
    "passages",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),  # never given twice: the index knows it
    Column("workspace_id", Key, nullable=False),
    Column("channel_id", Key, nullable=False),
    Column("partition", Name, nullable=False),
    Column("thread_ts", Name, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Name, nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger, nullable=False),
    Column("speakers", Text, nullable=False),  # JSON: [[person_id, role, characters, ts], …]
    Column("embedded_by", Name),  # model of its vector, or NULL: so that what is missing is found at once
    UniqueConstraint("workspace_id", "channel_id", "thread_ts", "ordinal"),
    of_channel(),
    Index(None, "workspace_id", "partition", "id"),
    Index(None, "workspace_id", "embedded_by", "id", "language"),
    sqlite_autoincrement=True,
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", RowId, autoincrement=False),
    Column("workspace_id", Key, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # float32, little-endian
    PrimaryKeyConstraint("passage_id"),
    ForeignKeyConstraint(["passage_id"], ["passages.id"], ondelete="CASCADE"),
    of_workspace(),
)

passage_log = Table(
    "passage_log",
    metadata,
    Column("workspace_id", Key),
    Column("sequence", BigInteger, autoincrement=False),  # counted in workspaces.log_head: no gaps
    Column("partition", Name, nullable=False),
    Column("passage_id", BigInteger, nullable=False),
    Column("is_added", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "sequence"),
    of_workspace(),
)

# A channel's counts stand in the partition they were added to, so that the totals are always the
# sums of these, also while a channel moves. The weights are forward-decayed, with the
# long and the short half-life: expertise/activity.py.
activity = Table(
    "activity",
    metadata,
    Column("workspace_id", Key),
    Column("channel_id", Key),
    Column("partition", Name),
    Column("person_id", Key),
    Column("count", BigInteger, nullable=False),
    Column("weight", Double, nullable=False),
    Column("recent", Double, nullable=False),
    PrimaryKeyConstraint("workspace_id", "channel_id", "partition", "person_id"),
    of_channel(),
    of_person(),
    Index(None, "workspace_id", "channel_id", "partition", "weight"),  # the busiest, without reading all
)

activity_total = Table(
    "activity_total",
    metadata,
    Column("workspace_id", Key),
    Column("partition", Name),
    Column("person_id", Key),
    Column("count", BigInteger, nullable=False),
    Column("weight", Double, nullable=False),
    Column("recent", Double, nullable=False),
    PrimaryKeyConstraint("workspace_id", "partition", "person_id"),
    of_person(),
    Index(None, "workspace_id", "partition", "weight"),  # the busiest, without reading all
)

# How often somebody came first; the weight is forward-decayed with the half-life of expertise/fairness.py.
first_places = Table(
    "first_places",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("count", BigInteger, nullable=False),
    Column("weight", Double, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    of_person(ondelete="CASCADE"),
)

declared = Table(
    "declared",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("folded", Name),  # the topic without regard to case: a person declares it once
    Column("topic", Text, nullable=False),
    Column("declared_us", BigInteger, nullable=False),
    Column("embedded_by", Name),  # model of its vector, or NULL
    Column("vector", LargeBinary),  # float32, little-endian
    PrimaryKeyConstraint("workspace_id", "person_id", "folded"),
    of_person(ondelete="CASCADE"),
)

rankers = Table(
    "rankers",
    metadata,
    Column("workspace_id", Key),
    Column("number", Integer, autoincrement=False),
    Column("made_us", BigInteger, nullable=False),
    Column("choice", Name, nullable=False),
    Column("weights", Text, nullable=False),  # JSON: signal to weight
    Column("calibration", Text, nullable=False),  # JSON: intercept and slope
    Column("learned_from", Integer, nullable=False),
    Column("tested_on", Integer, nullable=False),
    Column("figures", Text),  # JSON: choice to mean reciprocal rank
    Column("is_in_use", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number"),
    of_workspace(),
)
Index(
    None,
    rankers.c.workspace_id,
    unique=True,
    sqlite_where=rankers.c.is_in_use,
    postgresql_where=rankers.c.is_in_use,
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, Identity(), primary_key=True),
    Column("workspace_id", Key, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("subject", Key),  # no foreign key: the entry outlives the person
    Column("detail", Text, nullable=False),
    of_workspace(),
    Index(None, "workspace_id", "id"),
    sqlite_autoincrement=True,
)

import_progress = Table(
    "import_progress",
    metadata,
    Column("workspace_id", Key),
    Column("fingerprint", Name),
    Column("part", Name),
    PrimaryKeyConstraint("workspace_id", "fingerprint", "part"),
    of_workspace(),
)
