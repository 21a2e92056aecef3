"""Where conversations are, on platforms that must be told."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("place", NAME, nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("person", NAME, nullable=True),
        sa.Column("team", NAME, nullable=True),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "conversation", name="pk_addresses"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_addresses_workspace_id"),
    )
    op.create_index("ix_addresses_workspace_id_person", "addresses", ["workspace_id", "person"])
    op.create_index("ix_addresses_workspace_id_place_team", "addresses", ["workspace_id", "place", "team"])


def downgrade() -> None:
    op.drop_table("addresses")
