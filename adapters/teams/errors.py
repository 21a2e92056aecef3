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
