"""What can go wrong in a use case. People read the sentence that ``phrases.py`` has for each."""

from collections.abc import Mapping
from enum import StrEnum

from bot.types import Platform
from expertise.types import PersonId


class KennerError(Exception):
    """Root of this floor's errors."""


class UnknownChannelError(KennerError):
    """No channel of that name that the person asking may read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnknownPersonError(KennerError):
    """Nobody of that name, or several."""

    def __init__(self, name: str, matches: int) -> None:
        super().__init__(name)
        self.name = name
        self.matches = matches


class UnknownWorkspaceError(KennerError):
    """Nothing is imported, or it must be said which of several workspaces is meant."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(", ".join(known))
        self.known = known


class UnknownRankerError(KennerError):
    """No weights were kept under that number."""

    def __init__(self, number: int, known: list[int]) -> None:
        super().__init__(str(number))
        self.number = number
        self.known = known


class IndexMissingError(KennerError):
    """There is no index that fits the rows and the model in use."""


class TopicError(KennerError):
    """A topic that cannot be declared."""


class EmptyTopicError(TopicError):
    """There is no letter and no digit in it."""


class UnprintableTopicError(TopicError):
    """It holds control characters, or several lines."""


class TooLongTopicError(TopicError):
    """It has more characters than a topic may have."""

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(f"{length} of {longest}")
        self.length = length
        self.longest = longest


class TooManyTopicsError(TopicError):
    """Somebody would have declared more topics than one person may."""

    def __init__(self, person_id: PersonId, most: int) -> None:
        super().__init__(f"{most}, {person_id}")
        self.person_id = person_id
        self.most = most


class TopicLinesError(KennerError):
    """Lines of a list that cannot be declared, so none was: by number, with what is wrong with each."""

    def __init__(self, faults: Mapping[int, KennerError]) -> None:
        super().__init__(", ".join(map(str, faults)))
        self.faults = faults


class LinkError(KennerError):
    """Two accounts that cannot be linked."""


class NoSuchEmailError(LinkError):
    """No account of this platform has that address, as far as the platform vouches for it."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self.platform = platform


class NotAMemberError(LinkError):
    """It is a bot's or a guest's account, or it was closed."""

    def __init__(self, name: str, platform: Platform) -> None:
        super().__init__(name)
        self.name = name
        self.platform = platform


class NamedTwiceError(LinkError):
    """The account stands in an earlier line of the list."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


class LinkedOtherwiseError(LinkError):
    """An operator linked the account to another one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PartedError(LinkError):
    """The person said that the two are not both them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CardFault(StrEnum):
    """What keeps a card from being brought in."""

    NOT_UTF8 = "not utf-8"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    NO_HEAD = "no head"  # nothing between lines of three dashes at the beginning
    BROKEN_HEAD = "broken head"
    NO_TITLE = "no title"
    NO_AUTHORS = "no authors"
    NO_ANSWER = "no answer"
    TOO_LONG = "too long"
    NO_DATE = "no date"
    NOT_AMONG_AUTHORS = "not among authors"
    TWICE = "twice"
    NO_FILES = "no files"


class CardError(KennerError):
    """Something that cannot be brought in as a card; ``detail`` is what it is about.

    ``line`` is where in its file, from 1; 0: it is about all of it.
    """

    def __init__(self, fault: CardFault, detail: str = "", line: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail
        self.line = line


class CardLinesError(KennerError):
    """Cards that cannot be brought in, so none was: by their place, "file.md:3", with what is wrong."""

    def __init__(self, faults: Mapping[str, KennerError]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


class PeopleLinesError(KennerError):
    """Lines of a list that cannot be linked, so none was: by number, with what is wrong with each."""

    def __init__(self, faults: Mapping[int, KennerError]) -> None:
        super().__init__(", ".join(map(str, faults)))
        self.faults = faults


class WhichPlatformWorkspaceError(KennerError):
    """A platform has no workspace here yet, or it must be said which of several is meant."""

    def __init__(self, platform: Platform, known: list[str]) -> None:
        super().__init__(platform)
        self.platform = platform
        self.known = known


class NotImportedError(KennerError):
    """A channel asked for by name is not in the export."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class PrivateChannelError(KennerError):
    """Channels that are not public were named among the public ones."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class OverloadedError(KennerError):
    """More is waiting than can be kept: refuse, so that it is delivered again."""


class TryAgainError(KennerError):
    """Something is not there yet, or does not answer: handling the event later may well succeed."""


class ChangingError(KennerError):
    """What an answer is made of changed each time that it was to be shown."""


class NotForUsError(KennerError):
    """An event is nothing that we act on."""


class ChatError(KennerError):
    """A chat platform did not do what we asked."""


class RateLimitedError(ChatError):
    """Too much was said: nothing more for so many seconds. What was to be said was not."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class UnreachableError(ChatError):
    """No answer came, so what was to be said may have been said, or not."""


class RefusedError(ChatError):
    """The platform said no, and will again. ``code`` is the platform's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


NO_APP = "no_app"
"""The code of a refusal, on every platform: that person does not have the bot's app, or has blocked it."""


class NotInsideError(RefusedError):
    """The channel is there, and we are not in it."""


class NoSuchChannelError(NotInsideError):
    """There is no such channel any more, or none that we may know of."""


class LockedOutError(RefusedError):
    """The platform does not let us in any more: uninstalled, or our credentials were taken back."""


class NotFindableError(ChatError):
    """The platform cannot tell whether something was said."""


class NothingToServeError(KennerError):
    """There is no platform to run on: its tokens are not set."""
