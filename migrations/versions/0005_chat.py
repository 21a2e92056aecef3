"""The chat bot: events as they came, messages as they go out, questions, what was shown, what is muted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
WITH_BODY = sa.text("body IS NOT NULL")
WITH_PAYLOAD = sa.text("payload IS NOT NULL")


def upgrade() -> None:
    _inbox()
    _outgoing()
    _questions()
    _shown()
    op.create_table(
        "muted",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "subject", name="pk_muted"),
        _of_workspace("muted"),
    )


def downgrade() -> None:
    for table in ("muted", "shown", "questions", "outgoing", "inbox"):
        op.drop_table(table)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("sequence", ROW_ID, sa.Identity(), nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("lane", NAME, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("received_us", sa.BigInteger(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("handled_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name="pk_inbox"),
        sa.UniqueConstraint("workspace_id", "event_id", name="uq_inbox_workspace_id_event_id"),
        _of_workspace("inbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_workspace_id_state_sequence", "inbox", ["workspace_id", "state", "sequence"])
    op.create_index(
        "ix_inbox_workspace_id_received_us",
        "inbox",
        ["workspace_id", "received_us"],
        sqlite_where=WITH_BODY,
        postgresql_where=WITH_BODY,
    )


def _outgoing() -> None:
    op.create_table(
        "outgoing",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("key", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("channel", NAME, nullable=True),
        sa.Column("thread_ts", NAME, nullable=True),
        sa.Column("recipient", NAME, nullable=True),
        sa.Column("target_ts", NAME, nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("state", NAME, nullable=False),
        sa.Column("sender", NAME, nullable=True),
        sa.Column("intended_us", sa.BigInteger(), nullable=False),
        sa.Column("sending_us", sa.BigInteger(), nullable=True),
        sa.Column("sent_us", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ts", NAME, nullable=True),
        sa.Column("error", NAME, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_outgoing"),
        _of_workspace("outgoing"),
    )
    op.create_index(
        "ix_outgoing_workspace_id_state_intended_us", "outgoing", ["workspace_id", "state", "intended_us"]
    )
    op.create_index(
        "ix_outgoing_workspace_id_intended_us",
        "outgoing",
        ["workspace_id", "intended_us"],
        sqlite_where=WITH_PAYLOAD,
        postgresql_where=WITH_PAYLOAD,
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("asker_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("via", NAME, nullable=False),
        sa.Column("channel", NAME, nullable=True),
        sa.Column("thread_ts", NAME, nullable=True),
        sa.Column("ts", NAME, nullable=True),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("follows", KEY, nullable=True),
        sa.Column("reply_url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_questions"),
        _of_workspace("questions"),
        _of_person("questions", "asker_id"),
    )
    op.create_index("ix_questions_workspace_id_state_id", "questions", ["workspace_id", "state", "id"])
    op.create_index("ix_questions_workspace_id_asker_id", "questions", ["workspace_id", "asker_id"])


def _shown() -> None:
    op.create_table(
        "shown",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "question_id", "position", name="pk_shown"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["questions.workspace_id", "questions.id"],
            name="fk_shown_workspace_id_question_id",
            ondelete="CASCADE",
        ),
        _of_person("shown", "person_id"),
    )
    op.create_index("ix_shown_workspace_id_person_id", "shown", ["workspace_id", "person_id"])


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id")


def _of_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_workspace_id_{column}",
        ondelete="CASCADE",
    )
