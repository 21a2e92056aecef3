"""The table of bars: from which chance on a past answer is said."""

from sqlalchemy import BigInteger, Column, Double, Integer, PrimaryKeyConstraint, Table

from adapters.storage.tables import Key, Name, metadata, of_workspace

bars = Table(
    "bars",
    metadata,
    Column("workspace_id", Key),
    Column("channel", Name),  # a channel's id, or "" for all of them: no key may be null
    Column("language", Name),  # or "" for all of them
    Column("mode", Name),
    Column("bar", Double),  # null: never
    Column("measured", Double),  # null: no bar reached the aim
    Column("aim", Double, nullable=False),
    Column("judged", Integer, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    PrimaryKeyConstraint("workspace_id", "channel", "language", "mode"),
    of_workspace(),
)
