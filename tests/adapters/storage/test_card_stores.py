"""Knowledge cards, how they were before and what is proposed for them, wherever that is kept."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from adapters.storage.errors import ConflictError
from bot.card_types import (
    Author,
    Card,
    CardId,
    CardPart,
    CardState,
    Leave,
    Proposal,
    ProposalId,
    ProposalState,
    Revision,
    What,
)
from bot.ports import Storage, UnitOfWork
from expertise.types import Role
from tests.adapters.storage.building import ANN, BEN, CEM, CLOSED, HERE, NOON, OPEN, THERE, key, ts

FIRST, SECOND = (CardId(each) for each in sorted(map(key, ("card 1", "card 2"))))
CARD = Card(
    id=FIRST,
    state=CardState.KEPT,
    title="how do I restore?",
    titled_by=ANN,
    title_ts=ts(1),
    topics=("restore", "Postgrès"),
    parts=(
        CardPart(author=ANN, role=Role.ASKED, text="how do I restore?", ts=ts(1)),
        CardPart(author=BEN, role=Role.ANSWERED, text="replay\nthe “log”", ts=ts(2), is_changed=True),
    ),
    authors=(
        Author(person_id=BEN, leave=Leave.ASKED),
        Author(person_id=ANN, leave=Leave.YES, told_at=NOON),
    ),
    channel_id=OPEN,
    thread_ts=ts(1),
    source="the wiki",
    made_by=ANN,
    made_at=NOON,
    confirmed_at=NOON,
    confirmed_by=BEN,
)
IMPORTED = replace(CARD, id=SECOND, channel_id=None, thread_ts=None, made_by=None, confirmed_by=None)
LATER = NOON + timedelta(hours=1)
MODEL = "a model"


async def test_a_card_is_kept_as_it_is_with_its_authors_in_their_order(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    await work.cards.put(IMPORTED)

    assert await work.cards.of(FIRST) == CARD
    assert await work.cards.of(SECOND) == IMPORTED
    assert await work.cards.of_thread(OPEN, ts(1)) == CARD
    assert await work.cards.of_thread(CLOSED, ts(1)) is None
    assert await work.cards.of_channel(OPEN) == [CARD]


async def test_a_card_is_replaced_and_so_are_its_authors(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    less = CARD.with_parts(CARD.parts[1:])
    await work.cards.put(less)

    assert await work.cards.of(FIRST) == less
    assert [each.person_id for each in less.authors] == [BEN]


async def test_somebodys_cards_are_those_with_their_words_and_those_that_they_made(work: UnitOfWork) -> None:
    made = replace(IMPORTED, made_by=CEM, made_at=LATER)
    await work.cards.put(CARD)
    await work.cards.put(made)

    assert await work.cards.with_author(BEN) == [made, CARD]
    assert await work.cards.with_author(CEM) == [made]
    await work.cards.put(CARD.withdrawn())
    assert await work.cards.with_author(BEN) == [made]


async def test_a_thread_has_one_card_and_a_card_has_authors_who_are_there(work: UnitOfWork) -> None:
    await work.cards.put(CARD)

    with pytest.raises(ConflictError):
        await work.cards.put(replace(CARD, id=SECOND))


async def test_a_card_of_nobody_is_refused(work: UnitOfWork) -> None:
    nobody = Author(person_id=type(ANN)(key("nobody")))

    with pytest.raises(ConflictError):
        await work.cards.put(replace(CARD, authors=(nobody,)))


async def test_the_shelf_tells_what_is_kept_after_each_change(work: UnitOfWork) -> None:
    assert await work.card_shelf.changed(0, MODEL) is None

    await work.cards.put(CARD)
    await work.cards.put(replace(IMPORTED, state=CardState.DRAFT))
    found = await work.card_shelf.changed(0, MODEL)

    assert found is not None
    assert found.rows == [CARD]
    assert await work.card_shelf.changed(found.changes, MODEL) is None


async def test_a_vector_stays_until_the_words_change(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    vector = np.array([[0.6, 0.8]], dtype=np.float32)
    other = replace(CARD, title="in other words")

    await work.card_shelf.put_vectors(MODEL, [CARD], vector)
    kept = await work.card_shelf.changed(0, MODEL)
    of_another_model = await work.card_shelf.changed(0, "another model")
    await work.cards.put(other)
    await work.card_shelf.put_vectors(MODEL, [CARD], vector)
    changed = await work.card_shelf.changed(0, MODEL)

    assert kept is not None
    assert of_another_model is not None
    assert changed is not None
    assert kept.rows[0].vector == pytest.approx(vector[0])
    assert of_another_model.rows[0].vector is None
    assert changed.rows[0].vector is None


async def test_the_shelf_knows_who_has_not_heard_of_it_and_counts(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    await work.cards.put(replace(IMPORTED, state=CardState.DRAFT))
    assert await work.card_shelf.untold() == [FIRST]

    told = CARD.with_author(Author(person_id=BEN, leave=Leave.NO, told_at=LATER))
    await work.cards.put(told)

    assert await work.card_shelf.untold() == []
    assert await work.card_shelf.counts() == {CardState.KEPT: 1, CardState.DRAFT: 1}


async def test_revisions_stand_in_order_and_can_be_rewritten(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    first = Revision(
        card_id=FIRST,
        number=1,
        at=NOON,
        what=What.KEPT,
        by=ANN,
        title=CARD.title,
        titled_by=ANN,
        topics=CARD.topics,
        parts=CARD.parts,
    )
    second = replace(first, number=2, what=What.FOLLOWED, by=None, titled_by=None, at=LATER)
    await work.card_history.put([second, first])
    await work.card_history.put([replace(first, parts=CARD.parts[:1])])

    assert await work.card_history.of(FIRST) == [replace(first, parts=CARD.parts[:1]), second]
    assert await work.card_history.of(SECOND) == []


async def test_proposals_wait_until_they_are_decided(work: UnitOfWork) -> None:
    await work.cards.put(CARD)
    earlier, later = (
        Proposal(id=ProposalId(key(name)), card_id=FIRST, person_id=who, text="also WAL", at=at)
        for name, who, at in (("a", BEN, NOON), ("b", CEM, LATER))
    )
    for each in (later, earlier):
        await work.proposals.put(each)
    assert await work.proposals.for_card(FIRST) == [earlier, later]

    decided = replace(earlier, state=ProposalState.ACCEPTED)
    await work.proposals.put(decided)
    assert await work.proposals.of(earlier.id) == decided
    assert await work.proposals.for_card(FIRST) == [later]
    assert await work.proposals.by(BEN) == [decided]

    await work.proposals.forget(BEN)
    assert await work.proposals.of(earlier.id) is None
    assert await work.proposals.by(CEM) == [later]


async def test_nothing_is_said_about_no_card(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.proposals.put(
            Proposal(id=ProposalId(key("a")), card_id=FIRST, person_id=ANN, text="more", at=NOON)
        )


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.cards.put(CARD)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.cards.of(FIRST) is None
        assert await work.cards.with_author(ANN) == []
        assert await work.card_shelf.changed(0, MODEL) is None


async def test_drafts_that_nobody_kept_go_with_their_time(work: UnitOfWork) -> None:
    await work.cards.put(replace(CARD, state=CardState.DRAFT))
    await work.cards.put(IMPORTED)

    assert await work.upkeep.purge(NOON) == 0
    assert await work.upkeep.purge(LATER) == 1
    assert await work.cards.of(FIRST) is None
    assert await work.cards.of(SECOND) == IMPORTED


async def test_what_can_be_no_id_is_nowhere(work: UnitOfWork) -> None:
    for text in ("", "no id", "../..", FIRST.upper()):
        assert await work.cards.of(CardId(text)) is None
        assert await work.proposals.of(ProposalId(text)) is None
