"""One account as Slack describes it, in exports and in events alike."""

from adapters.json_fields import Raw, child, flag, text, texts
from bot.history import RawPerson

SLACKBOT = "USLACKBOT"
_GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger")


def person(platform_id: str, raw: Raw, home: str | None = None) -> RawPerson:
    """Read one account of a workspace whose team is ``home``."""
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
        is_outsider=is_outsider(raw, home),
    )


def confirmed_email(raw: Raw) -> str:
    """The e-mail address that somebody showed to be theirs, or ''. It takes ``users:read.email``."""
    return text(child(raw, "profile"), "email") if flag(raw, "is_email_confirmed") else ""


def is_outsider(raw: Raw, home: str | None) -> bool:
    """Guests, and whoever belongs elsewhere. Where ``home`` is unknown, everyone else is from here."""
    return any(flag(raw, name) for name in _GUESTS) or not _is_at_home(raw, home)


def team_of(raw: Raw) -> str:
    """The team that an account names, or ''."""
    return text(raw, "team_id") or text(child(raw, "profile"), "team")


def _is_at_home(raw: Raw, home: str | None) -> bool:
    """Colleagues of an enterprise name every workspace they are in; who names none is from here."""
    own = team_of(raw)
    enterprise = child(raw, "enterprise_user")
    teams = texts(enterprise, "teams")
    return home is None or not own or home in (own, *teams) or (bool(enterprise) and not teams)
