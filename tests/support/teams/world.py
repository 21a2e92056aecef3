"""What a tenant consists of: people, teams with their channels, chats, and what was said in them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

Json = dict[str, Any]

TENANT = "72f988bf-0000-4000-8000-0000000000aa"
APP_ID = "0a1b2c3d-0000-4000-8000-00000000b07a"


class Refused(Exception):  # noqa: N818 - Teams' word is an error code; ours is that it refused
    """A status, and ``{"error": {"code": …, "message": …}}``."""

    def __init__(self, status: int, code: str, message: str = "", retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.body: Json = {"error": {"code": code, "message": message or code}}
        self.retry_after = retry_after


@dataclass(slots=True, kw_only=True)
class Person:
    """``id`` is theirs towards this one bot, ``aad`` theirs in the directory of the tenant."""

    id: str
    aad: str
    name: str
    email: str = ""
    role: str = "user"  # or guest
    tenant: str = TENANT

    @property
    def ids(self) -> set[str]:
        return {self.id, self.aad}


@dataclass(slots=True, kw_only=True)
class Conversation:
    """``kind`` is personal, groupChat or channel. ``messages`` by id, in the shape of activities."""

    id: str
    kind: str
    members: list[Person]
    has_bot: bool = False
    blocked: bool = False
    messages: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Channel(Conversation):
    """``type`` is standard, private or shared. A standard one's members are its team's."""

    name: str
    team: "Team"
    type: str = "standard"

    @property
    def roster(self) -> list[Person]:
        return self.team.members if self.type == "standard" else self.members


@dataclass(slots=True, kw_only=True)
class Team:
    """Its id is that of its general channel."""

    id: str
    name: str
    group: str
    members: list[Person]
    channels: list[Channel] = field(default_factory=list)
    has_bot: bool = False

    @property
    def general(self) -> Channel:
        return self.channels[0]


class World:
    """One tenant with one bot. Ids are counted; message ids are the clock's milliseconds, never twice."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.tenant, self.app_id = TENANT, APP_ID
        self.bot = {"id": f"28:{APP_ID}", "name": "Kenner"}
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self.chats: list[Conversation] = []
        self._numbers = count(1)
        self._last_id = 0

    def now(self) -> float:
        return self.clock().timestamp()

    def next_id(self) -> str:
        """A message's id."""
        self._last_id = max(self._last_id + 1, int(self.now() * 1_000))
        return str(self._last_id)

    def number(self) -> int:
        return next(self._numbers)

    def person(self, name: str, **fields: Any) -> Person:
        number = self.number()
        own: Json = {"id": f"29:1{name}-{number:04d}", "aad": str(uuid5(NAMESPACE_DNS, f"{name}{number}"))}
        person = Person(**own | {"name": name.title(), "email": f"{name}@acme.example"} | fields)
        self.people.append(person)
        return person

    def team(self, name: str, *members: Person, has_bot: bool = True) -> Team:
        number = self.number()
        team = Team(
            id=f"19:{name}{number:04d}@thread.tacv2",
            name=name.title(),
            group=str(uuid5(NAMESPACE_DNS, f"{name}{number}")),
            members=[*members],
            has_bot=has_bot,
        )
        team.channels.append(Channel(id=team.id, kind="channel", members=[], name="General", team=team))
        self.teams.append(team)
        return team

    def channel(self, team: Team, name: str, *members: Person, type_: str = "standard") -> Channel:
        """A channel of the team; who is in it matters unless it is a standard one."""
        channel = Channel(
            id=f"19:{name}{self.number():04d}@thread.tacv2",
            kind="channel",
            members=[*members],
            name=name,
            team=team,
            type=type_,
        )
        team.channels.append(channel)
        return channel

    def group(self, *members: Person, has_bot: bool = True) -> Conversation:
        chat_id = f"19:group{self.number():04d}@thread.v2"
        chat = Conversation(id=chat_id, kind="groupChat", members=[*members], has_bot=has_bot)
        self.chats.append(chat)
        return chat

    def personal(self, person: Person) -> Conversation:
        """Somebody's chat with the bot, made where there is none; ``has_bot``: they have the app."""
        for chat in self.chats:
            if chat.kind == "personal" and chat.members == [person]:
                return chat
        chat = Conversation(id=f"a:1{person.name}{self.number():04d}", kind="personal", members=[person])
        self.chats.append(chat)
        return chat

    def who(self, any_id: str) -> Person | None:
        return next((one for one in self.people if any_id in one.ids), None)

    def place(self, conversation_id: str) -> tuple[Conversation, str | None]:
        """The conversation, and the message whose thread is meant."""
        base, _, thread = conversation_id.partition(";messageid=")
        everywhere = [*self.chats, *(channel for team in self.teams for channel in team.channels)]
        for one in everywhere:
            if one.id == base:
                return one, thread or None
        raise Refused(404, "ConversationNotFound", "Conversation not found.")

    def admits(self, place: Conversation) -> bool:
        """Whether the bot may write there."""
        return place.team.has_bot if isinstance(place, Channel) else place.has_bot

    def shares_team(self, person: Person) -> bool:
        return any(team.has_bot and person in team.members for team in self.teams)
