"""What people say aloud of what they just learned."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "aloud",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", KEY),
        sa.Column("ts", NAME),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_aloud"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_aloud_workspace_id_channel_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_aloud_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_aloud_workspace_id_person_id", "aloud", ["workspace_id", "person_id"])
    op.create_index("ix_aloud_workspace_id_channel_id_ts", "aloud", ["workspace_id", "channel_id", "ts"])
    op.create_index("ix_aloud_workspace_id_at_us", "aloud", ["workspace_id", "at_us"])


def downgrade() -> None:
    op.drop_table("aloud")
