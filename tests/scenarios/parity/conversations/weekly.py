"""What can wait comes in one note a week, and whoever wants less of it says so."""

from datetime import timedelta
from functools import partial

from bot import weekly_phrases
from tests.scenarios.parity.cases import Bot, shows
from tests.scenarios.parity.scene import Scene
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
    plan = await scene.shown(office.cem, scene.chat.press(office.cem, answer, "ask"))
    await scene.chat.press(office.cem, plan, "when", 3)
    await scene.handled()
    await scene.chat.press(office.cem, plan, "go")
    await scene.handled()
    (told,) = [each for each in (office.ben, *others) if each.name not in plan.words]

    async def monday() -> None:
        goes_to(scene.chat.clock, 9.5)

    note = await scene.shown(told, monday())
    card = await scene.shown(told, scene.chat.press(told, note, "have_a_look"))
    stopped = await scene.shown(told, scene.chat.press(told, note, "note_rhythm", 2))

    assert note.is_alone
    assert weekly_phrases.WAITING in note.words
    assert f"{office.cem.name} is stuck" in note.words
    assert card.actions >= {"help", "not_now", "not_my_field"}
    assert stopped.words.startswith(weekly_phrases.NEVER_FROM_NOW)
