"""Links to messages."""

from dataclasses import replace

from bot.permalinks import permalink
from bot.types import Platform
from tests.support.builders import ACME, channel, message

DATA = channel("data")


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


def test_without_an_address_or_on_another_platform_there_is_none() -> None:
    assert permalink(replace(ACME, url=""), DATA, message("x")) is None
    assert permalink(replace(ACME, platform=Platform.TEAMS), DATA, message("x")) is None


def test_nothing_that_somebody_wrote_is_in_a_link() -> None:
    named = channel("data", name="javascript:alert(1)")

    assert permalink(ACME, named, message("https://evil.example")) == permalink(ACME, DATA, message("x"))
