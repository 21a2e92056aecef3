"""A random world of ``worlds.py`` as a tenant of Teams, with the whole bot in it; and all that it says there.

The open team holds what everyone may read. What is closed stands in each of the ways that Teams has: a
team of its own, a private channel, a shared one, chats of several. Two tenants of one world have the same
ids and times, so that nothing that is said in them need be made alike before it is compared.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.service import Service
from adapters.teams.extension import ASK, QUESTION
from adapters.teams.pressed import FIND
from bot import consent
from bot.chat_types import Question, QuestionId, QuestionState
from bot.incoming import Via
from bot.knowing import declare
from expertise.types import Message, PersonId
from tests.support import builders
from tests.support.adaptive_cards import parts
from tests.support.slack.clocks import HandClock
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Conversation, Json, Person
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import handled
from tests.support.worlds import COLLEAGUES, GUESTS, LONG_AGO, NOW, Audience, Said, World

_BEFORE = 3
"""Questions that everybody has asked already: what they ask in a channel is answered there."""

Told = Mapping[str, Sequence[str]]
"""What was said, as JSON, by the place; ``shown to`` somebody: what Teams was answered at once."""


@dataclass(slots=True, kw_only=True)
class Tenant:
    """Places and people by their names. ``world`` is the ``whole``, or what is left where some was taken."""

    teams: FakeTeams
    clock: HandClock
    whole: World
    world: World
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Conversation] = field(default_factory=dict)
    roots: dict[tuple[str, str], str] = field(default_factory=dict)
    shown: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def build(self) -> None:
        """Everything that there is in the whole, and away with what is not in this world."""
        made = self.teams.world
        for name in COLLEAGUES + GUESTS:
            self.people[name] = made.person(name, role="guest" if name in GUESTS else "user")
            made.personal(self.people[name]).has_bot = True
        everyone = made.team("everyone", *(self.people[name] for name in COLLEAGUES))
        self.places["general"] = everyone.general
        for name in ("data", "ops"):
            self.places[name] = made.channel(everyone, name)
        self.places["hiring"] = made.channel(everyone, "hiring", *self._inside("hiring"), type_="private")
        for name in ("partners", "board"):
            team = made.team(name, *self._inside(name), *self._left(name))
            self.places[name] = made.channel(team, "plans")
        vendors = made.team("vendors", *self._inside("vendors"))
        self.places["vendors"] = made.channel(vendors, "supply", *self._inside("vendors"), type_="shared")
        for name in ("trio", "duo"):
            self.places[name] = made.group(*self._inside(name))
        for name in self.places.keys() - {each.name for each in self.world.channels} - {"general"}:
            self._take_away(self.places.pop(name))

    def _inside(self, place: str) -> list[Person]:
        return [self.people[name] for name in self.whole.members.get(place, ())]

    def _left(self, place: str) -> list[Person]:
        """Who said something there and is not in it any more."""
        return [
            self.people[name] for name in sorted(self._spoke(place) - {*self.whole.members.get(place, ())})
        ]

    def _spoke(self, place: str) -> set[str]:
        where = {each.id for each in self.whole.channels if each.name == place}
        return {_name(m.author_id) for m in self.whole.messages if m.channel_id in where}

    def _take_away(self, place: Conversation) -> None:
        made = self.teams.world
        made.chats = [each for each in made.chats if each is not place]
        for team in made.teams:
            team.channels = [each for each in team.channels if each is not place]
        made.teams = [each for each in made.teams if len(each.channels) > 1 or each.name == "Everyone"]

    @property
    def open_teams(self) -> str:
        return ",".join(team.id for team in self.teams.world.teams if team.name in ("Everyone", "Partners"))

    # ---- What happened before anybody asks ----

    async def live(self, service: Service) -> None:
        """The bot comes into each team and hears what is said; some leave; all decide how to be named."""
        for team in self.teams.world.teams:
            await self.teams.install_in(team, team.members[0])
        names = {each.id: each.name for each in self.whole.channels}
        order = {name: number for number, name in enumerate(sorted(names.values()))}
        for message in sorted(self.world.messages, key=lambda m: (m.at, order[names[m.channel_id]])):
            where = names[message.channel_id]
            self._pass_until(message.at, 5 * order[where])
            await self._say(message, where)
        await self._leave()
        self._pass_until(NOW)
        await handled(service)
        await self._decide(service)

    async def _say(self, message: Message, where: str) -> None:
        root = self.roots.get((where, str(message.thread_ts)))
        author = self.people[_name(message.author_id)]
        said = await self.teams.say(author, self.places[where], message.text, thread=root)
        self.roots.setdefault((where, str(message.thread_ts)), said.activity["id"])

    async def _leave(self) -> None:
        for team in self.teams.world.teams:
            if team.name in ("Partners", "Board"):
                for person in self._left(team.name.casefold()):
                    await self.teams.leave(team, person)

    async def _decide(self, service: Service) -> None:
        async with service._parts.storage.begin(service.workspace.id) as uow:
            people = await uow.people.by_platform_ids([each.aad for each in self.people.values()])
            ids = {
                name: people[self.people[name].aad].id for name in self.people if self._is_known(name, people)
            }
            for name, own in self.world.preferences.items():
                if name in ids:
                    await uow.preferences.save(ids[name], own)
            for name, topic in self.world.hidden:
                if name in ids:
                    await consent.hide_topic(uow, ids[name], topic, LONG_AGO)
            for name, topic in self.world.declared:
                await declare(uow, {ids[name]: [topic]}, LONG_AGO)
            for who in ids.values():
                for number in range(_BEFORE):
                    await uow.questions.add(_old_question(who, number))
            await uow.commit()

    def _is_known(self, name: str, people: Collection[str]) -> bool:
        return self.people[name].aad in people

    def _pass_until(self, at: datetime, seconds: float = 0) -> None:
        self.clock.pass_time((at - self.clock()).total_seconds() + seconds)

    # ---- What is asked, and what is said to it ----

    async def do(self, service: Service, said: Said) -> None:
        """A question, put the way it says, where that place is in this world."""
        self.clock.pass_time(60)
        if said.where is not None and said.where not in self.places:
            return
        who = self.people[said.asker]
        where = self.places[said.where] if said.where else self.teams.world.personal(who)
        match said.via:
            case Via.MENTION:
                await self.teams.say(who, where, f"@Kenner {said.text}")
            case Via.DIRECT:
                await self.teams.say(who, who, said.text)
            case Via.MESSAGE:
                await self._invoke(
                    said.asker, where, "composeExtension/fetchTask", _on_a_message(self, said.text)
                )
            case Via.COMMAND:
                await self._invoke(said.asker, where, "composeExtension/query", _typed(said.text))
            case Via.HOME:
                await self.teams.say(who, who, "me")
        await handled(service)

    async def press(self, service: Service, asker: str, action: str) -> None:
        """A button of the last card in somebody's own chat, if it has one of that name."""
        self.clock.pass_time(60)
        who = self.people[asker]
        cards = [each for each in self.teams.said(who) if "attachments" in each]
        for part in parts(cards[-1]["attachments"]) if cards else ():
            if part.get("verb") == action:
                value = {"action": {"type": "Action.Execute", "verb": action, "data": part["data"]}}
                own_chat = self.teams.world.personal(who)
                await self._invoke(asker, own_chat, "adaptiveCard/action", value, replyToId=cards[-1]["id"])
                await handled(service)
                return

    async def _invoke(
        self, asker: str, where: Conversation, name: str, value: Json, **fields: object
    ) -> None:
        own = f"f:{self.clock().timestamp()}"  # the fake counts, and here less happens than there
        asked = await self.teams.invoke(self.people[asker], where, name, value, id=own, **fields)
        assert asked.status == 200, asked
        self.shown[asker].append(_written(asked.reply))

    def told(self, audience: Audience) -> Told:
        """All that is for this audience."""
        found = {name: self._said_in(self.places[name]) for name in self.whole.readable(audience)}
        if audience.place is None:
            found["alone"] = self._said_in(self.teams.world.personal(self.people[audience.reader]))
            found["at once"] = self.shown[audience.reader]
        return found

    def _said_in(self, place: Conversation) -> list[str]:
        """What was said there, in order, and what became of it; with the thread that it stands in."""
        calls = [each for each in self.teams.calls if each.call in ("create", "send", "update", "remove")]
        there = [each for each in calls if each.named.get("conversation", "").partition(";")[0] == place.id]
        assert all(each.status in (200, 201) for each in there)
        return [_written([each.call, each.named["conversation"], _without_id(each.body)]) for each in there]


