"""What somebody said in Teams shapes nothing in Slack, where they are known too: no order, and no letter."""

from bot.accounts import Account, How, Identity
from bot.arranging import arrange
from bot.consent import week_of
from bot.elsewhere import elsewhere
from bot.knowing import declare
from bot.linking import Linking, settle
from bot.ports import Storage
from expertise.types import Channel, ChannelKind, Message, PersonId
from tests.support.accounts import TENANT
from tests.support.asking import Bot
from tests.support.builders import ACME, START, channel, message, minute, person, person_id
from tests.support.rows import PEOPLE, READING, enter, load

ASKED = ("restore the postgres backup", "rotate the vault secret", "tune a harpsichord")
THERE = channel("general", id="c-there")


def _said(words: str, asker: str, helper: str, at: int, **fields: str) -> list[Message]:
    return [
        message(f"how do I {words}?", asker, at, thread=at, **fields),
        message(f"to {words} read the runbook of {helper}", helper, at + 1, thread=at, **fields),
    ]


def _there(who: str) -> PersonId:
    return PersonId(f"p-{who}-there")


async def _fill_teams(storage: Storage) -> None:
    """Everyone is there too, and Eve knows everything, is named all the time, and comes first."""
    people = [person(who, id=_there(who), name=who.title()) for who in PEOPLE]
    said = [each for n, words in enumerate(ASKED * 3) for each in _said(words, "ada", "eve", 600 + 10 * n)]
    async with storage.registry() as registry:
        await registry.workspaces.ensure(TENANT)
        await registry.commit()
    async with storage.begin(TENANT.id) as uow:
        await uow.people.save(people)
        await uow.channels.save([THERE])
        await uow.messages.add(THERE.id, [_moved(each) for each in said])
        await arrange(uow, THERE, READING)
        for _ in range(20):
            await uow.namings.add([_there("bob")], week_of(START))
            await uow.load.add(_there("bob"), START)
        await uow.commit()
    async with storage.begin(TENANT.id) as uow:
        await declare(uow, {_there("eve"): ASKED}, START)


def _moved(one: Message) -> Message:
    assert one.author_id
    who = one.author_id.removeprefix("p-")
    return Message(
        channel_id=THERE.id,
        ts=one.ts,
        at=one.at,
        author_id=_there(who),
        text=one.text,
        thread_ts=one.thread_ts,
    )


async def _link_everyone(linking: Linking) -> None:
    async with linking.storage.registry() as registry:
        for who in PEOPLE:
            own = sorted([Account(ACME.id, person_id(who)), Account(TENANT.id, _there(who))])
            await registry.identities.save(
                Identity(accounts=tuple(own), how=How.OPERATOR, since=linking.clock())
            )
        await registry.commit()
    await settle(linking.storage, linking.clock)


async def _answers(bot: Bot) -> list[str]:
    await bot.refresh()
    return [repr(await bot.ask(text, top=5)) for text in ASKED]


async def test_what_is_found_in_slack_is_the_same_with_and_without_what_they_said_in_teams(
    storage: Storage,
) -> None:
    here: tuple[Channel, ...] = (channel(), channel("ops", ChannelKind.PRIVATE))
    await enter(storage, channels=here, members={"ops": ["ada", "bob"]})
    talk = _said(ASKED[0], "ada", "bob", 0) + _said(ASKED[1], "cyd", "dan", 20)
    await load(storage, [*talk, *_said(ASKED[0], "ada", "cyd", 40, of="ops")])
    bot = Bot(storage)
    alone = await _answers(bot)

    await _fill_teams(storage)
    beside = await _answers(bot)
    await _link_everyone(Linking(storage=storage, clock=lambda: minute(900), random_bytes=bytes))
    linked = await _answers(bot)

    assert "Bob" in alone[0]
    assert "Eve" not in alone[0]
    assert beside == alone
    assert linked == alone
    (other,) = await elsewhere(storage, Account(ACME.id, person_id("eve")))
    assert other.account == Account(TENANT.id, _there("eve"))
