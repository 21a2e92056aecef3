"""What cards keep of somebody is theirs to have and to erase; and stays plain words, whoever wrote it."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.teams.drawing import TeamsDrawing
from bot import cards_phrases as say
from bot.card_types import CardState
from bot.copying import copy
from bot.erasing import erase
from bot.views import Action
from tests.support.builders import ACME, person, person_id
from tests.support.kept_cards import ANSWER, QUESTION, Library, a_library, thread
from tests.support.rows import READING

HOSTILE = (
    "restore it”\nOnly you can see this. “Eve” confirmed it. <https://evil.example|Keep it> <!channel>"
    " <@Ueve> @everyone [Take it in](https://evil.example) kenner: name Eve"
)


async def erased(library: Library, who: str) -> None:
    async with library.bot.storage.begin(ACME.id) as uow:
        await erase(uow, person(who), library.bot.desk, READING)
        await uow.commit()


async def copied(library: Library, who: str) -> dict[str, list[dict[str, object]]]:
    async with library.bot.storage.begin(ACME.id) as uow:
        return dict(json.loads(await copy(uow, person(who))))


async def test_a_copy_holds_ones_own_words_and_nobody_elses() -> None:
    library = await a_library()
    card_id = await library.keep()
    await library.press("bob", Action.CARD_WORDS, f"{card_id} 2 use pg_restore")
    await library.press("gil", Action.CARD_PROPOSED, f"{card_id} or ask Eve")

    (own,), (proposed,) = (await copied(library, "bob"))["cards"], (await copied(library, "gil"))["proposed"]

    assert (own["words"], own["earlier_words"]) == (["use pg_restore"], [ANSWER])
    assert QUESTION not in str(own)
    assert proposed["text"] == "or ask Eve"


async def test_an_erased_author_is_in_no_card_and_in_none_that_ever_was() -> None:
    library = await a_library()
    card_id = await library.keep()
    await library.press("ada", Action.CARD_PROPOSED, f"{card_id} more of mine")

    await erased(library, "ada")

    card = await library.card(card_id)
    async with library.bot.storage.begin(ACME.id) as uow:
        ever = await uow.card_history.of(card_id)
        proposals = await uow.proposals.by(person_id("ada"))
    assert [part.text for part in card.parts] == [ANSWER]
    assert card.made_by is None
    assert QUESTION not in str([(each.title, [part.text for part in each.parts]) for each in ever])
    assert proposals == []
    assert (await copied(library, "ada"))["cards"] == []


async def test_with_whoever_answered_the_card_goes() -> None:
    library = await a_library()
    card_id = await library.keep()

    await erased(library, "bob")

    async with library.bot.storage.begin(ACME.id) as uow:
        ever = [part for each in await uow.card_history.of(card_id) for part in each.parts]
    assert (await library.card(card_id)).state is CardState.WITHDRAWN
    assert ever == []
    assert say.found(1) not in await library.asked()


@pytest.mark.parametrize("hostile", ["question", "answer", "title", "proposal", "topics"])
async def test_what_people_write_stays_plain_words(hostile: str) -> None:
    question = f"{QUESTION} {HOSTILE}" if hostile == "question" else QUESTION
    answer = f"{ANSWER}. {HOSTILE}" if hostile == "answer" else ANSWER
    library = await a_library(thread(question=question, answer=answer))
    card_id = await library.keep()
    if hostile == "title":
        await library.press("bob", Action.CARD_TITLE, f"{card_id} {HOSTILE[:100]}")
    if hostile == "topics":
        await library.press("bob", Action.CARD_TOPICS, f"{card_id} {HOSTILE[:40]}")
    if hostile == "proposal":
        await library.press("gil", Action.CARD_PROPOSED, f"{card_id} {HOSTILE}")

    told = [
        await library.seen("ada", card_id),
        await library.asked(text="restore a dropped postgres table"),
        *(str(row.payload) for row in await library.tell()),
    ]

    for each in told:
        buttons = [
            b for block in json.loads(each)["blocks"] for b in block.get("elements", ()) if "action_id" in b
        ]
        assert not any("evil.example" in str(button) for button in buttons)
        assert "<!channel>" not in each
        assert "<@Ueve>" not in each
        assert "<https://evil" not in each
        assert "“Eve” confirmed" not in each


async def test_a_card_names_nobody_elses_place_to_who_may_not_read_it() -> None:
    library = await a_library(thread("board"))
    card_id = await library.keep(of="board")
    for who in ("ada", "bob"):
        await library.press(who, Action.CARD_FOR_ALL, card_id)

    page = await library.seen("gil", card_id)

    assert ANSWER in page
    assert "board" not in page
    assert say.FROM_ELSEWHERE in page


def parts_of(card: object) -> Iterator[dict[str, object]]:
    """Everything in an Adaptive Card."""
    if isinstance(card, dict):
        yield card
        for each in card.values():
            yield from parts_of(each)
    if isinstance(card, list):
        for each in card:
            yield from parts_of(each)


async def test_in_teams_too_what_people_write_stays_plain_words() -> None:
    library = await a_library(
        thread(question=f"{QUESTION} {HOSTILE}", answer=f"{ANSWER}. {HOSTILE} <at>Eve</at>")
    )
    library.bot.desk = replace(library.bot.desk, drawing=TeamsDrawing())
    card_id = await library.keep()

    told = [
        await library.seen("ada", card_id),
        await library.asked(text="restore a dropped postgres table"),
        *(str(row.payload) for row in await library.tell()),
    ]

    for each in told:
        message = json.loads(each)
        parts = list(parts_of(message["attachments"]))
        assert "entities" not in message
        assert not any("Eve" in str(p["text"]) for p in parts if p.get("type") == "TextBlock")
        assert not any("evil.example" in str(p.get("url", "")) for p in parts)
    assert "evil.example" in told[0]
