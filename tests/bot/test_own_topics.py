"""What somebody would be suggested for, as their page lists it."""

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.myself import topics
from tests.support.builders import ACME, channel, message, person


async def test_a_word_of_several_threads_is_a_topic_and_a_bare_number_is_none() -> None:
    storage, ada = MemoryStorage(), person("ada")
    said = [
        message("postgres listens on 5432", "ada", 1, thread=0),
        message("restart postgres, it is 5432 again", "ada", 11, thread=10),
    ]
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()

    async with storage.begin(ACME.id) as uow:
        await uow.people.save([ada])
        await uow.channels.save([channel()])
        await uow.messages.add(channel().id, said)
        found = await topics(uow, ada, ACME, ())

    assert [each.label for each in found] == ["postgres"]
    assert [len(each.evidence) for each in found] == [2]
