"""What was suggested where somebody asked in a channel, as rows, and each channel's mode."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, select, tuple_, update

from adapters.storage.session import Session, in_batches
from adapters.storage.suggestion_tables import suggesting, suggestion_links, suggestions
from adapters.storage.times import from_us, to_us
from bot.suggestion_ports import UNSAID, Became, latest_first
from bot.suggestion_types import (
    Excerpt,
    Opinion,
    Silence,
    Suggested,
    Suggesting,
    SuggestionKey,
    SuggestionState,
)
from expertise.shares import Share
from expertise.types import ChannelId, MessageTs, PersonId, WorkspaceId

_OWN, _LINK = suggestions.c, suggestion_links.c


class SqlSuggestionStore:
    """Implements ``bot.suggestion_ports.SuggestionStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._here = _OWN.workspace_id == workspace_id

    async def of(self, key: SuggestionKey) -> Suggested | None:
        """None where there is none."""
        rows = await self._session.rows(select(suggestions).where(self._here, *_is(_OWN, key)))
        return _suggested(rows[0]) if rows else None

    async def put(self, this: Suggested) -> None:
        """Insert or replace, with what it links to."""
        keys = {"workspace_id": self._workspace_id, **this.key._asdict()}
        before = await self.of(this.key)
        await self._session.upsert(suggestions, [keys | _row(this)])
        if before is None and not this.excerpts:
            return
        links = delete(suggestion_links).where(
            _LINK.workspace_id == self._workspace_id, *_is(_LINK, this.key)
        )
        await self._session.change(links)
        rows = [keys | {"place": place} | row for place, row in enumerate(_links(this))]
        await self._session.insert(suggestion_links, rows)

    async def due(self, at: datetime, limit: int) -> list[SuggestionKey]:
        """Those whose time has come, the earliest first."""
        ready = select(_OWN.channel_id, _OWN.ts).where(self._here, _OWN.due_us <= to_us(at))
        ordered = ready.order_by(_OWN.due_us, _OWN.channel_id, _OWN.ts).limit(limit)
        return await self._keys(ordered)

    async def asked_by(self, person_id: PersonId) -> list[Suggested]:
        """The earliest first."""
        own = select(suggestions).where(self._here, _OWN.asker_id == person_id)
        rows = await self._session.rows(own.order_by(_OWN.asked_us, _OWN.channel_id, _OWN.ts))
        return list(map(_suggested, rows))

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Suggested]:
        """Those in these channels that shadow mode kept to itself, the latest first."""
        found: list[Suggested] = []
        for batch in in_batches(channels):
            own = select(suggestions).where(
                self._here, _OWN.state == SuggestionState.SHADOW.value, _OWN.channel_id.in_(batch)
            )
            latest = own.order_by(_OWN.asked_us.desc(), _OWN.channel_id, _OWN.ts).limit(limit)
            found += map(_suggested, await self._session.rows(latest))
        return latest_first(found)[:limit]

    async def look_again(self, channel_id: ChannelId, ts: Collection[MessageTs]) -> None:
        """Have those that were said looked at again that quote one of these messages, or answer it."""
        for batch in in_batches(ts):
            is_own = and_(_OWN.channel_id == channel_id, _OWN.ts.in_(batch))
            await self._look(is_own, and_(_LINK.to_channel_id == channel_id, _LINK.to_ts.in_(batch)))

    async def look_again_in(self, channel_id: ChannelId) -> None:
        """The same for all that quote something of a channel, or stand there."""
        await self._look(_OWN.channel_id == channel_id, _LINK.to_channel_id == channel_id)

    async def look_again_at(self, person_id: PersonId) -> None:
        """The same for all that quote somebody, name them, or are for them."""
        await self._look(_OWN.asker_id == person_id, _LINK.person_id == person_id)

    async def forget(self, keys: Collection[SuggestionKey]) -> None:
        """Nothing is known of these messages any more."""
        for batch in in_batches(keys):
            pair = tuple_(_OWN.channel_id, _OWN.ts)
            await self._session.change(delete(suggestions).where(self._here, pair.in_(batch)))

    async def forget_unsaid(self, before: datetime) -> int:
        """Forget those that nothing was said of and that were asked before; how many."""
        states = [each.value for each in UNSAID]
        old = delete(suggestions).where(
            self._here, _OWN.state.in_(states), _OWN.asked_us < to_us(before), _OWN.due_us.is_(None)
        )
        return len(await self._session.change_at_once(old.returning(_OWN.ts)))

    async def opinions(self, mode: Suggesting, since: datetime, channels: Collection[ChannelId]) -> Share:
        """Of those asked since in these, said in this way, and judged by the asker: how many solved it."""
        judged = select(_OWN.opinion, func.count()).where(
            self._here, _OWN.mode == mode.value, _OWN.asked_us >= to_us(since), _OWN.opinion.is_not(None)
        )
        counts: Counter[Opinion] = Counter()
        for batch in in_batches(channels):
            here = judged.where(_OWN.channel_id.in_(batch)).group_by(_OWN.opinion)
            counts.update({Opinion(opinion): count for opinion, count in await self._session.rows(here)})
        return Share(count=counts[Opinion.SOLVED], of=counts.total())

    async def counts(self, channel_id: ChannelId | None = None) -> dict[Became, int]:
        """Of those that are kept, of one channel or of all; what did not happen is missing."""
        ways = _OWN.state, _OWN.silence, _OWN.opinion
        counted = select(*ways, func.count()).where(self._here)
        if channel_id is not None:
            counted = counted.where(_OWN.channel_id == channel_id)
        rows = await self._session.rows(counted.group_by(*ways))
        return {_became(state, silence, opinion): count for state, silence, opinion, count in rows}

    async def _look(self, is_own: ColumnElement[bool], is_linked: ColumnElement[bool]) -> None:
        """Most of what happens concerns none: so it is looked before anything is written.

        By two looks, each with an index: with "or" SQLite would go through all that was said.
        """
        own = select(_OWN.channel_id, _OWN.ts).where(self._here, is_own)
        linked = select(_LINK.channel_id, _LINK.ts).where(_LINK.workspace_id == self._workspace_id, is_linked)
        said = self._here, _OWN.state == SuggestionState.SAID.value
        for channel_id, keys in _by_channel({*await self._keys(own), *await self._keys(linked)}).items():
            for batch in in_batches(keys):
                concerned = *said, _OWN.channel_id == channel_id, _OWN.ts.in_(batch)
                await self._session.change(update(suggestions).where(*concerned).values(due_us=_OWN.asked_us))

    async def _keys(self, statement: Select[Any]) -> list[SuggestionKey]:
        return [
            SuggestionKey(ChannelId(row[0]), MessageTs(row[1])) for row in await self._session.rows(statement)
        ]


