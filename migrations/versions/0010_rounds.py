"""Questions that are carried to people, and what people said about being asked."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("target_key", NAME, nullable=True))
    _rounds()
    _invitations()
    _availabilities()
    _unasked()


def downgrade() -> None:
    for table in ("unasked", "availabilities", "invitations", "rounds"):
        op.drop_table(table)
    op.drop_column("outgoing", "target_key")


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("asker_id", KEY, nullable=False),
        sa.Column("urgency", NAME, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("due", NAME, nullable=True),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("referred", sa.Text(), nullable=False),
        sa.Column("helper_id", KEY, nullable=True),
        sa.Column("was_asked_if_solved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "question_id", name="pk_rounds"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["questions.workspace_id", "questions.id"],
            name="fk_rounds_workspace_id_question_id",
            ondelete="CASCADE",
        ),
        _of_person("rounds", "asker_id"),
    )
    for column in ("due_us", "state", "asker_id", "helper_id"):
        op.create_index(f"ix_rounds_workspace_id_{column}", "rounds", ["workspace_id", column])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("invited_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_by_us", sa.BigInteger(), nullable=False),
        sa.Column("end", NAME, nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "question_id", "place", name="pk_invitations"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["rounds.workspace_id", "rounds.question_id"],
            name="fk_invitations_workspace_id_question_id",
            ondelete="CASCADE",
        ),
        _of_person("invitations", "person_id"),
    )
    op.create_index(
        "ix_invitations_workspace_id_person_id_invited_us",
        "invitations",
        ["workspace_id", "person_id", "invited_us"],
    )


def _availabilities() -> None:
    op.create_table(
        "availabilities",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("unasked_a_week", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_availabilities"),
        _of_person("availabilities", "person_id"),
    )


def _unasked() -> None:
    op.create_table(
        "unasked",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "week", "person_id", name="pk_unasked"),
        _of_person("unasked", "person_id"),
    )


def _of_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_workspace_id_{column}",
        ondelete="CASCADE",
    )
