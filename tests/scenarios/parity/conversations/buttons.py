"""What can be done with an answer, by whom, and who sees what comes of it."""

from functools import partial

from bot import chat_phrases, inviting_phrases, plan_phrases
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.chat import Kind, Who
from tests.scenarios.parity.said import Said
from tests.scenarios.parity.scene import Office, Scene
from tests.support.running import until

CHAPTER = "Buttons of an answer"
pressing = partial(shows, CHAPTER)


async def private_answer(scene: Scene, office: Office) -> Said:
    """Cem is new, so his question in the channel is answered to him alone."""
    return await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))


async def open_answer(scene: Scene, office: Office) -> Said:
    """Cem asked before, so everyone in the channel sees it."""
    await scene.seasoned(office.cem)
    return await scene.shown(office.ana, scene.chat.ask_in(office.cem, office.here, scene.need))


@pressing(
    "*Ask Maya*: whom I would ask; nothing is sent before the asker says so", need="stretch goatskin drums"
)
async def ask_shows_whom_it_would_ask(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)

    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    assert plan.is_alone
    assert office.ben.name in plan.words
    assert scene.need in plan.words
    assert scene.chat.seen(office.ben) == []


@pressing(
    "*Ask Maya* again, and after *Never mind*: what is true by then, and a plan again",
    need="regrind rabbet planes",
)
async def a_plan_can_be_asked_for_again(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)
    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    there = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "ask"))
    await scene.chat.press(office.cem, plan, "never_mind")
    await scene.handled()
    again = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    assert there.is_alone
    assert there.words == plan_phrases.IS_THERE
    assert again.words == plan.words
    dropped = next(each for each in scene.chat.seen(office.cem) if each.id == plan.id)
    assert dropped.words == plan_phrases.DROPPED
    assert dropped.buttons == ()


@pressing("*Ask them*: one is invited, says yes, and both hear of each other", need="tumble amethyst geodes")
async def a_colleague_is_asked_and_helps(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)
    await scene.page(office.ben, scene.chat.type_into(office.ben, page, "hours", "00:00-00:00 mon-sun UTC"))
    answer = await private_answer(scene, office)
    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    invitation = await scene.shown(office.ben, scene.chat.press(office.cem, plan, "go"))
    told = await scene.shown(office.cem, scene.chat.press(office.ben, invitation, "help"))

    assert invitation.is_alone
    assert scene.need in invitation.words
    assert office.cem.name in invitation.words
    assert invitation.actions >= {"help", "not_now", "not_my_field", "refer", "pause_me"}
    assert office.ben.name in told.words
    assert told.actions >= {"solved", "ask_next"}


@pressing(
    "While one is asked for: words to post after a quarter of an hour, and *Stop asking*",
    need="braise celeriac hearts",
)
async def who_waits_is_offered_words_to_post(scene: Scene) -> None:
    office = await scene.office()
    (eva,) = await scene.people("Eva")
    await scene.chat.join(eva, office.here)
    await scene.exchange(office.ana, eva, office.here, f"{scene.need} again")
    await scene.found()
    for who in (office.ben, office.cem, eva):
        page = await scene.page(who)
        await scene.page(who, scene.chat.type_into(who, page, "hours", "00:00-00:00 mon-sun UTC"))
    answer = await private_answer(scene, office)
    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))
    await scene.chat.press(office.cem, plan, "go")
    await until(lambda: any(is_invited(scene, who) for who in (office.ben, eva)))
    await scene.handled()

    words = await scene.shown(office.cem, a_while_passes(scene))
    await until(lambda: all(is_invited(scene, who) for who in (office.ben, eva)))
    stopped = await scene.shown(office.cem, scene.chat.press(office.cem, words, "stop_round"))

    assert words.is_alone
    assert inviting_phrases.MEANWHILE in words.words
    assert scene.need in words.words
    assert words.actions == {"stop_round"}
    assert stopped.words == inviting_phrases.STOPPED


def is_invited(scene: Scene, who: Who) -> bool:
    return any("is stuck" in said.words for said in scene.chat.seen(who))


async def a_while_passes(scene: Scene) -> None:
    scene.chat.clock.pass_time(minutes=16)


@pressing("*This helped*", need="etch zinc plates")
async def this_helped_is_thanked_for(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)

    thanks = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "helped"))
    again = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "helped"))

    assert thanks.is_alone
    assert thanks.words == again.words == chat_phrases.THANKS


