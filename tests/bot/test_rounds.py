"""A round, whatever people press and whenever: by example, and by every order of events that is tried."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot import rounds
from bot.chat_types import QuestionId
from bot.hours import Hours, next_working
from bot.round_types import (
    PACES,
    PASSES,
    Due,
    End,
    Free,
    Pace,
    Paces,
    Round,
    RoundState,
    Said,
    Step,
    Tell,
    Urgency,
)
from expertise.types import PersonId

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
LINA, MAYA, JON, BEA = (PersonId(name) for name in ("lina", "maya", "jon", "bea"))
AROUND = [Free(person=who, at=MONDAY) for who in (MAYA, JON, BEA)]
OTHER = dict.fromkeys(
    Urgency,
    Pace(
        window=timedelta(minutes=40),
        lasts=timedelta(hours=3),
        ignored=timedelta(hours=1),
        silent=timedelta(minutes=50),
        quiet=timedelta(minutes=10),
    ),
)


def opened(urgency: Urgency = Urgency.TODAY) -> Round:
    return Round(
        question_id=QuestionId("q"),
        asker=LINA,
        urgency=urgency,
        opened_at=MONDAY,
        until=MONDAY + timedelta(days=2),
        due_at=MONDAY,
    )


def invited() -> Round:
    return rounds.widen(opened(), MONDAY, AROUND, PACES).round


def people(step: Step, what: Tell) -> list[PersonId]:
    return [said.to for said in step.said if said.what is what]


def minutes(number: int) -> datetime:
    return MONDAY + timedelta(minutes=number)


# ------------------------------------------------------------------ by example


def test_the_best_is_invited_alone_and_the_next_after_a_while() -> None:
    first = rounds.widen(opened(), MONDAY, AROUND, PACES)
    assert first.round.due_at is not None

    second = rounds.widen(first.round, first.round.due_at, AROUND, PACES)

    assert people(first, Tell.INVITE) == [MAYA]
    assert first.round.due_at == minutes(15)
    assert people(second, Tell.INVITE) == [JON]


def test_who_accepts_is_brought_together_with_the_asker_and_the_others_hear_it_without_a_ping() -> None:
    both = rounds.widen(invited(), minutes(20), AROUND, PACES).round

    step = rounds.accept(both, AROUND[1], minutes(25), PACES)

    assert step.round.helper == JON
    assert people(step, Tell.CONNECT) == [LINA, JON]
    assert people(step, Tell.TAKEN) == [MAYA]
    assert step.round.open == ()


def test_of_two_who_accept_the_second_is_told() -> None:
    both = rounds.widen(invited(), minutes(20), AROUND, PACES).round
    helped = rounds.accept(both, AROUND[1], minutes(25), PACES).round

    step = rounds.accept(helped, AROUND[0], minutes(25), PACES)

    assert step == Step(round=helped, said=(Said(what=Tell.TOO_LATE, to=MAYA),))


def test_who_passes_makes_room_for_the_next_at_once() -> None:
    step = rounds.decline(invited(), MAYA, End.NOT_NOW, minutes(3))

    assert (step.round.due, step.round.due_at) == (Due.WIDEN, minutes(3))
    assert people(step, Tell.THANKED) == [MAYA]
    assert LINA not in [said.to for said in step.said]


def test_whoever_is_named_by_one_who_passes_is_invited_next() -> None:
    passed = rounds.decline(invited(), MAYA, End.REFERRED, minutes(3), refers=BEA).round

    assert people(rounds.widen(passed, minutes(3), AROUND, PACES), Tell.INVITE) == [BEA]


def test_somebody_who_is_free_later_is_waited_for() -> None:
    tomorrow = MONDAY + timedelta(days=1)

    step = rounds.widen(opened(), MONDAY, [Free(person=MAYA, at=tomorrow)], PACES)

    assert (step.said, step.round.due_at) == ((), tomorrow)


def test_where_nobody_is_left_the_asker_gets_words_to_post_and_in_the_end_an_honest_word() -> None:
    drafted = rounds.widen(invited(), minutes(20), AROUND[:1], PACES)
    assert drafted.round.due_at is not None

    over = rounds.give_up(drafted.round, drafted.round.due_at)

    assert people(drafted, Tell.DRAFT) == [LINA]
    assert people(over, Tell.NOBODY) == [LINA]
    assert over.round.state is RoundState.NOBODY
    assert [each.end for each in over.round.invitations] == [End.IGNORED]


def test_where_nobody_can_be_asked_yet_the_asker_gets_words_to_post_at_once() -> None:
    tonight = [Free(person=MAYA, at=minutes(600))]
    this = replace(opened(), offer_at=minutes(15))

    step = rounds.widen(this, MONDAY, tonight, PACES)
    later = rounds.widen(step.round, minutes(600), [Free(person=MAYA, at=minutes(600))], PACES)

    assert people(step, Tell.DRAFT) == [LINA]
    assert (step.round.due, step.round.due_at, step.round.offer_at) == (Due.WIDEN, minutes(600), None)
    assert people(later, Tell.INVITE) == [MAYA]
    assert people(later, Tell.DRAFT) == []


def test_words_come_at_their_time_whatever_who_is_asked_says_and_asking_goes_on() -> None:
    first = rounds.widen(replace(opened(), offer_at=minutes(15)), MONDAY, AROUND[:2], PACES).round
    passed = rounds.decline(first, MAYA, End.NOT_NOW, minutes(3)).round
    second = rounds.widen(passed, minutes(3), AROUND[:2], PACES)

    early, offered = (rounds.offer(Step(round=second.round), minutes(each)) for each in (14, 15))
    late = rounds.accept(offered.round, AROUND[1], minutes(17), PACES)
    nobody = rounds.widen(offered.round, minutes(18), AROUND[:2], PACES)

    assert people(second, Tell.DRAFT) == people(early, Tell.DRAFT) == []
    assert people(offered, Tell.DRAFT) == [LINA]
    assert (offered.round.due, offered.round.due_at) == (Due.WIDEN, minutes(18))
    assert late.round.helper == JON
    assert nobody.said == ()
    assert nobody.round.due is Due.GIVE_UP


def test_who_helps_by_then_spares_the_asker_the_words() -> None:
    helping = rounds.accept(replace(invited(), offer_at=minutes(15)), AROUND[0], minutes(5), PACES).round

    assert rounds.offer(Step(round=helping), minutes(15)) == Step(round=helping)


def test_whoever_is_named_when_nobody_was_left_is_invited_though_others_are_waited_for() -> None:
    both = rounds.widen(invited(), minutes(15), AROUND[:2], PACES).round
    drafted = rounds.widen(both, minutes(30), AROUND[:2], PACES).round

    named = rounds.decline(drafted, MAYA, End.REFERRED, minutes(40), refers=BEA).round

    assert (named.due, named.due_at) == (Due.WIDEN, minutes(40))
    assert people(rounds.widen(named, minutes(40), AROUND, PACES), Tell.INVITE) == [BEA]


def test_a_late_yes_is_still_a_yes() -> None:
    drafted = rounds.widen(invited(), minutes(20), AROUND[:1], PACES).round

    assert rounds.accept(drafted, AROUND[0], minutes(600), PACES).round.helper == MAYA


def test_a_helper_who_is_silent_is_asked_and_then_replaced() -> None:
    helping = rounds.accept(invited(), AROUND[0], MONDAY, PACES).round
    asked = rounds.ask_helper(helping, minutes(240), AROUND[0], PACES)
    lost = rounds.replaced(asked.round, minutes(480))

    assert people(asked, Tell.STILL_GOOD) == [MAYA]
    assert people(lost, Tell.LOST) == [LINA]
    assert people(rounds.widen(lost.round, minutes(480), AROUND, PACES), Tell.INVITE) == [JON]


def test_every_wait_is_as_long_as_the_workspace_wants_it() -> None:
    first = rounds.widen(opened(), MONDAY, AROUND, OTHER).round
    helping = rounds.accept(first, AROUND[0], minutes(5), OTHER).round
    asked = rounds.ask_helper(helping, minutes(55), AROUND[0], OTHER).round
    good = rounds.still_good(asked, MAYA, minutes(60), AROUND[0], OTHER).round
    solved = rounds.ask_solved(good, minutes(70), Free(person=LINA, at=MONDAY), OTHER).round

    due = [each.due_at for each in (first, helping, asked, good, solved)]
    assert due == [minutes(each) for each in (40, 55, 105, 70, 120)]
    assert first.invitations[0].seen_by == minutes(60)


def test_when_it_is_solved_the_helper_is_thanked() -> None:
    helping = rounds.accept(invited(), AROUND[0], MONDAY, PACES).round

    step = rounds.solve(helping, minutes(60))

    assert people(step, Tell.THANK) == [MAYA]
    assert step.round.due is None


def test_when_the_asker_stops_everybody_hears_that_there_is_nothing_to_do() -> None:
    step = rounds.stop(invited(), minutes(5))

    assert people(step, Tell.OVER) == [MAYA]
    assert [each.end for each in step.round.invitations] == [End.WITHDRAWN]


def test_the_clock_that_changes_in_the_night_makes_nobody_wait_longer() -> None:
    berlin = Hours(zone="Europe/Berlin")
    friday = datetime(2027, 3, 26, 15, 50, tzinfo=UTC)  # 16:50; on Sunday it is summer there

    this = replace(opened(), until=friday + timedelta(days=9))

    step = rounds.widen(this, friday, [Free(person=MAYA, at=friday, hours=berlin)], PACES)

    # Ten minutes are left of Friday; the others are the first of Monday's, which begins at 7 by UTC.
    left = PACES[Urgency.TODAY].window - timedelta(minutes=10)
    assert step.round.due_at == datetime(2027, 3, 29, 7, tzinfo=UTC) + left


# ------------------------------------------------------------------ by every order of events

CROWD = [PersonId(f"p{number}") for number in range(8)]
ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles"]
WHO = st.sampled_from([*CROWD, LINA])


class Rounds(RuleBasedStateMachine):
    """Presses, timers, departures, at any time and in any order; what must always hold is below."""

    def __init__(self) -> None:
        super().__init__()
        self.at = MONDAY
        self.round = replace(opened(), offer_at=MONDAY + timedelta(minutes=15))
        self.paces = PACES
        self.gone: set[PersonId] = set()
        self.told: list[tuple[datetime, Said]] = []

    def _do(self, step: Step) -> None:
        before, self.round = self.round, step.round
        self.told += [(self.at, said) for said in step.said]
        if before.state.is_over:
            assert step.round == before
            assert {said.what for said in step.said} <= {Tell.TOO_LATE}
        if before.helper and not self.round.helper:
            assert Said(what=Tell.LOST, to=LINA) in step.said
        if self.round.helper and not before.helper:
            assert Said(what=Tell.CONNECT, to=LINA) in step.said
        assert not {said.to for said in step.said if said.what is Tell.INVITE} & self.gone

    def _free(self, who: PersonId) -> Free:
        hours = Hours(zone=ZONES[CROWD.index(who) % len(ZONES)] if who in CROWD else "UTC")
        return Free(person=who, at=next_working(hours, self.at) or self.at, hours=hours)

    def _around(self) -> list[Free]:
        return [self._free(who) for who in CROWD if who not in self.gone]

    @rule(passes=st.timedeltas(timedelta(), timedelta(hours=30)))
    def time_passes(self, passes: timedelta) -> None:
        self.at += passes

    @rule(paces=st.sampled_from([PACES, OTHER]))
    def the_times_are_set_anew(self, paces: Paces) -> None:
        self.paces = paces

    @precondition(lambda self: self.round.due_at is not None)
    @rule()
    def it_is_due(self) -> None:
        assert self.round.due_at is not None
        self.at = max(self.at, self.round.due_at)
        match self.round.due:
            case Due.WIDEN:
                self._do(rounds.widen(self.round, self.at, self._around(), self.paces))
            case Due.STILL_GOOD:
                assert self.round.helper
                self._do(rounds.ask_helper(self.round, self.at, self._free(self.round.helper), self.paces))
            case Due.REPLACE:
                self._do(rounds.replaced(self.round, self.at))
            case Due.ASK_SOLVED:
                self._do(rounds.ask_solved(self.round, self.at, self._free(LINA), self.paces))
            case _:
                self._do(rounds.give_up(self.round, self.at))

    @precondition(lambda self: self.round.offer_at is not None)
    @rule()
    def words_are_offered(self) -> None:
        assert self.round.offer_at is not None
        self.at = max(self.at, self.round.offer_at)
        self._do(rounds.offer(Step(round=self.round), self.at))

    @rule(who=WHO)
    def somebody_accepts(self, who: PersonId) -> None:
        self._do(rounds.accept(self.round, self._free(who), self.at, self.paces))

    @rule(who=WHO, reply=st.sampled_from(PASSES), other=st.none() | WHO)
    def somebody_passes(self, who: PersonId, reply: End, other: PersonId | None) -> None:
        self._do(rounds.decline(self.round, who, reply, self.at, other))

    @rule(who=WHO)
    def the_helper_is_seen(self, who: PersonId) -> None:
        self._do(rounds.still_good(self.round, who, self.at, self._free(who), self.paces))

    @rule(who=WHO)
    def somebody_gives_up(self, who: PersonId) -> None:
        self._do(rounds.gives_up(self.round, who, self.at))

    @rule(who=st.sampled_from(CROWD))
    def somebody_leaves(self, who: PersonId) -> None:
        self.gone.add(who)
        self._do(rounds.leaves(self.round, who, self.at))

    @rule()
    def it_is_not_solved(self) -> None:
        self._do(rounds.not_solved(self.round, self.at))

    @precondition(lambda self: len(self.told) > 3)
    @rule()
    def it_is_solved(self) -> None:
        self._do(rounds.solve(self.round, self.at))

    @precondition(lambda self: len(self.told) > 5)
    @rule()
    def the_asker_stops(self) -> None:
        self._do(rounds.stop(self.round, self.at))

    @invariant()
    def nobody_is_invited_twice_and_not_too_many_are(self) -> None:
        invited = [said.to for _, said in self.told if said.what is Tell.INVITE]
        assert len(invited) == len(set(invited)) <= PACES[self.round.urgency].most
        assert [each.person for each in self.round.invitations] == invited
        assert LINA not in invited

    @invariant()
    def one_helps_or_none(self) -> None:
        accepted = [each.person for each in self.round.invitations if each.end is End.ACCEPTED]
        assert accepted == ([self.round.helper] if self.round.helper else [])
        if self.round.state is RoundState.HELPING:
            assert self.round.helper

    @invariant()
    def it_goes_on_or_is_over(self) -> None:
        is_over = self.round.state.is_over
        assert is_over == (self.round.due is None) == (self.round.due_at is None)
        assert not (is_over and self.round.open)

    @invariant()
    def words_are_offered_while_nobody_helps_and_once(self) -> None:
        if self.round.offer_at is not None:
            assert self.round.state is RoundState.INVITING
            assert Tell.DRAFT not in {said.what for _, said in self.told}
        if self.round.state is RoundState.DRAFTED:
            assert Said(what=Tell.DRAFT, to=LINA) in [said for _, said in self.told]
            assert self.round.due in (Due.WIDEN, Due.GIVE_UP)

    @invariant()
    def whoever_is_invited_hears_how_it_ended(self) -> None:
        silent = (End.ACCEPTED, End.GAVE_UP, End.GONE)
        for each in self.round.invitations:
            if not each.is_open and each.end not in silent:
                heard = [said.what for _, said in self.told if said.to == each.person]
                assert heard.count(Tell.THANKED) + heard.count(Tell.TAKEN) + heard.count(Tell.OVER) == 1

    @invariant()
    def who_passed_is_never_told_to_the_asker(self) -> None:
        about = {said.what for _, said in self.told if said.to == LINA}
        assert about <= {Tell.CONNECT, Tell.LOST, Tell.DRAFT, Tell.NOBODY, Tell.ASK_SOLVED, Tell.LEARNED}


Rounds.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestRounds = Rounds.TestCase


def test_left_alone_every_round_ends() -> None:
    for urgency in Urgency:
        machine = Rounds()
        machine.round = replace(machine.round, urgency=urgency)
        for _ in range(50):
            if machine.round.state.is_over:
                break
            machine.it_is_due()
        assert machine.round.state is RoundState.NOBODY
