"""Jobs that are owed until they have been started."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "owed_jobs",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("owed_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", "subject", name="pk_owed_jobs"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name="fk_owed_jobs_workspace_id",
        ),
    )


def downgrade() -> None:
    op.drop_table("owed_jobs")
