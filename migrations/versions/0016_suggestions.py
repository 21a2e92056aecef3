"""What was suggested where somebody asked in a channel, and each channel's mode."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _suggestions()
    _links()
    op.create_table(
        "suggesting",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("mode", NAME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name="pk_suggesting"),
        _of_channel("suggesting"),
    )


def downgrade() -> None:
    for table in ("suggesting", "suggestion_links", "suggestions"):
        op.drop_table(table)


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("ts", NAME, nullable=False),
        sa.Column("asker_id", KEY, nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("silence", NAME, nullable=True),
        sa.Column("mode", NAME, nullable=True),
        sa.Column("chance", sa.Double(), nullable=True),
        sa.Column("excerpts", sa.Text(), nullable=False),
        sa.Column("deeper", sa.Text(), nullable=False),
        sa.Column("opinion", NAME, nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "ts", name="pk_suggestions"),
        _of_channel("suggestions"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asker_id"],
            ["people.workspace_id", "people.id"],
            name="fk_suggestions_workspace_id_asker_id",
            ondelete="CASCADE",
        ),
    )
    _index("suggestions", "due_us")
    _index("suggestions", "state", "asked_us")
    _index("suggestions", "asker_id", "asked_us")


def _links() -> None:
    op.create_table(
        "suggestion_links",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("ts", NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("to_channel_id", KEY, nullable=True),
        sa.Column("to_ts", NAME, nullable=True),
        sa.Column("person_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "ts", "place", name="pk_suggestion_links"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id", "ts"],
            ["suggestions.workspace_id", "suggestions.channel_id", "suggestions.ts"],
            name="fk_suggestion_links_workspace_id_channel_id_ts",
            ondelete="CASCADE",
        ),
    )
    _index("suggestion_links", "to_channel_id", "to_ts")
    _index("suggestion_links", "person_id")


def _of_channel(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "channel_id"],
        ["channels.workspace_id", "channels.id"],
        name=f"fk_{table}_workspace_id_channel_id",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_workspace_id_{'_'.join(columns)}", table, ["workspace_id", *columns])
