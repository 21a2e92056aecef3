"""The app as Slack is to create it: no more scopes than ``scopes.py`` lists, no more events than are read."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from adapters.slack.payloads import Entrances
from adapters.slack.scopes import BOT_SCOPES, OPTIONAL_SCOPES
from bot import slack_phrases

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "team_join",
    "tokens_revoked",
    "user_change",
)
"""What is subscribed to, by the names of Slack's Events API.

Of what ``events.py`` reads, three are not among them: that a channel turns private or public comes as a
message of that subtype, and ``user_profile_changed`` says nothing that ``user_change`` does not.
"""


def manifest(entrances: Entrances, address: str = "", *, sees_emails: bool = False) -> str:
    """YAML for Socket Mode; with an ``address`` that Slack can reach, for HTTP.

    ``sees_emails``: to recognise people in Microsoft Teams by their addresses.
    """
    pages = Environment(
        loader=PackageLoader("adapters.slack"),
        autoescape=False,  # noqa: S701 YAML: what is not ours passes tojson
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    scopes = sorted((*BOT_SCOPES, *OPTIONAL_SCOPES)) if sees_emails else BOT_SCOPES
    return pages.get_template("manifest.yaml").render(
        say=slack_phrases, entrances=entrances, scopes=scopes, events=EVENTS, address=address
    )
