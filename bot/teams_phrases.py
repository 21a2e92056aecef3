"""What is said of Teams to whoever runs Kenner, and to Teams at once when somebody presses something there."""

from bot.teams_check_phrases import LOGIN_SILENT, login_refused

DONE = "Got it."
IN_OUR_CHAT = "Got it. If there is something to say to you, it comes in our chat."
ANSWERED_IN_OUR_CHAT = (
    "I am looking. The answer comes in our chat; if it does not, add me under Apps and try again."
)

UNGUARDED = (
    "Without an app, anybody could pretend to be Teams. Set KENNER_TEAMS_APP_ID and KENNER_TEAMS_APP_PASSWORD; or, to"
    " try things out on this machine alone, KENNER_TEAMS_LOCAL=true and no app."
)


def locked_out(code: str) -> str:
    return login_refused(code) if code else LOGIN_SILENT
