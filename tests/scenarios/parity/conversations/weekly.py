"""What can wait comes in one note a week, and whoever wants less of it says so."""

from datetime import timedelta
from functools import partial

from bot import follow_phrases, weekly_phrases
from tests.scenarios.parity.cases import Bot, shows
from tests.scenarios.parity.chat import Message
from tests.scenarios.parity.scene import Scene
from tests.support.running import until
from tests.support.slack_office import Clock

CHAPTER = "One note a week"
telling = partial(shows, CHAPTER, bot=Bot.PATIENT)


def goes_to(clock: Clock, hours: float) -> None:
    """So many hours after the next Monday begins, in UTC."""
    now = clock()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=midnight.weekday() - 7)
    clock.ahead += monday + timedelta(hours=hours) - now


@telling(
    "a question that can wait, to who is not asked otherwise: *Have a look*", need="twine onion garlands"
)
async def a_question_that_can_wait_is_told_in_a_note(scene: Scene) -> None:
    goes_to(scene.chat.clock, -12)
    office = await scene.office()
    others = await scene.people("Dan", "Eve", "Fay")
    for each in others:
        await scene.chat.join(each, office.here)
        await scene.exchange(office.ana, each, office.here)
    await scene.found()
    answer = await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))
    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))
    await scene.chat.press(office.cem, plan, "when", 3)
    await scene.handled()
    await scene.chat.press(office.cem, plan, "go")
    await scene.handled()
    (told,) = [each for each in (office.ben, *others) if each.name not in plan.words]

    def asked() -> int:
        return sum(bool(scene.chat.seen(each)) for each in (office.ben, *others) if each is not told)

    async def monday() -> None:
        goes_to(scene.chat.clock, 9.5)

    await until(lambda: asked() == 1)
    note = await scene.shown(told, monday(), with_button="have_a_look")
    await until(lambda: asked() == 2)
    card = await scene.shown(told, scene.chat.press(told, note, "have_a_look"))
    stopped = await scene.shown(told, scene.chat.press(told, note, "note_rhythm", 2))

    assert note.is_alone
    assert weekly_phrases.WAITING in note.words
    assert f"{office.cem.name} is stuck" in note.words
    assert card.actions >= {"help", "not_now", "not_my_field"}
    assert stopped.words.startswith(weekly_phrases.NEVER_FROM_NOW)


@telling("a topic that somebody follows: what was solved, and where", need="repair bisque dolls")
async def a_follower_hears_what_was_solved(scene: Scene) -> None:
    goes_to(scene.chat.clock, -12)
    office = await scene.office()
    dia = await scene.person("Dia")
    page = await scene.page(dia)
    followed = await scene.page(dia, scene.chat.type_into(dia, page, "follow", scene.need))
    asked: list[Message] = []

    async def ask() -> None:
        asked.append(await scene.chat.ask_in(office.cem, office.here, scene.need))

    answer = await scene.shown(office.cem, ask())
    await scene.chat.say(office.ben, office.here, f"with {scene.recipe}", asked[0])
    await scene.chat.press(office.cem, answer, "helped")
    await scene.handled()

    async def monday() -> None:
        goes_to(scene.chat.clock, 9.5)

    note = await scene.shown(dia, monday(), with_button="note_rhythm")

    assert scene.need in followed.words
    assert note.is_alone
    assert follow_phrases.week_in(scene.need) in note.words
    assert follow_phrases.worked_it_out([office.cem.name, office.ben.name]) in note.words


@telling("the page of a topic, and following it by a word", need="mount moth specimens")
async def a_topic_has_a_page_for_whoever_looks(scene: Scene) -> None:
    office = await scene.office()
    await scene.page(office.ben, scene.chat.know(office.ben, scene.need))
    followed = await scene.shown(office.cem, scene.chat.tell(office.cem, f"follow {scene.need}"))
    topic = await scene.shown(office.cem, scene.chat.press(office.cem, followed, "topic_page"))
    stopped = await scene.shown(office.cem, scene.chat.press(office.cem, topic, "unfollow_topic"))
    again = await scene.shown(office.ana, scene.chat.tell(office.ana, f"topic {scene.need}"))
    await scene.page(office.cem)

    assert follow_phrases.followed(scene.need) in followed.words
    assert topic.is_alone
    assert office.ben.name in topic.words
    assert follow_phrases.unfollowed(scene.need) in stopped.words
    assert office.ben.name in again.words
    assert office.cem.name not in again.words
