"""Teams, channels, members and users as Graph has them; pure, and safe on any input."""

from collections.abc import Collection

from adapters.json_fields import Raw, flag, text, texts
from adapters.teams.changes import channel_name
from bot.incoming import ChannelSeen, PersonSeen
from expertise.types import ChannelKind

STANDARD = "standard"
"""The one ``membershipType`` whose members are the team's. What Graph does not name is narrower."""

_GUEST = "guest"


def is_standard(channel: Raw) -> bool:
    """Whether everyone of its team is in it."""
    return text(channel, "membershipType") == STANDARD


def kind_of(channel: Raw, team: Raw, open_teams: Collection[str]) -> ChannelKind:
    """Who may read it: its members, unless it is a standard one of a team declared open to everyone."""
    own = {text(team, "id").casefold(), text(team, "internalId").casefold()} - {""}
    is_open = is_standard(channel) and bool(own & {name.casefold() for name in open_teams})
    return ChannelKind.PUBLIC if is_open else ChannelKind.PRIVATE


def name_of(channel: Raw, team: Raw) -> str:
    """What it is called, with its team's name before."""
    return channel_name(text(team, "displayName"), text(channel, "displayName") or text(channel, "id"))


def is_archived(channel: Raw, team: Raw) -> bool:
    """Whether nobody writes there any more."""
    return flag(channel, "isArchived") or flag(team, "isArchived")


def channel_seen(channel: Raw, team: Raw, open_teams: Collection[str]) -> ChannelSeen:
    """A channel as it is now."""
    return ChannelSeen(
        channel=text(channel, "id"),
        name=name_of(channel, team),
        kind=kind_of(channel, team, open_teams),
        purpose=text(channel, "description"),
        is_archived=is_archived(channel, team),
        is_shared=text(channel, "membershipType") == "shared",
    )


def person_of(member: Raw) -> str:
    """What names a member, as activities name the same person; or ''."""
    return text(member, "userId").casefold()


def is_guest(member: Raw, tenant: str) -> bool:
    """Whether a member is a guest, or of another company."""
    own = text(member, "tenantId").casefold()
    return _GUEST in texts(member, "roles") or own not in ("", tenant.casefold())


def handle_of(raw: Raw) -> str:
    """The name after an @, of a member or a user."""
    return text(raw, "userPrincipalName", "email", "mail").partition("@")[0]


def person_seen(member: Raw, tenant: str) -> PersonSeen | None:
    """A member of a team or channel; None without an id."""
    person = person_of(member)
    if not person:
        return None
    return PersonSeen(
        person=person,
        name=text(member, "displayName") or handle_of(member) or person,
        handle=handle_of(member),
        is_outsider=is_guest(member, tenant),
    )
