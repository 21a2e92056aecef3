"""What Slack sends, in the shapes that it sends them, shortened to what could matter."""

from typing import Any

BOT = "U0BOT"
APP = "A0KENNER"
TS = "1709283600.000100"


def event(kind: str, **fields: Any) -> dict[str, Any]:
    """An Events API delivery to a workspace with the bot installed."""
    return {
        "token": "verification-token",
        "team_id": "T0ACME",
        "context_team_id": "T0ACME",
        "context_enterprise_id": None,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": "Ev0001",
        "event_time": 1709283600,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T0ACME",
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        "event": {"event_ts": TS} | fields | {"type": kind},
    }


def message(text: str = "how do I restore a backup?", **fields: Any) -> dict[str, Any]:
    """A message of Ada's in a public channel."""
    return event("message", **said(text), channel="C0DATA", channel_type="channel", **fields)


def said(text: str, **fields: Any) -> dict[str, Any]:
    """A message as it stands within others."""
    return {"type": "message", "user": "U0ADA", "text": text, "ts": TS, "team": "T0ACME"} | fields


def command(text: str, name: str = "/whoknows", **fields: Any) -> dict[str, Any]:
    """A slash command, as its form reads."""
    return {
        "token": "verification-token",
        "team_id": "T0ACME",
        "team_domain": "acme",
        "channel_id": "C0DATA",
        "channel_name": "data",
        "user_id": "U0ADA",
        "user_name": "ada",
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0ACME/1/x",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    } | fields


def interaction(kind: str, **fields: Any) -> dict[str, Any]:
    """What comes of a button, a shortcut or a form."""
    return {
        "type": kind,
        "token": "verification-token",
        "user": {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": "T0ACME"},
        "team": {"id": "T0ACME", "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": APP,
        "trigger_id": "9.8.7",
    } | fields


def press(action_id: str, value: str = "q1", **fields: Any) -> dict[str, Any]:
    """A button pressed on a private answer."""
    button = {
        "type": "button",
        "action_id": action_id,
        "block_id": "xYz",
        "text": {"type": "plain_text", "text": "Ask Maya"},
        "value": value,
        "action_ts": "1709283700.123456",
    }
    container = {
        "type": "message",
        "message_ts": "1709283650.000200",
        "channel_id": "C0DATA",
        "is_ephemeral": True,
        "thread_ts": TS,
    }
    whole = {
        "container": container,
        "channel": {"id": "C0DATA", "name": "data"},
        "response_url": "https://hooks.slack.com/actions/T0ACME/1/x",
        "actions": [button],
        "state": {"values": {}},
    }
    return interaction("block_actions", **whole | fields)


def user(**fields: Any) -> dict[str, Any]:
    """Ada's account."""
    return {
        "id": "U0ADA",
        "team_id": "T0ACME",
        "name": "ada",
        "deleted": False,
        "real_name": "Ada Lovelace",
        "tz": "Europe/London",
        "profile": {
            "title": "Analyst",
            "real_name": "Ada Lovelace",
            "display_name": "ada",
            "image_72": "https://avatars.example/ada_72.png",
            "team": "T0ACME",
        },
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_app_user": False,
    } | fields
