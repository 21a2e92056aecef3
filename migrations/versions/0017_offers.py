"""When an asker is offered words to post, though others are still asked."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rounds", sa.Column("offer_us", sa.BigInteger(), nullable=True))
    op.create_index("ix_rounds_workspace_id_offer_us", "rounds", ["workspace_id", "offer_us"])


def downgrade() -> None:
    op.drop_index("ix_rounds_workspace_id_offer_us", table_name="rounds")
    op.drop_column("rounds", "offer_us")
