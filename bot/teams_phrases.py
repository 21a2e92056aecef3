"""What is said of Teams to whoever runs Kenner, and to Teams at once when somebody presses something there."""

from collections.abc import Sequence

from bot.phrases import counted
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

# ------------------------------------------------------------------ kenner teams backfill

GRAPH_MISSING = (
    "What reads the past of Teams is not installed, for it is large. Install it with:"
    " .venv/bin/pip install -e '.[graph]' -c constraints.txt"
)
NOT_SET_UP = (
    "To read the past of Teams, set KENNER_TEAMS_TENANT_ID, KENNER_TEAMS_APP_ID and KENNER_TEAMS_APP_PASSWORD;"
    " docs/teams-history.md says what the app must be allowed."
)
NO_TEAMS = (
    "I have not heard of any team yet. Add the app to a team while kenner serve runs, or name teams by the ids of their"
    " groups: kenner teams backfill --team ID"
)


def nothing_read(code: str) -> str:
    why = f" ({code})" if code else ""
    return (
        f"Microsoft Graph does not let me read any of these channels{why}. Add the app to the teams, or have"
        " ChannelMessage.Read.All granted; docs/teams-history.md says how. Then run the same command again."
    )


def no_answer(code: str) -> str:
    why = f" ({code})" if code else ""
    return f"Microsoft Graph did not answer in the end{why}. Run the same command again: it goes on where it stopped."


def backfilled(messages: int, whole: int, channels: int) -> str:
    return (
        f"Read {counted(messages, 'message')}. {whole:,} of {counted(channels, 'channel')}"
        f" {'is' if channels == 1 else 'are'} read as far as was asked."
    )


def team_denied(team: str, code: str) -> str:
    return f"Microsoft Graph does not show me team {team} ({code}). Is the app in it? docs/teams-history.md says more."


def not_readable(channel: str, code: str) -> str:
    why = f" ({code})" if code else ""
    return f"Microsoft Graph does not let me read {channel}{why}."


def unseen(channels: Sequence[str]) -> str:
    return (
        f"Nobody is shown what was said in {', '.join(channels)}, for Graph does not tell who is in there."
        " For private and shared channels that takes ChannelMember.Read.All."
    )


def locked_out(code: str) -> str:
    return login_refused(code) if code else LOGIN_SILENT
