"""What people follow; and what was solved lately is looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("folded", NAME, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "folded", name="pk_follows"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_follows_workspace_id_person_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_outcomes_workspace_id_what_at_us", "outcomes", ["workspace_id", "what", "at_us"])
    op.create_index("ix_feedback_workspace_id_said_us", "feedback", ["workspace_id", "said_us"])


def downgrade() -> None:
    op.drop_index("ix_feedback_workspace_id_said_us", "feedback")
    op.drop_index("ix_outcomes_workspace_id_what_at_us", "outcomes")
    op.drop_table("follows")
