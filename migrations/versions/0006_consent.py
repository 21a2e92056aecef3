"""What people decided about themselves; who is an outsider; pictures; the channels that the bot is in."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("people", sa.Column("is_outsider", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("picture", sa.Text(), nullable=False, server_default=""))
    _preferences()
    _hidden_topics()
    _namings()
    _listened()
    _feedback()


def downgrade() -> None:
    for table in ("feedback", "listened", "namings", "hidden_topics", "preferences"):
        op.drop_table(table)
    for column in ("picture", "is_outsider"):
        op.drop_column("people", column)


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("naming", NAME, nullable=True),
        sa.Column("told_us", sa.BigInteger(), nullable=True),
        sa.Column("paused_until_us", sa.BigInteger(), nullable=True),
        sa.Column("erased_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_preferences"),
        _of_person("preferences"),
    )
    op.create_index("ix_preferences_workspace_id_naming", "preferences", ["workspace_id", "naming"])
    op.create_index(
        "ix_preferences_workspace_id_paused_until_us", "preferences", ["workspace_id", "paused_until_us"]
    )


def _hidden_topics() -> None:
    op.create_table(
        "hidden_topics",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("topic", NAME, nullable=False),
        sa.Column("term", NAME, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("hidden_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "topic", name="pk_hidden_topics"),
        _of_person("hidden_topics"),
    )
    op.create_index("ix_hidden_topics_workspace_id_term", "hidden_topics", ["workspace_id", "term"])


def _namings() -> None:
    op.create_table(
        "namings",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "week", "person_id", name="pk_namings"),
        _of_person("namings"),
    )
    op.create_index("ix_namings_workspace_id_week_count", "namings", ["workspace_id", "week", "count"])


def _listened() -> None:
    op.create_table(
        "listened",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("is_in", sa.Boolean(), nullable=False),
        sa.Column("reached", NAME, nullable=True),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("heard_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name="pk_listened"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_listened_workspace_id_channel_id",
        ),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("verdict", NAME, nullable=False),
        sa.Column("said_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "question_id", "person_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["questions.workspace_id", "questions.id"],
            name="fk_feedback_workspace_id_question_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_feedback_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_workspace_id_person_id",
        ondelete="CASCADE",
    )
