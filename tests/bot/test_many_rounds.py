"""Many questions carried to the same few people at once, over rows: whatever happens, in whichever order.

The real use cases over the storage in memory. What must always hold is asserted after each of them, from the
rows that were intended for people: those are what people get.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from enum import Enum

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bot import consent
from bot.carrying import decide
from bot.chat_types import Outgoing, OutgoingKind, QuestionId
from bot.inviting import carry_on
from bot.outcomes import What
from bot.ports import UnitOfWork
from bot.replying import ACTIONS, referred
from bot.round_ports import Availability
from bot.round_types import End, Round, RoundState, Tell
from bot.standing_by import budget
from bot.views import Action
from expertise.consent import Naming
from expertise.types import ChannelKind, PersonId
from tests.support.builders import person
from tests.support.chat import Crash, Fate, MortalStorage, Script
from tests.support.many_rounds import ASKERS, DATA, HELPERS, MONDAY, PEOPLE, CarriedRounds

ZONES = {"jon": "Europe/Berlin", "bea": "Asia/Kolkata", "cem": "America/Los_Angeles"}
TOPICS = ("orders", "invoices")
MOST_QUESTIONS = 5
WHO = st.sampled_from(PEOPLE)
HELPER = st.sampled_from(HELPERS)
NUMBER = st.integers(0, MOST_QUESTIONS - 1)
WHICH = st.integers(0, 20)
ANSWERS = st.sampled_from([Action.NOT_NOW, Action.NOT_MY_FIELD, Action.PAUSE_ME])
ASKERS_WORD = st.sampled_from([Action.SOLVED, Action.NOT_SOLVED, Action.ASK_NEXT, Action.STOP_ROUND])
CHANGES = st.sampled_from(["leave_out 1", "when this_week", "when no_hurry", "with_name no", "with_name yes"])
HEARD = ("thanked", "taken", "over", "connect")
"""What ends an invitation for whoever got it."""


class Change(Enum):
    HIDES = "hides a topic"
    DECIDES = "decides how to be spoken of"
    PAUSES = "pauses, or is back"
    WANTS = "wants more, or less"
    IS_AWAY = "goes away, or comes"
    LEAVES = "leaves for good"
    ERASES = "a question is erased"
    CHANNEL = "a channel is private, or public"


LEVELS = (Naming.NOT_AT_ALL, Naming.THROUGH_KENNER, Naming.BY_NAME)


class Rounds(CarriedRounds):
    """Two who ask the same five people; who may be asked is known here from what people did."""

    # -------------------------------------------------------------- what happens

    @initialize(orders=st.tuples(st.permutations(HELPERS), st.permutations(HELPERS)))
    def two_have_asked(self, orders: tuple[list[PersonId], list[PersonId]]) -> None:
        async def saved(uow: UnitOfWork) -> None:
            names = [who.removeprefix("p-") for who in PEOPLE]
            await uow.people.save([person(name, time_zone=ZONES.get(name, "")) for name in names])
            await uow.channels.save([DATA])

        self._do(saved)
        for asker, topic, order in zip(ASKERS, TOPICS, orders, strict=True):
            unnamed = ["with_name no"] if asker == ASKERS[1] else []
            self._ask(asker, order, topic, unnamed, is_begun=True)

    @precondition(lambda self: len(self.asked) < MOST_QUESTIONS)
    @rule(
        asker=st.sampled_from(ASKERS),
        order=st.permutations(PEOPLE),
        count=st.integers(1, 7),
        topic=st.sampled_from(TOPICS),
        changes=st.lists(CHANGES, max_size=2),
        begun=st.integers(0, 3),
    )
    def somebody_asks(
        self,
        asker: PersonId,
        order: list[PersonId],
        count: int,
        topic: str,
        changes: list[str],
        begun: int,
    ) -> None:
        self._ask(asker, order[:count], topic, changes, is_begun=begun > 0)

    @rule(number=NUMBER, is_go=st.sampled_from([True, True, True, False]), times=st.integers(1, 2))
    def the_asker_decides(self, number: int, is_go: bool, times: int) -> None:  # noqa: FBT001
        if this := self._round(number):
            action = Action.GO if is_go else Action.NEVER_MIND
            for _ in range(times):
                self._press_card(decide, this.asker, action, this.question_id)

    @rule(passes=st.timedeltas(timedelta(), timedelta(hours=30)))
    def time_passes(self, passes: timedelta) -> None:
        self.now += passes

    @rule(fates=st.lists(st.sampled_from([Fate.WELL, Fate.DIES_BEFORE, Fate.DIES_AFTER]), max_size=3))
    def what_is_due_is_done_and_the_process_may_die(self, fates: list[Fate]) -> None:
        mortal = self._desk(MortalStorage(self.storage, Script(fates)))
        for question_id in self._due():
            with suppress(Crash):
                self._step(lambda asked=question_id: carry_on(mortal, asked))
            self._step(lambda asked=question_id: carry_on(self.desk, asked))

    @rule()
    def the_next_moment_comes(self) -> None:
        """Straight to whatever is due first."""
        times = [this.next_at for this in self._rounds() if this.next_at]
        if times:
            self.now = max(self.now, min(times))
            self.what_is_due_is_done_and_the_process_may_die([])

    @precondition(lambda self: self._invited())
    @rule(which=WHICH, times=st.integers(1, 2))
    def who_is_invited_helps(self, which: int, times: int) -> None:
        this, who = self._one_of(self._invited(), which)
        for _ in range(times):
            self._press(this, who, Action.HELP)

    @precondition(lambda self: self._invited())
    @rule(which=WHICH, action=ANSWERS, times=st.integers(1, 2))
    def who_is_invited_passes(self, which: int, action: Action, times: int) -> None:
        this, who = self._one_of(self._invited(), which)
        for _ in range(times):
            self._press(this, who, action)

    @precondition(lambda self: self._invited())
    @rule(which=WHICH, other=WHO)
    def who_is_invited_names_a_colleague(self, which: int, other: PersonId) -> None:
        this, who = self._one_of(self._invited(), which)
        presser = self._person(who)
        self._do(lambda uow: referred(uow, self.desk, this.question_id, presser, other))

    @precondition(lambda self: self._helping())
    @rule(which=WHICH, action=st.sampled_from([Action.STILL_YES, Action.STILL_NO]))
    def the_helper_says_how_it_is(self, which: int, action: Action) -> None:
        this, who = self._one_of(self._helping(), which)
        self._press(this, who, action)

    @precondition(lambda self: self._helping())
    @rule(which=WHICH, action=ASKERS_WORD)
    def the_asker_says_how_it_is(self, which: int, action: Action) -> None:
        this, _ = self._one_of(self._helping(), which)
        self._press(this, this.asker, action)

    @precondition(lambda self: self.asked)
    @rule(which=WHICH, who=WHO, action=st.sampled_from(list(ACTIONS)))
    def somebody_presses_anything(self, which: int, who: PersonId, action: Action) -> None:
        self._press(self._one_of(self._rounds(), which), who, action)

    @rule(change=st.sampled_from(Change), who=HELPER, number=NUMBER, days=st.integers(0, 9))
    def something_changes(self, change: Change, who: PersonId, number: int, days: int) -> None:
        """Consent, budgets, pauses, who is there, what may be read: whatever rounds rest on."""
        self._do(lambda uow: self._change(uow, change, who, number, days))

    async def _change(self, uow: UnitOfWork, change: Change, who: PersonId, number: int, days: int) -> None:
        match change:
            case Change.HIDES:
                await consent.hide_topic(uow, who, TOPICS[number % 2], self.now)
            case Change.DECIDES:
                await consent.decide(uow, who, LEVELS[number % 3])
            case Change.PAUSES:
                await consent.pause(uow, who, self.now + timedelta(days=days) if days else None)
            case Change.WANTS:
                await uow.availability.save(who, Availability(unasked_a_week=(None, 0, 1, 2, 4)[number]))
            case Change.ERASES:
                await uow.upkeep.erase_questions(self.asked[number : number + 1])
            case _:
                await self._move(uow, change, who, days)

    async def _move(self, uow: UnitOfWork, change: Change, who: PersonId, days: int) -> None:
        match change:
            case Change.IS_AWAY:
                self.away ^= {who}
            case Change.LEAVES:
                gone = [who, *ASKERS][days % 3]
                self.left.add(gone)
                (person,) = await uow.people.by_ids([gone])
                await uow.people.save([replace(person, has_left=True)])
            case _:
                kind = ChannelKind.PRIVATE if days % 2 else ChannelKind.PUBLIC
                await uow.channels.save([replace(DATA, kind=kind)])

    def teardown(self) -> None:
        """Left alone, every round ends."""
        try:
            for _ in range(40 * MOST_QUESTIONS):
                if not any(this.due_at for this in self._rounds()):
                    break
                self.the_next_moment_comes()
            assert all(this.state.is_over for this in self._rounds()), self._rounds()
        finally:
            self.runner.close()

    # -------------------------------------------------------------- what must hold

    def _hold(self, before: dict[QuestionId, Round]) -> None:
        said = {each.key: each for each in self._read(lambda uow: uow.outgoing.unsettled("nobody"))}
        new = [said[key] for key in said if key not in self.known]
        self.known = said
        for this in self._rounds():
            self._a_round_is_whole(this)
            if was := before.get(this.question_id):
                self._the_asker_is_told(was, this, new)
                self._it_has_gone_on(was, this)
        invitations = [each for each in new if each.kind is OutgoingKind.INVITATION]
        for each in invitations:
            self._may_be_invited(each)
        if invitations:
            self._nobody_gets_more_than_they_want(said.values(), {each.recipient for each in invitations})
        self._names_are_kept(new)

    def _a_round_is_whole(self, this: Round) -> None:
        invited = [each.person for each in this.invitations]
        assert len(invited) == len(set(invited))
        assert this.asker not in invited
        accepted = [each.person for each in this.invitations if each.end is End.ACCEPTED]
        assert accepted == ([this.helper] if this.helper else [])
        assert this.state.is_over == (this.due is None) == (this.due_at is None)
        assert not (this.state.is_over and this.open)
        for each in this.invitations:
            assert self._key(Tell.INVITE, this, each.person) in self.known
            if not each.is_open and each.end is not End.GONE:
                assert self._has_heard(this, each.person, HEARD), each
            if each.end is End.GAVE_UP:
                assert self._has_heard(this, each.person, ("released",)), each
        if this.state is RoundState.SOLVED and this.helper:
            assert self._has_heard(this, this.helper, ("thank",))

    def _the_asker_is_told(self, was: Round, this: Round, new: list[Outgoing]) -> None:
        told = {each.key.partition(":")[0] for each in new if self._is_to(each, this.asker)}
        if this.helper and this.helper != was.helper:
            assert Tell.CONNECT in told
        if was.helper and not this.helper:
            assert Tell.LOST in told
        if this.state is RoundState.NOBODY and was.state is not RoundState.NOBODY:
            assert Tell.NOBODY in told
        if this.state is RoundState.DRAFTED:
            assert self._has_heard(this, this.asker, (Tell.DRAFT,))
        if this.state is RoundState.HELPED:
            assert self._has_heard(this, this.asker, (Tell.ASK_SOLVED,))

    def _it_has_gone_on(self, was: Round, this: Round) -> None:
        """What changed is due later, or is another thing: nothing is done over and over."""
        if was.state.is_over:
            assert this == was
        if this != was and this.due_at and was.due_at and this.due is was.due:
            is_another = (this.invitations, this.referred, this.state) != (
                was.invitations,
                was.referred,
                was.state,
            )
            is_planned = RoundState.PLANNED in (was.state, this.state)
            assert is_another or is_planned or this.due_at > was.due_at or this.due_at >= self.now

    def _may_be_invited(self, invitation: Outgoing) -> None:
        question_id, who = self._about(invitation)
        question = self._read(lambda uow: uow.questions.by_id(question_id))
        assert question
        assert question.text
        assert who not in self.left
        levels = self._read(
            lambda uow: consent.namings(uow, [who], question.text or "", self.now, self.desk.policy)
        )
        assert levels[who] is not Naming.NOT_AT_ALL
        hidden = self._read(lambda uow: uow.hidden_topics.of(who))
        assert self.topics[question_id] not in {each.topic for each in hidden}
        assert (who, self.topics[question_id]) not in self._not_theirs()
        found = self._read(lambda uow: uow.channels.by_ids([DATA.id]))
        if found[DATA.id].kind is ChannelKind.PRIVATE:
            assert "#data" not in (invitation.payload or "")

    def _not_theirs(self) -> set[tuple[PersonId, str]]:
        """Who said that of which topic, in questions that are not erased."""
        said = self._read(lambda uow: uow.outcomes.of(HELPERS, MONDAY))
        every = [each for own in said.values() for each in own if each.what is What.NOT_MY_FIELD]
        return {(each.person_id, self.topics[each.question_id]) for each in every if each.terms}

    def _nobody_gets_more_than_they_want(self, said: object, invited: set[str | None]) -> None:
        week = consent.week_of(self.now)
        assert isinstance(said, type({}.values()))
        counts = Counter(
            each.recipient
            for each in said
            if each.kind is OutgoingKind.INVITATION and consent.week_of(each.intended_at) == week
        )
        own = self._read(lambda uow: uow.availability.of(HELPERS))
        for who in PEOPLE:
            if (account := f"U{who.removeprefix('p-')}") in invited:
                assert counts[account] <= budget(own.get(who, Availability()), self.desk.manners), who

    def _names_are_kept(self, new: list[Outgoing]) -> None:
        for this in self._rounds():
            name = this.asker.removeprefix("p-").title()
            for each in new:
                if this.is_named or this.question_id not in each.key or self._is_to(each, this.asker):
                    continue
                helped = [one for one in this.invitations if one.end in (End.ACCEPTED, End.GAVE_UP)]
                if not any(self._is_to(each, one.person) for one in helped):
                    assert name not in (each.payload or ""), each

    def _about(self, invitation: Outgoing) -> tuple[QuestionId, PersonId]:
        _, question_id, who = invitation.key.split(":")
        return QuestionId(question_id), PersonId(who)

    def _key(self, what: Tell, this: Round, who: PersonId) -> str:
        return f"{what.value}:{this.question_id}:{who}"

    def _has_heard(self, this: Round, who: PersonId, what: tuple[str, ...]) -> bool:
        starts = tuple(f"{each}:{this.question_id}:{who}" for each in what)
        return any(key.startswith(starts) for key in self.known)

    def _is_to(self, each: Outgoing, who: PersonId) -> bool:
        """Alone, or together with somebody."""
        return f"U{who.removeprefix('p-')}" in (each.recipient or "").split(",")


Rounds.TestCase.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRounds = Rounds.TestCase
