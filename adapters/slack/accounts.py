"""One account as Slack describes it, in exports and in events alike."""

from adapters.slack.json_fields import Raw, child, flag, text
from bot.history import RawPerson

SLACKBOT = "USLACKBOT"


def person(platform_id: str, raw: Raw) -> RawPerson:
    """Read one account."""
    profile = child(raw, "profile")
    handle = text(raw, "name") or text(profile, "display_name") or platform_id
    real_name = text(profile, "real_name") or text(raw, "real_name")
    return RawPerson(
        platform_id=platform_id,
        name=real_name or text(profile, "display_name") or handle,
        handle=handle,
        title=text(profile, "title"),
        time_zone=text(raw, "tz"),
        is_bot=flag(raw, "is_bot") or platform_id == SLACKBOT,
        has_left=flag(raw, "deleted"),
        email=text(profile, "email") or None,
    )
