"""Workspaces, people, channels, messages, passages with vectors, activity, audit, import progress."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_THREAD = sa.text("thread_ts IS NOT NULL")

TABLES = (
    "workspaces",
    "people",
    "channels",
    "members",
    "messages",
    "passages",
    "vectors",
    "passage_log",
    "activity",
    "activity_total",
    "audit",
    "import_progress",
)


def upgrade() -> None:
    _workspaces()
    _people()
    _channels()
    _members()
    _messages()
    _passages()
    _vectors()
    _passage_log()
    _activity()
    _activity_total()
    _audit()
    _import_progress()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", NAME, nullable=False),
        sa.Column("platform_id", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("log_head", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("platform", "platform_id", name="uq_workspaces_platform_platform_id"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform_id", NAME, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_people_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_people"),
        sa.UniqueConstraint("workspace_id", "platform_id", name="uq_people_workspace_id_platform_id"),
    )


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform_id", NAME, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_channels_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_channels"),
        sa.UniqueConstraint("workspace_id", "platform_id", name="uq_channels_workspace_id_platform_id"),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_members_workspace_id_channel_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_members_workspace_id_person_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "person_id", name="pk_members"),
    )
    op.create_index(
        "ix_members_workspace_id_person_id_channel_id", "members", ["workspace_id", "person_id", "channel_id"]
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("ts", NAME, nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("posted_us", sa.BigInteger(), nullable=False),
        sa.Column("thread_ts", NAME, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("edited_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["people.workspace_id", "people.id"],
            name="fk_messages_workspace_id_author_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_messages_workspace_id_channel_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "ts", name="pk_messages"),
    )
    op.create_index("ix_messages_channel_id_posted_us_ts", "messages", ["channel_id", "posted_us", "ts"])
    op.create_index(
        "ix_messages_channel_id_thread_ts",
        "messages",
        ["channel_id", "thread_ts"],
        sqlite_where=IN_THREAD,
        postgresql_where=IN_THREAD,
    )


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", ROW_ID, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("partition", NAME, nullable=False),
        sa.Column("thread_ts", NAME, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.Column("embedded_by", NAME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_passages_workspace_id_channel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.UniqueConstraint(
            "workspace_id",
            "channel_id",
            "thread_ts",
            "ordinal",
            name="uq_passages_workspace_id_channel_id_thread_ts_ordinal",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_workspace_id_partition_id", "passages", ["workspace_id", "partition", "id"])
    op.create_index(
        "ix_passages_workspace_id_embedded_by_id_language",
        "passages",
        ["workspace_id", "embedded_by", "id", "language"],
    )


def _vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column("passage_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name="fk_vectors_passage_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_vectors_workspace_id"),
        sa.PrimaryKeyConstraint("passage_id", name="pk_vectors"),
    )


def _passage_log() -> None:
    op.create_table(
        "passage_log",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("partition", NAME, nullable=False),
        sa.Column("passage_id", sa.BigInteger(), nullable=False),
        sa.Column("is_added", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_passage_log_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "sequence", name="pk_passage_log"),
    )


def _activity() -> None:
    op.create_table(
        "activity",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("partition", NAME, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_activity_workspace_id_channel_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_activity_workspace_id_person_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "partition", "person_id", name="pk_activity"),
    )


def _activity_total() -> None:
    op.create_table(
        "activity_total",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("partition", NAME, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_activity_total_workspace_id_person_id",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "partition", "person_id", name="pk_activity_total"),
    )
    op.create_index(
        "ix_activity_total_workspace_id_partition_weight",
        "activity_total",
        ["workspace_id", "partition", "weight"],
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject", KEY, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_audit_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_workspace_id_id", "audit", ["workspace_id", "id"])


def _import_progress() -> None:
    op.create_table(
        "import_progress",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("fingerprint", NAME, nullable=False),
        sa.Column("part", NAME, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_import_progress_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "fingerprint", "part", name="pk_import_progress"),
    )
