"""What can be wrong with what Teams sends, as values: people read ``chat_phrases.py``, not these."""


class TeamsError(Exception):
    """Root of this folder's errors. Subclasses carry fields, never message text."""


class MalformedActivityError(TeamsError):
    """An activity of a kind that we know lacks what Teams promises: it is kept aside, and not tried again."""

    def __init__(self, kind: str, field: str) -> None:
        """Keep the kind of activity and the field that is missing or of the wrong shape."""
        super().__init__(f"malformed {kind}: {field}")
        self.kind = kind
        self.field = field


class UnauthorizedError(TeamsError):
    """A request is not from the channel service, or not for us: it is told 401 and nothing else."""


class UnguardedError(TeamsError):
    """Without an app id anybody could pretend to be Teams: the bot starts so only where declared local."""


class TeamsLockedOutError(TeamsError):
    """Teams does not let us in with this app, or cannot be reached; ``code`` is its word for why."""

    def __init__(self, code: str) -> None:
        """Keep Teams' word, '' where there is none."""
        super().__init__(code)
        self.code = code
