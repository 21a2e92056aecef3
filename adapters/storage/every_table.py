"""All tables, for whoever needs them as a whole: migrations, and tests that empty a database."""

from adapters.storage import (
    account_tables,
    address_tables,
    aloud_tables,
    bar_tables,
    card_tables,
    chat_tables,
    consent_tables,
    follow_tables,
    listened_tables,
    notebook_tables,
    round_tables,
    suggestion_tables,
    weekly_tables,
)
from adapters.storage.tables import metadata

MODULES = (
    account_tables,
    address_tables,
    aloud_tables,
    card_tables,
    bar_tables,
    chat_tables,
    consent_tables,
    follow_tables,
    listened_tables,
    notebook_tables,
    round_tables,
    weekly_tables,
    suggestion_tables,
)
"""Imported, they have put their tables into the metadata."""

__all__ = ["MODULES", "metadata"]
