"""What ``kenner serve`` says to whoever runs it, whatever the platforms."""

from bot.types import Platform

STOPPED = "Stopped. What was under way goes on at the next start."
NOTHING_TO_SERVE = (
    "There is nothing to serve yet. Set KENNER_SLACK_BOT_TOKEN, and KENNER_SLACK_APP_TOKEN for Socket Mode or"
    " KENNER_SLACK_SIGNING_SECRET for HTTP; docs/slack.md shows where to find them. For Teams, set"
    " KENNER_TEAMS_TENANT_ID, KENNER_TEAMS_APP_ID and KENNER_TEAMS_APP_PASSWORD."
)

_NAMES = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams"}


def serving(workspace: str, platform: Platform, address: str) -> str:
    where = f"{workspace} in {_NAMES[platform]}"
    return f"Listening to {where}. Health and metrics: {address}. Stop with Ctrl-C."


def refused(platform: Platform, why: str) -> str:
    """``why`` is a sentence."""
    return (
        f"{why}\nUntil then {_NAMES[platform]} is not served; I go on trying, and serve what else is set up."
    )
