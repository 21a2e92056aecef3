"""What is said of Teams to whoever runs Kenner, and to Teams at once when somebody presses something there."""

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
    if not code:
        return "Microsoft's login does not answer. Check that this machine reaches login.microsoftonline.com."
    return f"Teams does not let me in ({code}). Check KENNER_TEAMS_APP_ID, _APP_PASSWORD and _TENANT_ID."
