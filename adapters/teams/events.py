"""What Teams sends, in our words: pure. Activities are JSON objects, handed over one at a time.

Which does what, where one act arrives in several ways:

- A message that mentions the bot comes once: it is stored (``Posted``) and asks (``Asked``, via ``MENTION``).
  An edit tells both again: a question is asked once per channel and ``ts``.
- What somebody writes to the bot alone asks (via ``DIRECT``), or is a command, and is not stored.
- A button comes as an invoke, from older clients as a message with a ``value``: ``Pressed`` either way.
- What is typed into the message extension comes while it is typed: nothing here. ``extension.py`` reads it
  for whoever answers it at once.
- The bot's coming and going is told as ``installationUpdate`` and as ``membersAdded``: both say so.
"""

from collections.abc import Callable, Iterator, Mapping

from adapters.json_fields import Raw
from adapters.teams import changes, pressed, spoken
from adapters.teams.activities import Reading, kind_of
from bot.incoming import Incoming

_Read = Callable[[Raw, Reading], Iterator[Incoming]]


def incoming(activity: Raw, reading: Reading) -> tuple[Incoming, ...]:
    """What happened, in order; () for what does not concern us, is our own doing, or is unknown.

    Raises MalformedActivityError where something that we know lacks what Teams promises.
    """
    read = _KINDS.get(kind_of(activity))
    return tuple(read(activity, reading)) if read else ()


_KINDS: Mapping[str, _Read] = {
    "message": spoken.message,
    "messageUpdate": spoken.update,
    "messageDelete": spoken.deletion,
    "conversationUpdate": changes.conversation,
    "installationUpdate": changes.installation,
    "adaptiveCard/action": pressed.action,
    "composeExtension/fetchTask": pressed.on_a_message,
    "composeExtension/submitAction": pressed.on_a_message,
}
