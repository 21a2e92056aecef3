"""A chat history from a file becomes rows: streamed, idempotent, and able to go on where it stopped."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from bot.arranging import arrange
from bot.errors import NotImportedError, PrivateChannelError
from bot.history import History, RawChannel, RawMessage, RawPerson
from bot.identity import channel_id, person_id
from bot.ingestion import Reading, is_later
from bot.past import Past
from bot.ports import Storage, UnitOfWork
from bot.respecting import no_older, not_erased
from bot.types import Workspace
from expertise.membership import MOST_MEMBERS
from expertise.types import Channel, ChannelKind, Message, MessageKind, MessageTs, Person, WorkspaceId

_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Channels by name. Without ``include`` every public or standard one; others only if in ``private``."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What was read and what was left out, in counts."""

    people: int = 0
    channels: int = 0
    read: Counter[MessageKind] = field(default_factory=Counter)
    added: int = 0
    passages: int = 0
    already_read: int = 0
    left_out_channels: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


Progress = Callable[[str, int, int], None]
"""Stage, done, total."""


async def import_history(
    storage: Storage,
    workspace: Workspace,
    history: History,
    selection: Selection,
    reading: Reading,
    on_progress: Progress,
) -> ImportReport:
    """Bring a history into the workspace.

    Raises NotImportedError when a channel asked for is not in the file; nothing is written then.
    """
    chosen = choose(history.channels(), selection)
    report = ImportReport(channels=len(chosen))
    report.left_out_channels = sorted({c.name for c in history.channels()} - {c.name for c in chosen})
    history.check([day for channel in chosen for day in history.days(channel)])
    async with storage.registry() as registry:
        await registry.workspaces.ensure(workspace)
        await registry.commit()
    async with storage.begin(workspace.id) as uow:
        accounts = list(history.people())
        people = [_person(workspace.id, raw) for raw in accounts]
        await _save_people(uow, workspace.id, accounts)
        await _save_channels(uow, workspace.id, chosen, accounts)
        await uow.commit()
    report.people = sum(not person.is_bot for person in people)
    reader = _Reader(storage, workspace.id, history, {person.platform_id for person in people}, report)
    await reader.read(chosen, on_progress)
    report.passages = await arrange_stale(storage, workspace.id, reading, on_progress)
    report.left_out.update({str(reason): count for reason, count in history.leftovers.counts.items()})
    return report


def as_past(workspace: Workspace, history: History, latest: int | None = None) -> Past:
    """The public part of a history in memory, for replay; only its ``latest`` messages if so asked."""
    people = [_person(workspace.id, raw) for raw in history.people()]
    known = {person.platform_id for person in people}
    chosen = [c for c in choose(history.channels(), Selection()) if c.kind is ChannelKind.PUBLIC]
    messages = [
        message(workspace.id, channel, raw, known)
        for channel in chosen
        for day in history.days(channel)
        for raw in history.messages(day)
    ]
    messages.sort(key=attrgetter("ts", "channel_id"))
    return Past(
        workspace=workspace,
        people=people,
        channels=[_channel(workspace.id, raw) for raw in chosen],
        messages=messages[-(latest or 0) :],
    )


def choose(channels: Sequence[RawChannel], selection: Selection) -> list[RawChannel]:
    """The channels to import, in the file's order.

    Raises NotImportedError with every name asked for that is not there, and PrivateChannelError
    when a channel that comes in only by ``private`` is asked for as if it did not.
    """
    asked = {*map(_plain, selection.include), *map(_plain, selection.private)}
    unknown = asked - {_plain(c.name) for c in channels} - {_plain(c.platform_id) for c in channels}
    if unknown:
        raise NotImportedError(sorted(unknown))
    closed = {_plain(c.name) for c in channels if not _comes_unasked(c)}
    if hidden := closed & set(map(_plain, selection.include)):
        raise PrivateChannelError(sorted(hidden))
    return [c for c in channels if _is_chosen(c, selection)]


def _is_chosen(channel: RawChannel, selection: Selection) -> bool:
    names = {_plain(channel.name), _plain(channel.platform_id)}
    if names & set(map(_plain, selection.exclude)):
        return False
    if not _comes_unasked(channel):
        return bool(names & set(map(_plain, selection.private)))
    return not selection.include or bool(names & set(map(_plain, selection.include)))


def _comes_unasked(channel: RawChannel) -> bool:
    return channel.kind is ChannelKind.PUBLIC or channel.is_standard


def _plain(name: str) -> str:
    """A name as it is compared; a channel of a team may be typed as ``team/channel``."""
    return name.removeprefix("#").replace(" › ", "/").casefold()


def _person(workspace: WorkspaceId, raw: RawPerson) -> Person:
    return Person(
        id=person_id(workspace, raw.platform_id),
        platform_id=raw.platform_id,
        name=raw.name,
        handle=raw.handle,
        title=raw.title,
        time_zone=raw.time_zone,
        is_bot=raw.is_bot,
        has_left=raw.has_left,
        is_outsider=raw.is_outsider,
    )


async def _save_people(uow: UnitOfWork, workspace: WorkspaceId, accounts: Sequence[RawPerson]) -> None:
    """Everyone who is listed, and of those who are not whoever is new to us."""
    unlisted = [raw.platform_id for raw in accounts if not raw.is_listed]
    known = await uow.people.by_platform_ids(unlisted)
    await uow.people.save([_person(workspace, raw) for raw in accounts if raw.platform_id not in known])


