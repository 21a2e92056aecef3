"""What Kenner says to whoever installs it in Slack."""

from collections.abc import Collection

MAY = {
    "app_mentions:read": "answer when somebody mentions it in a channel",
    "channels:history": "learn from what is said in the public channels that it is in",
    "channels:join": "join the public channels that you list for it, each with a notice there",
    "channels:read": "see which public channels there are, and follow when one is renamed, closed or archived",
    "chat:write": "say anything at all, under its own name",
    "commands": "offer its commands and its entries in the menu of a message",
    "dnd:read": "see that somebody does not want to be disturbed, and leave them in peace",
    "groups:history": "learn from private channels to which somebody invited it, for their members alone",
    "groups:read": "know who is in a private channel, without which it shows nothing from there",
    "im:history": "read what people write to it directly",
    "im:read": "tell a conversation with one person from a channel",
    "im:write": "write to somebody directly, to ask for help or where it is not in the channel",
    "mpim:history": "learn from group conversations to which somebody invited it, for their members alone",
    "mpim:read": "know who is in a group conversation, without which it shows nothing from there",
    "mpim:write": "bring somebody who asks and somebody who helps together in a group message",
    "users:read": "know people's names, time zones, who is a guest, and whether they are around",
    "users:read.email": "recognise that an account here and one in Microsoft Teams are the same person's, by their e-mail address (optional)",
    "connections:write": "connect to Slack from behind a firewall (of the app-level token)",
}
"""What each scope is for, after "so that Kenner can"; and what stops without it, after "Kenner cannot"."""

# ------------------------------------------------------------------ what Slack shows of the app

APP_NAME = "Kenner"
APP_DESCRIPTION = "Says who may know, and why. Goes by what was already written where you can read it."
APP_LONG_DESCRIPTION = (
    "Stuck? Ask Kenner, and it says which colleagues may know, with the words that show why. It goes by what was"
    " already written in channels that you can read, invents nothing, and answers only to you unless you ask it in front of others."
    " Everyone sees on their own page what they would be suggested for, and can change, pause or erase it."
    " It runs on a machine of your own company and sends nothing anywhere."
)
FIND_SHORTCUT = "Find someone who knows"
FIND_SAYS = "Ask Kenner about this message; only you see the answer"
KEEP_SHORTCUT = "Keep what was learned"
KEEP_SAYS = "Make a card of this thread, in its own words; you see it first"
ASK_SAYS, ASK_HINT = "Find colleagues who may know", "restore a Postgres backup | me | notebook | help"
LEARNED_SHORTCUT = "Say aloud what I learned"
LEARNED_SAYS = "Say your message in a channel as what you just learned"
ALOUD_SAYS, ALOUD_HINT = "Say aloud what you just learned", "what, in a sentence or two"
KNOW_SAYS, KNOW_HINT = "Tell Kenner what you know", "Terraform"

NOT_HTTPS = "Slack sends events only to an address that begins with https://"

# ------------------------------------------------------------------ kenner slack check

NO_BOT_KEY = "There is no bot token. Install the app into your workspace and set the token that Slack shows."
NO_APP_KEY = "There is no app-level token, so Socket Mode is off: Slack must be able to reach you over HTTPS."
UNREACHABLE = "Slack did not answer. Is there a way out to slack.com from here?"


def connected_to(workspace: str, bot: str) -> str:
    return f"Kenner is {bot} in {workspace}."


def bot_token_refused(code: str) -> str:
    return f"Slack refuses the bot token ({code}). Install the app again and set the new token."


def app_token_refused(code: str) -> str:
    return (
        f"Slack refuses the app-level token ({code}). "
        "Make one with the scope connections:write under Basic Information, App-Level Tokens."
    )


SOCKET_MODE_FINE = "Socket Mode connects."
SCOPES_FINE = "Every scope that Kenner needs is there, and none that it does not."
NO_EMAILS = "Without users:read.email, accounts here and in Microsoft Teams are not linked by e-mail address. Only whoever serves both needs it."


def scope_missing(scope: str) -> str:
    return f"{scope} is missing: Kenner cannot {MAY[scope]}."


def scopes_to_spare(scopes: Collection[str]) -> str:
    return f"Kenner does not need {', '.join(sorted(scopes))}: you may take that away."


# ------------------------------------------------------------------ running


def locked_out(code: str) -> str:
    why = f" ({code})" if code else ""
    return f"Slack does not let me in{why}. Check the token and the connection with: kenner slack check"
