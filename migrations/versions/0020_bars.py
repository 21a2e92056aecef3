"""From which chance on a past answer is said."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bars",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("channel", NAME, nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("mode", NAME, nullable=False),
        sa.Column("bar", sa.Double()),
        sa.Column("measured", sa.Double()),
        sa.Column("aim", sa.Double(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "language", "mode", name="pk_bars"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_bars_workspace_id"),
    )


def downgrade() -> None:
    op.drop_table("bars")
