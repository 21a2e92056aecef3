"""Activities as the channel service sends them."""

from datetime import UTC, datetime

from tests.support.teams.world import Channel, Conversation, Json, Person, World


def account(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "aadObjectId": person.aad}


def roster_entry(person: Person) -> Json:
    """A member as the connector tells of one."""
    given, _, surname = person.name.partition(" ")
    entry = {"id": person.id, "objectId": person.aad, "aadObjectId": person.aad, "name": person.name}
    entry |= {"givenName": given, "surname": surname, "email": person.email}
    return entry | {"userPrincipalName": person.email, "tenantId": person.tenant, "userRole": person.role}


def activity(world: World, service_url: str, kind: str, place: Conversation, **fields: object) -> Json:
    """What all of them have."""
    made: Json = {
        "type": kind,
        "timestamp": stamp(world.clock()),
        "localTimestamp": stamp(world.clock()),
        "channelId": "msteams",
        "serviceUrl": service_url,
        "conversation": conversation(world, place),
        "recipient": dict(world.bot),
        "channelData": channel_data(world, place),
        "entities": [],
        "locale": "en-GB",
    }
    return made | fields


def conversation(world: World, place: Conversation, thread: str | None = None) -> Json:
    """Replies and their thread's first message carry the thread in the conversation's id."""
    told = {"conversationType": place.kind, "tenantId": world.tenant}
    told["id"] = f"{place.id};messageid={thread}" if thread else place.id
    return told if place.kind == "personal" else told | {"isGroup": True}


def channel_data(world: World, place: Conversation) -> Json:
    told: Json = {"tenant": {"id": world.tenant}}
    if isinstance(place, Channel):
        told |= {"teamsChannelId": place.id, "teamsTeamId": place.team.id}
        told |= {"channel": {"id": place.id}, "team": {"id": place.team.id}}
    return told


def mention(world: World) -> Json:
    return {"type": "mention", "mentioned": dict(world.bot), "text": f"<at>{world.bot['name']}</at>"}


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
