"""What ranking reads besides words.

Who has been around lately: a quickly decaying weight. Who works with whom: a person's threads by time.
Who has come first, so that nearly equal people take turns. Weights that were learned, one of them in use.

The new weights are counted from the messages when a channel is cut again, so every channel is marked
for that; ``kenner reindex`` and ``kenner import`` do it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IN_USE = sa.text("is_in_use")
KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
IN_THREAD = sa.text("thread_ts IS NOT NULL")
INDEX = "ix_messages_author_id_posted_us"
TABLES = ("activity", "activity_total")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("recent", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_index(
        INDEX, "messages", ["author_id", "posted_us"], sqlite_where=IN_THREAD, postgresql_where=IN_THREAD
    )
    _first_places()
    _rankers()
    op.execute(sa.update(sa.table("channels", sa.column("is_stale"))).values(is_stale=sa.true()))


def downgrade() -> None:
    op.drop_table("rankers")
    op.drop_table("first_places")
    op.drop_index(INDEX, "messages")
    for table in TABLES:
        op.drop_column(table, "recent")


def _first_places() -> None:
    op.create_table(
        "first_places",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_first_places"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_first_places_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )


def _rankers() -> None:
    op.create_table(
        "rankers",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("choice", NAME, nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("calibration", sa.Text(), nullable=False),
        sa.Column("learned_from", sa.Integer(), nullable=False),
        sa.Column("tested_on", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_rankers"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_rankers_workspace_id"),
    )
    op.create_index(
        "ix_rankers_workspace_id",
        "rankers",
        ["workspace_id"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