@asynccontextmanager
async def living(whole: World, world: World, folder: Path) -> AsyncIterator[tuple[Tenant, Service]]:
    """The bot in that tenant, which knows all that was said until now."""
    await asyncio.to_thread(folder.mkdir)
    clock = HandClock(builders.minute(-60))
    async with FakeTeams(clock) as teams:
        teams.limits.is_on = False
        tenant = Tenant(teams=teams, clock=clock, whole=whole, world=world)
        tenant.build()
        settings: Json = {"naming": whole.policy.mode.value, "named_a_week": whole.policy.named_a_week}
        settings |= {"helps_outsiders": True, "teams_open_teams": tenant.open_teams}
        async with teams_bot(teams, folder, clock=clock, patience=60, **settings) as service:
            await tenant.live(service)
            yield tenant, service


def _name(author: PersonId | None) -> str:
    return str(author).removeprefix(builders.person_id(""))


def _old_question(who: PersonId, number: int) -> Question:
    own = QuestionId(f"0000000{number}-0000-7000-8000-{who[-12:]}")
    return Question(
        id=own, asker=who, text="earlier", via=Via.HOME, asked_at=LONG_AGO, state=QuestionState.ANSWERED
    )


def _typed(text: str) -> Json:
    parameters = [{"name": QUESTION, "value": text}]
    return {"commandId": ASK, "parameters": parameters, "queryOptions": {"skip": 0, "count": 25}}


def _on_a_message(tenant: Tenant, text: str) -> Json:
    said = {
        "id": str(int(tenant.clock().timestamp() * 1_000)),
        "body": {"contentType": "text", "content": text},
    }
    return {"commandId": FIND, "messagePayload": said}


def _without_id(body: Json) -> Json:
    return {name: value for name, value in body.items() if name != "id"}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
