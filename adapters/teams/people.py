"""Teams' members and channels in our words; pure, and safe on any input."""

from collections.abc import Collection

from adapters.json_fields import Raw, text
from adapters.teams.changes import channel_name
from bot.incoming import ChannelSeen, PersonSeen
from expertise.types import ChannelKind

GENERAL = "General"
_STANDARD = ("standard", "")


def person_of(member: Raw) -> str:
    """What names a member, as ``activities.account`` names the same person; or ''."""
    return text(member, "aadObjectId", "objectId").casefold() or text(member, "id")


def person_seen(member: Raw, tenant: str) -> PersonSeen | None:
    """A member of a roster; None without an id. Outsiders are guests, and whoever is of another tenant.

    E-mail addresses are those that the tenant's own directory has.
    """
    platform_id, own = person_of(member), text(member, "tenantId").casefold()
    if not platform_id:
        return None
    handle = text(member, "userPrincipalName", "email").partition("@")[0]
    return PersonSeen(
        person=platform_id,
        name=text(member, "name") or handle or platform_id,
        handle=handle,
        email=text(member, "email", "userPrincipalName") if own == tenant.casefold() else "",
        is_outsider=text(member, "userRole") == "guest" or own not in ("", tenant.casefold()),
    )


def channel_seen(raw: Raw, team: Raw, open_teams: Collection[str]) -> ChannelSeen:
    """A channel of a team. The general one has no name in Teams.

    The connector does not say which teams are open to everyone: what is not of a team that the operator
    declared so, or is no standard channel, is for its members.
    """
    is_open = bool({text(team, "id"), text(team, "aadGroupId")} & {*open_teams})
    kind = text(raw, "type").casefold()
    return ChannelSeen(
        channel=text(raw, "id"),
        name=channel_name(text(team, "name"), text(raw, "name") or GENERAL),
        kind=ChannelKind.PUBLIC if is_open and kind in _STANDARD else ChannelKind.PRIVATE,
        is_shared=kind == "shared",
    )
