"""What Kenner may do in Slack, and nothing else: the one list that the manifest and the check go by.

What each is for stands in ``bot/slack_phrases.py``. Deliberately not here: ``chat:write.public``,
``search:read``, anything of ``admin``; and ``metadata.message:read``, which is for hearing of others'
metadata: those of our own messages come with their history.
"""

BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "dnd:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "users:read",
)
OPTIONAL_SCOPES = ("users:read.email",)
"""Of the bot token: only where people are to be recognised in Microsoft Teams by their e-mail address."""

APP_SCOPES = ("connections:write",)
"""Of the app-level token, for Socket Mode alone."""
