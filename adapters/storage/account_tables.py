"""Tables of who is who: of the installation, and the only ones whose rows tell of two workspaces."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from adapters.storage.tables import Key, Name, metadata, of_person

linked_accounts = Table(
    "linked_accounts",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("identity", Key, nullable=False),
    Column("how", Name, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("is_settled", Boolean, nullable=False),  # what they had chosen before was taken over
    PrimaryKeyConstraint("workspace_id", "person_id"),
    UniqueConstraint("identity", "workspace_id"),
    of_person(ondelete="CASCADE"),
)

parted_accounts = Table(
    "parted_accounts",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("other_workspace_id", Key),
    Column("other_person_id", Key),
    Column("parted_us", BigInteger, nullable=False),
    Column("by_operator", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "other_workspace_id", "other_person_id"),
    of_person(ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["other_workspace_id", "other_person_id"], ["people.workspace_id", "people.id"], ondelete="CASCADE"
    ),
)

account_emails = Table(
    "account_emails",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("digest", Name, nullable=False),  # never the address
    PrimaryKeyConstraint("workspace_id", "person_id"),
    of_person(ondelete="CASCADE"),
    Index(None, "digest"),
)

installation_keys = Table(
    "installation_keys",
    metadata,
    Column("name", Name),
    Column("key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("name"),
)
