"""Tables of questions that are carried to people, and of what people said about being asked."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from adapters.storage.tables import Key, Name, metadata, of_person

rounds = Table(
    "rounds",
    metadata,
    Column("workspace_id", Key),
    Column("question_id", Key),
    Column("asker_id", Key, nullable=False),
    Column("urgency", Name, nullable=False),
    Column("state", Name, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("due", Name),
    Column("due_us", BigInteger),  # NULL: it is over
    Column("offer_us", BigInteger),  # NULL: the asker gets words to post when nobody is left, or has them
    Column("waves", Integer, nullable=False),
    Column("is_named", Boolean, nullable=False),
    Column("candidates", Text, nullable=False),  # JSON: people, why, channels named; best first
    Column("referred", Text, nullable=False),  # JSON: people
    Column("left_out", Text, nullable=False, server_default="[]"),  # JSON: people
    Column("helper_id", Key),
    Column("was_asked_if_solved", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "question_id"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["questions.workspace_id", "questions.id"], ondelete="CASCADE"
    ),
    of_person("asker_id", ondelete="CASCADE"),
    Index(None, "workspace_id", "due_us"),
    Index(None, "workspace_id", "offer_us"),
    Index(None, "workspace_id", "state"),
    Index(None, "workspace_id", "asker_id"),
    Index(None, "workspace_id", "helper_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("workspace_id", Key),
    Column("question_id", Key),
    Column("place", Integer, autoincrement=False),  # from 1, in the order of inviting
    Column("person_id", Key, nullable=False),
    Column("invited_us", BigInteger, nullable=False),
    Column("seen_by_us", BigInteger, nullable=False),
    Column("end", Name),
    Column("ended_us", BigInteger),
    PrimaryKeyConstraint("workspace_id", "question_id", "place"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["rounds.workspace_id", "rounds.question_id"], ondelete="CASCADE"
    ),
    of_person(ondelete="CASCADE"),
    Index(None, "workspace_id", "person_id", "invited_us"),
)

availabilities = Table(
    "availabilities",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("unasked_a_week", Integer),
    Column("hours", Text),  # JSON; NULL: said nothing
    Column("rhythm", Name),  # of weekly notes
    PrimaryKeyConstraint("workspace_id", "person_id"),
    of_person(ondelete="CASCADE"),
)

unasked = Table(
    "unasked",
    metadata,
    Column("workspace_id", Key),
    Column("week", Integer),  # since 1970
    Column("person_id", Key),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "week", "person_id"),
    of_person(ondelete="CASCADE"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("workspace_id", Key),
    Column("person_id", Key),
    Column("question_id", Key),
    Column("what", Name),  # one of bot.outcomes.What
    Column("at_us", BigInteger, nullable=False),
    Column("terms", Text, nullable=False),  # JSON; none once the question is erased
    PrimaryKeyConstraint("workspace_id", "person_id", "question_id", "what"),
    of_person(ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["workspace_id", "question_id"], ["questions.workspace_id", "questions.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "question_id"),
    Index(None, "workspace_id", "what", "at_us"),
)
