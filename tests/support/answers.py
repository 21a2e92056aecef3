"""Builders of answers, as ``bot/telling.py`` makes them."""

from datetime import datetime
from typing import Any

from bot.telling import Answer, Quotation, Suggestion
from expertise.explanation import Also, Explanation
from expertise.types import Channel, MessageTs, Person, Ranking
from tests.support.builders import START, channel, minute, person, ts_of

NOW = minute(60 * 24 * 3)
"""When the question of an answer was asked."""


def an_answer(**fields: Any) -> Answer:
    whole: dict[str, Any] = {
        "question": "restore a backup",
        "asked_at": NOW,
        "suggestions": (a_suggestion(),),
        "threads": (a_quotation(),),
        "ask_in": channel("data"),
        "ranking": Ranking(candidates=(), threads=(), stands_out=True, ask_in=None),
    }
    return Answer(**whole | fields)


def a_suggestion(
    *,
    who: Person | None = None,
    where: Channel | None = None,
    quotation: Quotation | None = None,
    answered: int = 2,
    told: int = 0,
    asked: int = 0,
    also: Also | None = Also.HERE,
    last_at: datetime | None = START,
) -> Suggestion:
    where = where or channel("data")
    explanation = Explanation(
        answered=answered,
        told=told,
        asked=asked,
        last_at=last_at,
        channels=(where.id,),
        also=also,
        best=None,
    )
    return Suggestion(
        person=who or person("bob", title="Engineer"),
        score=-1.23456789,
        explanation=explanation,
        channels=(where,),
        quotation=quotation or a_quotation(),
    )


def a_quotation(
    text: str = "with pg_restore",
    *,
    author: Person | None = person("bob"),  # noqa: B008
    where: Channel | None = None,
    at: datetime = minute(0),  # noqa: B008
    ts: MessageTs | None = None,
    link: str | None = "https://acme.slack.com/x",
) -> Quotation:
    return Quotation(
        text=text,
        author=author,
        channel=where or channel("data"),
        ts=ts or ts_of(at),
        at=at,
        link=link,
    )
