"""What Graph may say instead of an answer, beyond what every platform may."""

from bot.errors import KennerError, RefusedError


class GraphMissingError(KennerError):
    """The packages that speak to Graph are not installed: they are an extra, for they are large."""


class DeniedError(RefusedError):
    """403: a permission is missing, or the app is not in that team."""


class NotThereError(RefusedError):
    """404: there is no such team, channel or message."""


class OutdatedError(RefusedError):
    """400 or 410: what was asked makes no sense to Graph, such as the link to a page of long ago."""


class NoTeamsError(KennerError):
    """Nobody named a team, and the bot has not heard of any that it is in."""


class NoAnswerError(KennerError):
    """Graph did not answer in the end, or not well; ``code`` is its word for why, '' where there is none."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NothingReadError(KennerError):
    """Graph lets us read none of the channels; ``code`` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
