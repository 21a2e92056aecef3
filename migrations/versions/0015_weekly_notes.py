"""Weekly notes: the week that was begun, whose note waits for a morning, and how often people want one.

Of a question that is carried to people also whom the asker left out, so that no note tells them of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("availabilities", sa.Column("rhythm", NAME))
    op.add_column("rounds", sa.Column("left_out", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "weeks",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("day", NAME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_weeks"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_weeks_workspace_id"),
    )
    op.create_table(
        "due_notes",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("day", NAME, nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("hints", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_due_notes"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_due_notes_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_due_notes_workspace_id_due_us", "due_notes", ["workspace_id", "due_us"])


def downgrade() -> None:
    op.drop_table("due_notes")
    op.drop_table("weeks")
    op.drop_column("rounds", "left_out")
    op.drop_column("availabilities", "rhythm")
