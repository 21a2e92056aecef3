"""Links to messages, made and read."""

from dataclasses import replace

import pytest

from bot.permalinks import message_at, permalink
from bot.types import Platform
from expertise.types import MessageTs
from tests.support.builders import ACME, channel, message

DATA = channel("data")
TENANT = replace(ACME, platform=Platform.TEAMS, platform_id="t-1", url="")
TEAMS_DATA = replace(DATA, platform_id="19:data@thread.tacv2")


def test_a_message_outside_threads() -> None:
    assert permalink(ACME, DATA, message("x")) == "https://acme.slack.com/archives/Cdata/p1709283600000000"


def test_the_first_message_of_a_thread_needs_no_more() -> None:
    assert permalink(ACME, DATA, message("x", thread=0)) == permalink(ACME, DATA, message("x"))


def test_a_reply_names_its_thread() -> None:
    assert permalink(ACME, DATA, message("x", at=1, thread=0)) == (
        "https://acme.slack.com/archives/Cdata/p1709283660000000?thread_ts=1709283600.000000&cid=Cdata"
    )


def test_an_address_with_a_slash_at_its_end() -> None:
    assert permalink(replace(ACME, url=f"{ACME.url}/"), DATA, message("x")) == permalink(
        ACME, DATA, message("x")
    )


def test_without_an_address_there_is_none() -> None:
    assert permalink(replace(ACME, url=""), DATA, message("x")) is None


def test_in_teams_a_message_of_a_channel_is_found_by_its_thread() -> None:
    reply = replace(message("x"), ts=MessageTs("1709283660000"), thread_ts=MessageTs("1709283600000"))

    assert permalink(TENANT, TEAMS_DATA, reply) == (
        "https://teams.microsoft.com/l/message/19%3Adata%40thread.tacv2/1709283660000"
        "?tenantId=t-1&parentMessageId=1709283600000&createdTime=1709283660000"
    )


def test_in_teams_a_message_of_a_chat_is_found_by_the_chat() -> None:
    said = replace(message("x"), ts=MessageTs("1709283660000"))
    chat = replace(TEAMS_DATA, platform_id="19:a@thread.v2")

    assert permalink(TENANT, chat, said) == (
        "https://teams.microsoft.com/l/message/19%3Aa%40thread.v2/1709283660000"
        "?context=%7B%22contextType%22%3A%22chat%22%7D"
    )


def test_in_teams_what_has_no_number_has_no_link() -> None:
    assert permalink(TENANT, TEAMS_DATA, replace(message("x"), ts=MessageTs("f:1"))) is None


def test_nothing_that_somebody_wrote_is_in_a_link() -> None:
    named = channel("data", name="javascript:alert(1)")

    assert permalink(ACME, named, message("https://evil.example")) == permalink(ACME, DATA, message("x"))


@pytest.mark.parametrize(
    ("platform", "link", "leads"),
    [
        (Platform.SLACK, "https://acme.slack.com/archives/C1/p1709280000000100", ("C1", "1709280000.000100")),
        (
            Platform.SLACK,
            "look: https://acme.slack.com/archives/C1/p1709280000000100?thread_ts=1.2&cid=C1 there",
            ("C1", "1709280000.000100"),
        ),
        (
            Platform.TEAMS,
            "https://teams.microsoft.com/l/message/19%3Aa%40thread.tacv2/1709280000000?tenantId=t&parentMessageId=1",
            ("19:a@thread.tacv2", "1709280000000"),
        ),
        (Platform.SLACK, "https://acme.slack.com/archives/C1", None),
        (Platform.TEAMS, "C1 1709280000.000100", None),
        (Platform.SLACK, "", None),
    ],
)
def test_a_link_leads_to_a_message(platform: Platform, link: str, leads: tuple[str, str] | None) -> None:
    assert message_at(replace(ACME, platform=platform), link) == leads
