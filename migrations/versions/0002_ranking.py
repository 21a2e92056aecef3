"""What ranking reads besides words.

Who has been around lately: a quickly decaying weight. Who works with whom: a person's threads by time.
Who has come first, so that nearly equal people take turns.

The new weights are counted from the messages when a channel is cut again, so every channel is marked
for that; ``kenner reindex`` and ``kenner import`` do it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
IN_THREAD = sa.text("thread_ts IS NOT NULL")
INDEX = "ix_messages_author_id_posted_us"
TABLES = ("activity", "activity_total")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("recent", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.create_index(
        INDEX, "messages", ["author_id", "posted_us"], sqlite_where=IN_THREAD, postgresql_where=IN_THREAD
    )
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
    op.execute(sa.update(sa.table("channels", sa.column("is_stale"))).values(is_stale=sa.true()))


def downgrade() -> None:
    op.drop_table("first_places")
    op.drop_index(INDEX, "messages")
    for table in TABLES:
        op.drop_column(table, "recent")
