"""A copy of everything that is kept about an account, for the person whose it is."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.addresses import Address
from bot.aloud import Aloud
from bot.being_asked import said
from bot.card_types import Card, Proposal
from bot.chat_types import Muted, MutedKind, Question
from bot.elsewhere import Elsewhere
from bot.hours import Hours
from bot.notebook_ports import Learned
from bot.outcomes import Outcome
from bot.ports import UnitOfWork
from bot.round_ports import Invited
from bot.suggestion_types import Suggested
from expertise.consent import Preferences
from expertise.types import Person

EVER = datetime.min.replace(tzinfo=UTC)


async def copy(uow: UnitOfWork, person: Person, also: Sequence[Elsewhere] = (), digest: str = "") -> str:
    """All of it but the messages that stand in their channels, as JSON.

    ``also`` are the person's other accounts, ``digest`` is what is kept of their e-mail address.
    """
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    asked = [await uow.questions.by_id(each) for each in await uow.questions.asked_by(person.id)]
    came = (await uow.outcomes.of([person.id], EVER)).get(person.id, [])
    kept: dict[str, Any] = {
        "person": {
            "id": person.platform_id,
            "name": person.name,
            "title": person.title,
            "time_zone": person.time_zone,
        },
        "also": [
            {"platform": each.platform.value, "name": each.name, "told_by": each.how.value} for each in also
        ],
        "email_digest": digest or None,
        "naming": own.naming.value if own.naming else None,
        "told_at": own.told_at.isoformat() if own.told_at else None,
        "paused_until": own.paused_until.isoformat() if own.paused_until else None,
        **await _being_asked(uow, person),
        "declared": [each.topic for each in await uow.declared.of(person.id)],
        "follows": [each.topic for each in await uow.follows.of(person.id)],
        "hidden": [each.topic for each in await uow.hidden_topics.of(person.id)],
        "questions": [await _question(uow, each) for each in asked if each],
        "suggestions_muted": await uow.muted.any_of([Muted(kind=MutedKind.PERSON, subject=person.id)]),
        "suggested_to_you": [_suggested(each) for each in await uow.suggestions.asked_by(person.id)],
        "invitations": [_invitation(each) for each in await uow.invitations.of(person.id)],
        "came_of_asking": [_outcome(each) for each in came],
        "conversations": [_address(each) for each in await uow.addresses.with_person(person.platform_id)],
        "said_aloud": [_said_aloud(each) for each in await uow.aloud.of(person.id)],
        "cards": [await _card(uow, each, person) for each in await uow.cards.with_author(person.id)],
        "proposed": [_proposal(each) for each in await uow.proposals.by(person.id)],
        "notebook": [_learned(each) for each in await uow.notebook.of(person.id)],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1)


async def _being_asked(uow: UnitOfWork, person: Person) -> dict[str, Any]:
    own, note = await said(uow, person.id), await uow.due_notes.of(person.id)
    return {
        "unasked_a_week": own.unasked_a_week,
        "hours": _hours(own.hours) if own.hours else None,
        "weekly_note": own.rhythm.value if own.rhythm else None,
        "weekly_note_waits": [each.about for each in note.hints] if note else [],
    }


def _hours(hours: Hours) -> dict[str, Any]:
    return {
        "from": f"{hours.start:%H:%M}",
        "to": f"{hours.end:%H:%M}",
        "days": sorted(hours.days),
        "time_zone": hours.zone,
    }


async def _question(uow: UnitOfWork, question: Question) -> dict[str, Any]:
    """Who was asked to help with it is others' business, and whether they passed."""
    carried = await uow.rounds.of(question.id)
    return {
        "asked_at": question.asked_at.isoformat(),
        "text": question.text,
        "channel": question.channel,
        "carried": {"state": carried.state.value, "asked": len(carried.invitations)} if carried else None,
    }


def _invitation(one: Invited) -> dict[str, Any]:
    own = one.invitation
    return {
        "at": own.invited_at.isoformat(),
        "end": own.end.value if own.end else None,
        "ended_at": own.ended_at.isoformat() if own.ended_at else None,
    }


def _suggested(one: Suggested) -> dict[str, Any]:
    """That one asked in a channel, and what became of it: whom it quoted is theirs."""
    return {
        "asked_at": one.asked_at.isoformat(),
        "state": one.state.value,
        "why_silent": one.silence.value if one.silence else None,
        "you_said": one.opinion.value if one.opinion else None,
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "what": one.what.value, "words": list(one.terms)}


def _said_aloud(one: Aloud) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "text": one.text, "is_draft": one.channel_id is None}


async def _card(uow: UnitOfWork, card: Card, person: Person) -> dict[str, Any]:
    """What is theirs in it, now and before; what others wrote is theirs."""
    own = card.author(person.id)
    mine = {part.text for part in card.parts if part.author == person.id}
    earlier = [
        part.text
        for each in await uow.card_history.of(card.id)
        for part in each.parts
        if part.author == person.id and part.text not in mine
    ]
    return {
        "made_at": card.made_at.isoformat(),
        "state": card.state.value,
        "title": card.title if card.titled_by == person.id else None,
        "words": [part.text for part in card.parts if part.author == person.id],
        "earlier_words": list(dict.fromkeys(earlier)),
        "made_by_them": card.made_by == person.id,
        "confirmed_by_them": card.confirmed_by == person.id,
        "for_all": own.leave.value if own else None,
        "told_at": own.told_at.isoformat() if own and own.told_at else None,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "text": one.text, "state": one.state.value}


def _learned(one: Learned) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "text": one.text}


def _address(address: Address) -> dict[str, Any]:
    return {"id": address.conversation, "at": address.service_url, "seen_at": address.seen_at.isoformat()}
