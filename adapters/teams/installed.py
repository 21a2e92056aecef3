"""Where the bot is, as the connector tells it, and whether it is told all that it needs of there."""

from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, field

from adapters.json_fields import Raw, children, text
from adapters.teams.book import AddressBook
from adapters.teams.calls import GONE, LACKS_APP, Patience
from adapters.teams.connections import Connections
from adapters.teams.findings import Line, right, wrong
from bot import teams_check_phrases as say
from bot.errors import ChatError, LockedOutError, RefusedError

_PAGE = "500"


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What is known so far. ``names`` of teams by either of their ids."""

    teams: int = 0
    channels: int = 0
    names: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


async def where_it_is(
    connections: Connections, book: AddressBook, open_teams: Collection[str], patience: Patience
) -> AsyncIterator[Line]:
    """Every team that something was heard from is asked for; ``open_teams`` as the operator named them."""
    addresses = {each.team or each.conversation: each for each in await book.channels()}
    if not addresses:
        yield right(say.NO_TEAMS)
        return
    seen = _Seen()
    try:
        for team, address in addresses.items():
            await _look(_Door(connections, address.service_url, patience), team, seen)
    except LockedOutError:
        yield wrong(say.CONNECTOR_REFUSES)
        return
    except ChatError:
        yield wrong(say.CONNECTOR_SILENT)
        return
    for line in (*_of_teams(seen), *_of_open_teams(seen, open_teams)):
        yield line


@dataclass(frozen=True, slots=True)
class _Door:
    connections: Connections
    service_url: str
    patience: Patience

    async def ask(self, *path: str, **query: str) -> tuple[Raw, str]:
        """What Teams says, or its word for why it does not. Raises LockedOutError, and what is no answer."""
        try:
            told = await self.patience.persist(
                lambda: self.connections.call("GET", self.service_url, *path, query=query)
            )
        except LockedOutError:
            raise
        except RefusedError as error:
            return {}, error.code
        return told, ""


async def _look(door: _Door, team: str, seen: _Seen) -> None:
    told, refusal = await door.ask("teams", team)
    if refusal:
        seen.lines.append(_of_refusal(refusal, team))
        return
    name = text(told, "name") or team
    seen.teams += 1
    seen.names |= {each: name for each in (team, text(told, "id"), text(told, "aadGroupId")) if each}
    listed, refusal = await door.ask("teams", team, "conversations")
    seen.channels += len(children(listed, "conversations"))
    if refusal:
        seen.lines.append(wrong(say.channels_missing(name, refusal)))
    _, refusal = await door.ask("conversations", team, "pagedmembers", pageSize=_PAGE)
    if refusal:
        seen.lines.append(wrong(say.members_missing(name, refusal)))


def _of_refusal(code: str, team: str) -> Line:
    return right(say.left(team)) if code in GONE | LACKS_APP else wrong(say.channels_missing(team, code))


def _of_teams(seen: _Seen) -> Iterator[Line]:
    if seen.teams:
        yield right(say.in_teams(seen.teams, seen.channels))
    yield from seen.lines
    if seen.teams and not any(line.stops for line in seen.lines):
        yield right(say.EVERYTHING_TOLD)


def _of_open_teams(seen: _Seen, open_teams: Collection[str]) -> Iterator[Line]:
    known = sorted({seen.names[team] for team in open_teams if team in seen.names})
    if known:
        yield right(say.open_teams(known))
    yield from (right(say.open_team_unknown(team)) for team in open_teams if team not in seen.names)
    if not open_teams:
        yield right(say.NO_OPEN_TEAMS)
