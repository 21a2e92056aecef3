"""What Teams wants to hear at once when somebody presses or opens something: it shows an error without.

What comes of it follows as a message, or as a change of one: it is kept first, and done after that.
"""

from botbuilder.core import InvokeResponse

from adapters.json_fields import Raw, child, text
from adapters.teams.activities import Chat, chat_of, kind_of
from bot.plan_phrases import IN_OUR_CHAT as PLAN_IN_OUR_CHAT
from bot.teams_phrases import ANSWERED_IN_OUR_CHAT, DONE, IN_OUR_CHAT
from bot.views import Action

TYPING = "composeExtension/query"
"""Comes while somebody types into the message extension, and is answered with what was found; never kept."""

CARD_ACTION = "adaptiveCard/action"

_PLANS = (Action.ASK, Action.ASK_FOR_ME)
_OK, _NOT_IMPLEMENTED = 200, 501
_MESSAGE = "application/vnd.microsoft.activity.message"
_OPENING = ("composeExtension/fetchTask", "composeExtension/submitAction", "task/fetch")
_OTHERS = ("composeExtension/", "task/")  # after these an empty object is the end


def reply_to(invoke: Raw) -> InvokeResponse:
    """The answer; its body is an object. botbuilder's own adapter writes it as JSON twice, and fails.

    Status 501 for an invoke that we know nothing of, which is not to be kept either.
    """
    name = kind_of(invoke)
    if name == CARD_ACTION:
        return InvokeResponse(status=_OK, body={"statusCode": _OK, "type": _MESSAGE, "value": _says(invoke)})
    if name in _OPENING:
        return InvokeResponse(status=_OK, body={"task": {"type": "message", "value": ANSWERED_IN_OUR_CHAT}})
    if name.startswith(_OTHERS):
        return InvokeResponse(status=_OK, body={})
    return InvokeResponse(status=_NOT_IMPLEMENTED)


def _says(invoke: Raw) -> str:
    """Others see the card, but not this: whoever pressed alone does."""
    if chat_of(invoke) is Chat.PERSONAL:
        return DONE
    wants_a_plan = text(child(child(invoke, "value"), "action"), "verb") in _PLANS
    return PLAN_IN_OUR_CHAT if wants_a_plan else IN_OUR_CHAT
