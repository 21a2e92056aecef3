"""Knowledge cards: their words, who wrote them, how they were before, and what is proposed for them.

A workspace counts the changes of cards, as it does those of declared topics.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTER = sa.Column("card_changes", sa.BigInteger(), nullable=False, server_default="0")


def upgrade() -> None:
    op.add_column("workspaces", COUNTER)
    _cards()
    _authors()
    _revisions()
    _proposals()


def downgrade() -> None:
    for table in ("card_proposals", "card_revisions", "card_authors", "cards"):
        op.drop_table(table)
    op.drop_column("workspaces", COUNTER.name)


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("channel_id", KEY, nullable=True),
        sa.Column("thread_ts", NAME, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("titled_by", KEY, nullable=True),
        sa.Column("title_ts", NAME, nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_by", KEY, nullable=True),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_us", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", KEY, nullable=True),
        sa.Column("embedded_by", NAME, nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_cards"),
        sa.UniqueConstraint(
            "workspace_id", "channel_id", "thread_ts", name="uq_cards_workspace_id_channel_id_thread_ts"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_cards_workspace_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_cards_workspace_id_channel_id",
        ),
    )
    op.create_index("ix_cards_workspace_id_state", "cards", ["workspace_id", "state"])


def _authors() -> None:
    op.create_table(
        "card_authors",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("leave", NAME, nullable=False),
        sa.Column("told_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "card_id", "person_id", name="pk_card_authors"),
        _of_card("card_authors"),
        _of_person("card_authors"),
    )
    op.create_index("ix_card_authors_workspace_id_person_id", "card_authors", ["workspace_id", "person_id"])


def _revisions() -> None:
    op.create_table(
        "card_revisions",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("what", NAME, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("titled_by", KEY, nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "card_id", "number", name="pk_card_revisions"),
        _of_card("card_revisions"),
    )


def _proposals() -> None:
    op.create_table(
        "card_proposals",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_card_proposals"),
        _of_card("card_proposals"),
        _of_person("card_proposals"),
    )
    for column in ("card_id", "person_id"):
        op.create_index(
            f"ix_card_proposals_workspace_id_{column}", "card_proposals", ["workspace_id", column]
        )


def _of_card(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "card_id"],
        ["cards.workspace_id", "cards.id"],
        name=f"fk_{table}_workspace_id_card_id",
        ondelete="CASCADE",
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_workspace_id_person_id",
        ondelete="CASCADE",
    )