@pressing("*Not these*: others, to the asker alone", need="forge damascus shears")
async def not_these_finds_others(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)

    others = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "not_these"))

    assert others.is_alone
    assert office.ben.name not in others.suggested


@pressing("*Show more*: people who were not shown before", need="weave rattan stools")
async def show_more_brings_others(scene: Scene) -> None:
    office = await scene.office()
    helpers = await scene.people("Eva", "Fay", "Gil")
    for count, helper in enumerate(helpers, 2):
        await scene.chat.join(helper, office.here)
        for number in range(count):
            await scene.exchange(office.ana, helper, office.here, f"{scene.need} number {number}")
    await scene.found()
    answer = await private_answer(scene, office)
    assert "more" in answer.actions

    more = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "more"))

    assert more.is_alone
    assert more.suggested
    assert not set(more.suggested) & set(answer.suggested)


@pressing("*Share*: found anew, in what all there may read", need="distil juniper resin")
async def what_is_shared_is_made_of_what_all_there_may_read(scene: Scene) -> None:
    office = await scene.office()
    dia = await scene.person("Dia")
    board = await scene.place(office.cem, dia, kind=Kind.CLOSED)
    await scene.talk(office.cem, dia, board, f"{scene.need} secretly")
    answer = await private_answer(scene, office)
    assert "secretly" in answer.words

    shared = await scene.shown(office.ana, scene.chat.press(office.cem, answer, "share"))

    assert not shared.is_alone
    assert shared.within
    assert shared.suggested == (office.ben.name,)
    assert dia.name not in shared.words
    assert board.name not in shared.words
    assert "secretly" not in shared.words
    assert chat_phrases.ALL_CAN_READ in shared.words


@pressing("*Share*, twice: it stands there once", need="caulk larch planks")
async def what_is_shared_twice_stands_there_once(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)
    await scene.shown(office.ana, scene.chat.press(office.cem, answer, "share"))

    told = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "share"))

    assert told.is_alone
    assert told.words == chat_phrases.SHARED_ALREADY
    assert len(scene.chat.seen(office.ana)) == 1


@pressing("*Mute* and *Unmute*, by anybody in the thread", need="sharpen scythe edges")
async def a_thread_can_be_muted_and_unmuted(scene: Scene) -> None:
    office = await scene.office()
    answer = await open_answer(scene, office)

    quiet = await scene.shown(office.ben, scene.chat.press(office.ben, answer, "mute"))
    again = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "mute"))
    loud = await scene.shown(office.cem, scene.chat.press(office.cem, again, "unmute"))

    assert [each.words for each in (quiet, again, loud)] == [
        chat_phrases.MUTED,
        chat_phrases.ALREADY_MUTED,
        chat_phrases.UNMUTED,
    ]
    assert quiet.is_alone


@pressing("somebody else's button", need="polish onyx beads")
async def a_button_that_is_not_theirs_says_so_to_them_alone(scene: Scene) -> None:
    office = await scene.office()
    answer = await open_answer(scene, office)

    for action in ("ask", "helped", "not_these"):
        told = await scene.shown(office.ana, scene.chat.press(office.ana, answer, action))
        assert told.is_alone
        assert told.words == chat_phrases.NOT_YOURS

    assert len(scene.chat.seen(office.cem)) == 1


@pressing("a button whose question is no longer kept", need="splice hemp ropes")
async def a_button_whose_question_is_gone_says_so(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)
    await scene.forget_questions(office.cem)

    for action in ("ask", "helped", "not_these", "share"):
        told = await scene.shown(office.cem, scene.chat.press(office.cem, answer, action))
        assert told.words == chat_phrases.GONE


@pressing("a button of another version, or with a value that somebody made up", need="bend yew staves")
async def what_no_button_carries_does_nothing(scene: Scene) -> None:
    office = await scene.office()
    answer = await private_answer(scene, office)

    old = await scene.shown(office.cem, scene.chat.forge(office.cem, answer, "adopt", "1"))
    for action in ("ask", "helped", "more", "share", "draft", "consent"):
        told = await scene.shown(office.cem, scene.chat.forge(office.cem, answer, action, "0 1 2"))
        assert told.words == chat_phrases.GONE

    assert old.words == chat_phrases.GONE
    assert scene.chat.seen(office.ana) == []