class SqlSuggestingStore:
    """Implements ``bot.suggestion_ports.SuggestingStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._here = suggesting.c.workspace_id == workspace_id

    async def of(self, channel_id: ChannelId) -> Suggesting:
        """``OFF`` where nobody decided otherwise."""
        mode = select(suggesting.c.mode).where(self._here, suggesting.c.channel_id == channel_id)
        return Suggesting(await self._session.value(mode) or Suggesting.OFF)

    async def put(self, channel_id: ChannelId, mode: Suggesting) -> None:
        """Insert or replace."""
        row = {"workspace_id": self._workspace_id, "channel_id": channel_id, "mode": mode.value}
        await self._session.upsert(suggesting, [row])

    async def all(self) -> dict[ChannelId, Suggesting]:
        """Those that are not off."""
        on = select(suggesting.c.channel_id, suggesting.c.mode).where(
            self._here, suggesting.c.mode != Suggesting.OFF.value
        )
        rows = await self._session.rows(on.order_by(suggesting.c.channel_id))
        return {ChannelId(channel_id): Suggesting(mode) for channel_id, mode in rows}


def _by_channel(keys: Iterable[SuggestionKey]) -> dict[ChannelId, list[MessageTs]]:
    found: dict[ChannelId, list[MessageTs]] = {}
    for channel_id, ts in sorted(keys):
        found.setdefault(channel_id, []).append(ts)
    return found


def _became(state: str, silence: str | None, opinion: str | None) -> Became:
    return Became(
        SuggestionState(state), Silence(silence) if silence else None, Opinion(opinion) if opinion else None
    )


def _is(columns: Any, key: SuggestionKey) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 of either table
    return columns.channel_id == key.channel_id, columns.ts == key.ts


def _row(this: Suggested) -> dict[str, Any]:
    return {
        "asker_id": this.asker,
        "asked_us": to_us(this.asked_at),
        "state": this.state.value,
        "due_us": to_us(this.due_at),
        "silence": this.silence.value if this.silence else None,
        "mode": this.mode.value if this.mode else None,
        "chance": this.chance,
        "excerpts": json.dumps(
            [[each.channel_id, each.thread_ts, each.author_id, each.messages] for each in this.excerpts]
        ),
        "deeper": json.dumps(this.deeper),
        "opinion": this.opinion.value if this.opinion else None,
        "edition": this.edition,
    }


def _links(this: Suggested) -> list[dict[str, Any]]:
    quoted = [
        {"to_channel_id": each.channel_id, "to_ts": each.ts, "person_id": each.author_id}
        for each in this.sources
    ]
    named = [{"to_channel_id": None, "to_ts": None, "person_id": who} for who in this.deeper]
    return [*quoted, *named]


def _suggested(row: Row[*tuple[Any, ...]]) -> Suggested:
    return Suggested(
        key=SuggestionKey(ChannelId(row.channel_id), MessageTs(row.ts)),
        asker=PersonId(row.asker_id),
        asked_at=from_us(row.asked_us),
        state=SuggestionState(row.state),
        due_at=from_us(row.due_us),
        silence=Silence(row.silence) if row.silence else None,
        mode=Suggesting(row.mode) if row.mode else None,
        chance=row.chance,
        excerpts=_excerpts(json.loads(row.excerpts)),
        deeper=tuple(map(PersonId, json.loads(row.deeper))),
        opinion=Opinion(row.opinion) if row.opinion else None,
        edition=row.edition,
    )


def _excerpts(kept: Sequence[Sequence[Any]]) -> tuple[Excerpt, ...]:
    return tuple(
        Excerpt(
            channel_id=ChannelId(channel_id),
            thread_ts=MessageTs(thread_ts),
            author_id=PersonId(author_id),
            messages=tuple(map(MessageTs, messages)),
        )
        for channel_id, thread_ts, author_id, messages in kept
    )
