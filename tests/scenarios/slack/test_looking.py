"""An answer that takes long: a note says so in its place, and never stands beside it in the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot import chat_phrases
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, NONSENSE, OFF, Office, SlowEmbedder, until_it

LOOKING = "I am looking."
PATIENCE = 0.02


@asynccontextmanager
async def running(
    office: Office, folder: Path, slow: SlowEmbedder, *, over_http: bool = True
) -> AsyncIterator[None]:
    how: dict[str, Any] = {"patience": PATIENCE, "embedder": slow, "over_http": over_http}
    async with slack_bot(office.slack, folder, **how, **OFF) as office.service:
        slow.goes_on.clear()
        yield


async def asked_by_cem(office: Office, text: str) -> Json:
    """A question in #data, under which something stands."""
    await office.seasoned(office.cem)
    asked = await office.mention(office.cem, text)
    await until(lambda: office.answers(asked))
    return asked


async def test_in_a_thread_the_answer_takes_the_place_of_the_note(
    office: Office, tmp_path: Path, slow: SlowEmbedder, *, over_http: bool
) -> None:
    async with running(office, tmp_path, slow, over_http=over_http):
        asked = await asked_by_cem(office, NEED)
        (note,) = office.answers(asked)
        slow.goes_on.set()
        await office.handled()

    (answer,) = office.answers(asked)
    assert note["text"].startswith(LOOKING)
    assert answer["ts"] == note["ts"]
    assert "Ben" in answer["text"]
    assert LOOKING not in str(answer["blocks"])


async def test_in_a_direct_conversation_too(
    office: Office, tmp_path: Path, slow: SlowEmbedder, *, over_http: bool
) -> None:
    async with running(office, tmp_path, slow, over_http=over_http):
        note = await office.direct(office.dia, NEED)
        slow.goes_on.set()
        await office.handled()

    (answer,) = office.from_bot(office.dia)
    assert note["ts"] == answer["ts"]
    assert "Ben" in answer["text"]


async def test_where_nobody_stands_out_the_note_goes_and_only_the_asker_hears_why(
    office: Office, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        asked = await asked_by_cem(office, NONSENSE)
        slow.goes_on.set()
        await office.handled()

    assert office.answers(asked) == []
    assert "nobody stands out" in office.slack.ephemerals(office.cem)[-1]["text"]


async def test_what_one_person_alone_sees_cannot_be_replaced_so_no_note_is_said(
    office: Office, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        await office.slack.command(office.cem, "/whoknows", NEED, office.data)
        await asyncio.sleep(10 * PATIENCE)
        assert office.slack.ephemerals(office.cem) == []
        slow.goes_on.set()
        await office.handled()

    (card,) = office.slack.ephemerals(office.cem)
    assert "Ben" in card["text"]


async def test_a_note_that_somebody_deleted_is_not_missed(
    office: Office, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        note = await office.direct(office.dia, NEED)
        await office.slack.delete(note)
        slow.goes_on.set()
        await office.handled()
        await until(lambda: office.from_bot(office.dia))

    (answer,) = office.from_bot(office.dia)
    assert "Ben" in answer["text"]


async def test_where_the_question_is_deleted_meanwhile_the_note_goes_and_nothing_is_said(
    office: Office, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        asked = await asked_by_cem(office, NEED)
        await office.slack.delete(asked)
        await until_it(lambda: office.stored(asked), [])
        slow.goes_on.set()
        await office.handled()
        await until(lambda: office.answers(asked) == [])

    assert office.from_bot(office.cem) == office.slack.ephemerals(office.cem) == []


async def test_stopped_after_the_note_the_next_run_answers_in_its_place(
    office: Office, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        asked = await asked_by_cem(office, NEED)
        (note,) = office.answers(asked)

    slow.goes_on.set()
    async with slack_bot(office.slack, tmp_path, embedder=slow, **OFF) as office.service:
        await office.handled()

    (answer,) = office.answers(asked)
    assert answer["ts"] == note["ts"]
    assert "Ben" in answer["text"]


async def test_a_note_of_which_nobody_knows_whether_it_was_said_is_found_and_replaced(
    office: Office, slack: FakeSlack, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        slack.faults.next("chat.postMessage", Fault.LOST)
        asked = await asked_by_cem(office, NEED)
        slow.goes_on.set()
        await office.handled()

    (answer,) = office.answers(asked)
    assert "Ben" in answer["text"]


async def test_where_neither_the_note_nor_the_channel_takes_the_answer_the_asker_hears_so_alone(
    office: Office, slack: FakeSlack, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(office, tmp_path, slow):
        await office.seasoned(office.cem)
        asked = await office.mention(office.cem, NEED)
        await until(lambda: office.answers(asked))
        slack.faults.next("chat.update", Fault.REFUSED, error="cant_update_message")
        slack.faults.next("chat.postMessage", Fault.REFUSED, error="restricted_action")
        slow.goes_on.set()
        await until(lambda: office.from_bot(office.cem))

    (told,) = office.from_bot(office.cem)
    assert told["text"] == chat_phrases.CANNOT_POST
