"""What can be wrong with what Slack sends, as values: people read ``chat_phrases.py``, not these."""


class SlackError(Exception):
    """Root of this folder's errors. Subclasses carry fields, never message text."""


class MalformedPayloadError(SlackError):
    """A payload of a kind that we know lacks what Slack promises: it is kept aside, and not tried again."""

    def __init__(self, kind: str, field: str) -> None:
        """Keep the kind of payload and the field that is missing or of the wrong shape."""
        super().__init__(f"malformed {kind}: {field}")
        self.kind = kind
        self.field = field


class SlackLockedOutError(SlackError):
    """Slack does not let us in with this token, or cannot be reached; ``code`` is its word for why."""

    def __init__(self, code: str) -> None:
        """Keep Slack's word, '' where there is none."""
        super().__init__(code)
        self.code = code
