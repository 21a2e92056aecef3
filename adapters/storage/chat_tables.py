"""The tables of the chat bot: what came in, what goes out, what was asked and shown, what is muted."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from adapters.storage import tables
from adapters.storage.tables import Key, Name, RowId, of_person, of_workspace

metadata = tables.metadata
"""Of these tables and of those that they refer to."""


inbox = Table(
    "inbox",
    metadata,
    Column("sequence", RowId, Identity(), primary_key=True),  # the order of arrival
    Column("workspace_id", Key, nullable=False),
    Column("event_id", Name, nullable=False),
    Column("kind", Name, nullable=False),
    Column("lane", Name, nullable=False),
    Column("body", Text),  # JSON as it came, or NULL once purged
    Column("received_us", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_us", BigInteger),
    Column("handled_us", BigInteger),
    Column("is_urgent", Boolean, nullable=False, server_default=false()),  # goes before talk
    UniqueConstraint("workspace_id", "event_id"),
    of_workspace(),
    Index(None, "workspace_id", "state", "sequence"),
    sqlite_autoincrement=True,
)
Index(
    None,
    inbox.c.workspace_id,
    inbox.c.received_us,
    sqlite_where=inbox.c.body.is_not(None),
    postgresql_where=inbox.c.body.is_not(None),
)

Index(
    "ix_inbox_urgent",
    inbox.c.workspace_id,
    inbox.c.state,
    inbox.c.sequence,
    sqlite_where=inbox.c.is_urgent,
    postgresql_where=inbox.c.is_urgent,
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("workspace_id", Key),
    Column("key", Name),
    Column("kind", Name, nullable=False),
    Column("channel", Name),
    Column("thread_ts", Name),
    Column("recipient", Name),
    Column("target_ts", Name),
    Column("target_key", Name),
    Column("payload", Text),  # JSON, or NULL once purged
    Column("state", Name, nullable=False),
    Column("sender", Name),
    Column("intended_us", BigInteger, nullable=False),
    Column("sending_us", BigInteger),
    Column("sent_us", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("ts", Name),
    Column("error", Name),
    PrimaryKeyConstraint("workspace_id", "key"),
    of_workspace(),
    Index(None, "workspace_id", "state", "intended_us"),
)
Index(
    None,
    outgoing.c.workspace_id,
    outgoing.c.intended_us,
    sqlite_where=outgoing.c.payload.is_not(None),
    postgresql_where=outgoing.c.payload.is_not(None),
)

questions = Table(
    "questions",
    metadata,
    Column("workspace_id", Key),
    Column("id", Key),
    Column("asker_id", Key, nullable=False),
    Column("text", Text),  # NULL once erased
    Column("via", Name, nullable=False),
    Column("channel", Name),
    Column("thread_ts", Name),
    Column("ts", Name),
    Column("asked_us", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("follows", Key),  # the question that this one wants more people for
    Column("reply_url", Text),  # where a private answer goes; forgotten with the words
    PrimaryKeyConstraint("workspace_id", "id"),
    of_workspace(),
    of_person("asker_id", ondelete="CASCADE"),
    Index(None, "workspace_id", "state", "id"),
    Index(None, "workspace_id", "asker_id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("workspace_id", Key),
    Column("question_id", Key),
    Column("person_id", Key),
    Column("verdict", Name, nullable=False),
    Column("said_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "question_id", "person_id"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["questions.workspace_id", "questions.id"], ondelete="CASCADE"
    ),
    of_person("person_id", ondelete="CASCADE"),
    Index(None, "workspace_id", "said_us"),
)

shown = Table(
    "shown",
    metadata,
    Column("workspace_id", Key),
    Column("question_id", Key),
    Column("position", Integer, autoincrement=False),
    Column("person_id", Key, nullable=False),
    Column("is_named", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "question_id", "position"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["questions.workspace_id", "questions.id"], ondelete="CASCADE"
    ),
    of_person("person_id", ondelete="CASCADE"),
    Index(None, "workspace_id", "person_id"),
)

owed_jobs = Table(
    "owed_jobs",
    metadata,
    Column("workspace_id", Key),
    Column("name", Name),
    Column("subject", Name),  # ids alone
    Column("owed_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name", "subject"),
    of_workspace(),
)

muted = Table(
    "muted",
    metadata,
    Column("workspace_id", Key),
    Column("kind", Name),
    Column("subject", Name),
    PrimaryKeyConstraint("workspace_id", "kind", "subject"),
    of_workspace(),
)
