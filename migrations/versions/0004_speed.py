"""The busiest of one channel are read from an index: every question asks for them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEX = "ix_activity_workspace_id_channel_id_partition_weight"


def upgrade() -> None:
    op.create_index(INDEX, "activity", ["workspace_id", "channel_id", "partition", "weight"])


def downgrade() -> None:
    op.drop_index(INDEX, "activity")