async def _save_channels(
    uow: UnitOfWork, workspace: WorkspaceId, chosen: Sequence[RawChannel], accounts: Collection[RawPerson]
) -> None:
    listed = {raw.platform_id for raw in accounts}
    colleagues = {a.platform_id for a in accounts if not (a.is_bot or a.has_left or a.is_outsider)}
    known = {channel.id: channel for channel in await uow.channels.all()}
    for raw in chosen:
        before = known.get(channel_id(workspace, raw.platform_id))
        if before is not None and not raw.is_listed:
            continue
        after = _channel(workspace, raw)
        await uow.channels.save([after])
        if before is not None and before.kind is not after.kind:
            await uow.passages.move(after)
        members = raw.members or ()
        told = _telling(members, colleagues) if after.kind is ChannelKind.PUBLIC else listed & {*members}
        if raw.members is not None or before is None or before.kind is not after.kind:
            await uow.channels.set_members(after.id, {person_id(workspace, member) for member in told})


def _telling(members: Collection[str], colleagues: Collection[str]) -> set[str]:
    """Members of a public channel, who may be suggested for being there; of a crowd nobody is kept."""
    told = {member for member in members if member in colleagues}
    return told if len(told) <= MOST_MEMBERS else set()


def _channel(workspace: WorkspaceId, raw: RawChannel) -> Channel:
    return Channel(
        id=channel_id(workspace, raw.platform_id),
        platform_id=raw.platform_id,
        name=raw.name,
        kind=raw.kind,
        purpose=raw.purpose,
        is_archived=raw.is_archived,
    )


class _Reader:
    """Reads the days of a history into rows, a bounded number of messages a transaction."""

    def __init__(
        self,
        storage: Storage,
        workspace: WorkspaceId,
        history: History,
        known: set[str],
        report: ImportReport,
    ) -> None:
        self._storage = storage
        self._workspace = workspace
        self._history = history
        self._known = known
        self._report = report

    async def read(self, chosen: Sequence[RawChannel], on_progress: Progress) -> None:
        async with self._storage.begin(self._workspace) as uow:
            done = await uow.imports.done(self._history.fingerprint)
        total = sum(len(self._history.days(channel)) for channel in chosen)
        count = 0
        for channel in chosen:
            days = self._history.days(channel)
            todo = [day for day in days if day not in done]
            count += len(days) - len(todo)
            for batch in self._batches(todo):
                await self._write(channel, batch)
                count += len(batch)
                on_progress("reading", count, total)
            self._report.already_read += len(days) - len(todo)
        on_progress("reading", total, total)

    def _batches(self, days: Sequence[str]) -> Iterator[dict[str, Sequence[RawMessage]]]:
        batch: dict[str, Sequence[RawMessage]] = {}
        for day in days:
            batch[day] = self._history.messages(day)
            if sum(map(len, batch.values())) >= _BATCH:
                yield batch
                batch = {}
        if batch:
            yield batch

    async def _write(self, channel: RawChannel, batch: Mapping[str, Sequence[RawMessage]]) -> None:
        target = channel_id(self._workspace, channel.platform_id)
        raws = [raw for messages in batch.values() for raw in messages]
        unlisted = sum(r.kind is MessageKind.PERSON and r.user not in self._known for r in raws)
        if unlisted:
            self._report.left_out["names of authors whom the export does not list"] += unlisted
        read = _each_once(message(self._workspace, channel, raw, self._known) for raw in raws)
        async with self._storage.begin(self._workspace) as uow:
            rows = await not_erased(uow, read)
            changed = await uow.messages.add(target, await no_older(uow, rows))
            if changed:
                await uow.messages.set_stale(target, is_stale=True)
            await uow.imports.mark(self._history.fingerprint, sorted(batch))
            await uow.commit()
        self._report.added += changed
        self._report.read.update(row.kind for row in rows)


def _each_once(rows: Iterable[Message]) -> list[Message]:
    """The latest of what the file has of a message; of equals, the first."""
    latest: dict[MessageTs, Message] = {}
    for row in rows:
        if row.ts not in latest or is_later(row, latest[row.ts]):
            latest[row.ts] = row
    return list(latest.values())


def message(workspace: WorkspaceId, channel: RawChannel, raw: RawMessage, known: Collection[str]) -> Message:
    """A message as a row; authors whom the file does not list (``known``) stay unnamed."""
    return Message(
        channel_id=channel_id(workspace, channel.platform_id),
        ts=MessageTs(raw.ts),
        at=raw.at,
        author_id=person_id(workspace, raw.user) if raw.user and raw.user in known else None,
        text=raw.text,
        thread_ts=MessageTs(raw.thread_ts) if raw.thread_ts else None,
        kind=raw.kind,
        edited_at=raw.edited_at,
    )


async def arrange_stale(
    storage: Storage, workspace: WorkspaceId, reading: Reading, on_progress: Progress
) -> int:
    """Cut every channel that got messages in bulk, a transaction each; how many passages changed."""
    async with storage.begin(workspace) as uow:
        stale = await uow.messages.stale_channels()
        channels = {channel.id: channel for channel in await uow.channels.all()}
    changed = 0
    for number, channel in enumerate(stale, 1):
        async with storage.begin(workspace) as uow:
            changed += await arrange(uow, channels[channel], reading)
            await uow.commit()
        on_progress("cutting", number, len(stale))
    return changed
