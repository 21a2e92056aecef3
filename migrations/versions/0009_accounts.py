"""Accounts that are one person's: linked, parted, and the digests of e-mail addresses that tell."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.String(36).with_variant(sa.Uuid(as_uuid=False), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _linked_accounts()
    _parted_accounts()
    _account_emails()
    op.create_table(
        "installation_keys",
        sa.Column("name", NAME, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation_keys"),
    )


def downgrade() -> None:
    for table in ("installation_keys", "account_emails", "parted_accounts", "linked_accounts"):
        op.drop_table(table)


def _linked_accounts() -> None:
    op.create_table(
        "linked_accounts",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("identity", KEY, nullable=False),
        sa.Column("how", NAME, nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_linked_accounts"),
        sa.UniqueConstraint("identity", "workspace_id", name="uq_linked_accounts_identity_workspace_id"),
        _of_person("linked_accounts"),
    )


def _parted_accounts() -> None:
    op.create_table(
        "parted_accounts",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("other_workspace_id", KEY, nullable=False),
        sa.Column("other_person_id", KEY, nullable=False),
        sa.Column("parted_us", sa.BigInteger(), nullable=False),
        sa.Column("by_operator", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "person_id", "other_workspace_id", "other_person_id", name="pk_parted_accounts"
        ),
        _of_person("parted_accounts"),
        _of_person("parted_accounts", "other_"),
    )


def _account_emails() -> None:
    op.create_table(
        "account_emails",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("digest", NAME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_account_emails"),
        _of_person("account_emails"),
    )
    op.create_index("ix_account_emails_digest", "account_emails", ["digest"])


def _of_person(table: str, other: str = "") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{other}workspace_id", f"{other}person_id"],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_{other}workspace_id_{other}person_id",
        ondelete="CASCADE",
    )
