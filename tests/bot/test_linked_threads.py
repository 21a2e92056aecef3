"""Older threads that people linked to as an answer."""

from dataclasses import replace

import pytest

from bot.linked_threads import linked_threads
from bot.past import Past
from bot.tuning_types import Key
from expertise.types import Message, MessageKind, MessageTs
from tests.support.builders import ACME, channel, channel_id, message, minute, person, ts_of

DATA, OPS = channel("data", platform_id="C0DATA"), channel("ops", platform_id="19:ops@thread.tacv2")
OLD = [
    message("how to restore?", "ada", 1, of="data", thread=1),
    message("so", "bob", 2, of="data", thread=1),
]


def slack(at: float, host: str = "acme.slack.com") -> str:
    return f"https://{host}/archives/C0DATA/p{ts_of(minute(at)).replace('.', '')}"


def teams(at: float) -> str:
    return f"https://teams.microsoft.com/l/message/19%3Aops%40thread.tacv2/{ts_of(minute(at))}?context=x"


def found(*said: Message) -> dict[Key, frozenset[Key]]:
    people = [person("ada"), person("bob")]
    return linked_threads(Past(workspace=ACME, people=people, channels=[DATA, OPS], messages=[*OLD, *said]))


def asked(*answers: Message) -> list[Message]:
    return [message("restore, anyone?", "cyd", 9, of="ops", thread=9), *answers]


QUESTION = Key(channel_id("ops"), ts_of(minute(9)))
THREAD = Key(channel_id("data"), ts_of(minute(1)))


@pytest.mark.parametrize("at", [1, 2])
def test_a_link_to_any_message_of_an_older_thread_leads_to_that_thread(at: float) -> None:
    reply = message(f"see {slack(at)} for that", "bob", 10, of="ops", thread=9)

    assert found(*asked(reply)) == {QUESTION: frozenset({THREAD})}


def test_what_the_asker_or_a_bot_links_to_is_no_answer() -> None:
    own = message(slack(1), "cyd", 10, of="ops", thread=9)
    robot = message(slack(1), "bob", 11, of="ops", thread=9, kind=MessageKind.BOT)

    assert found(*asked(own, robot)) == {}


def test_a_later_thread_the_same_one_and_an_unknown_one_are_none() -> None:
    later = message("later", "ada", 11, of="data", thread=11)
    replies = [
        message(slack(11), "bob", 12, of="ops", thread=9),
        message(slack(99), "bob", 13, of="ops", thread=9),
        message("https://acme.slack.com/archives/C0OTHER/p1700000000000000", "bob", 14, of="ops", thread=9),
    ]

    assert found(*asked(later, *replies)) == {}


def test_a_link_in_teams_is_read_too() -> None:
    old = message("in teams", "ada", 3, of="ops", thread=3)
    reply = message(teams(3).replace(".000000", ""), "bob", 10, of="ops", thread=9)

    whole = MessageTs(old.ts.split(".")[0])  # ids of messages in Teams are whole numbers
    said = replace(old, ts=whole, thread_ts=whole)

    assert found(*asked(reply), said) == {QUESTION: frozenset({Key(channel_id("ops"), whole)})}
