"""What somebody waits for goes before talk."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "ix_inbox_urgent"
COLUMNS = ["workspace_id", "state", "sequence"]
ON_SQLITE, ON_POSTGRES = sa.text("is_urgent = 1"), sa.text("is_urgent")
"""Word for word as the store asks, or SQLite would not see that the index has it."""


def upgrade() -> None:
    """Those that wait already stay in their order."""
    op.add_column("inbox", sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(INDEX, "inbox", COLUMNS, sqlite_where=ON_SQLITE, postgresql_where=ON_POSTGRES)


def downgrade() -> None:
    op.drop_index(INDEX, "inbox")
    op.drop_column("inbox", "is_urgent")
