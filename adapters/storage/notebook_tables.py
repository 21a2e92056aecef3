"""The table of what people learned, in their own words."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, PrimaryKeyConstraint, Table, Text

from adapters.storage.tables import Key, metadata, of_person

notes = Table(
    "notes",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("question_id", Key),
    Column("text", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "question_id"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["questions.workspace_id", "questions.id"], ondelete="CASCADE"
    ),
    of_person(ondelete="CASCADE"),
)
