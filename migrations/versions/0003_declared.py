"""What people say they know: a topic a row, with its vector once a model has read it.

A workspace counts the changes of these rows, so that whoever keeps them ready sees with one number
whether anything is new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTER = sa.Column("declared_changes", sa.BigInteger(), nullable=False, server_default="0")


def upgrade() -> None:
    op.add_column("workspaces", COUNTER)
    op.create_table(
        "declared",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("folded", NAME, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("declared_us", sa.BigInteger(), nullable=False),
        sa.Column("embedded_by", NAME, nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "folded", name="pk_declared"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_declared_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("declared")
    op.drop_column("workspaces", COUNTER.name)
