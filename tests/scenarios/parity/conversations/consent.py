"""Who is named at all: told first, agreed, and not too often."""

from functools import partial

from bot import chat_phrases
from tests.scenarios.parity.cases import Bot, shows
from tests.scenarios.parity.scene import Scene

CHAPTER = "Who is named"
consenting = partial(shows, CHAPTER)


@consenting(
    "`notice`: told once, and named after seven quiet days", need="marble endpaper sheets", bot=Bot.CAREFUL
)
async def people_are_told_before_they_are_named(scene: Scene) -> None:
    office = await scene.office()

    early = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    await scene.handled()
    (notice,) = scene.chat.seen(office.ben)
    scene.chat.clock.pass_time(days=7, minutes=1)
    late = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    await scene.handled()

    assert early.suggested == ()
    assert office.ben.name not in early.words
    assert chat_phrases.found_nobody_named(1, scene.need) in early.words
    assert notice.is_alone
    assert chat_phrases.NOTICE_OPENING in notice.words
    assert [each.action for each in notice.buttons] == ["my_page", "consent", "consent"]
    assert late.suggested == (office.ben.name,)
    assert len(scene.chat.seen(office.ben)) == 1


@consenting(
    "whoever says no to the notice is never named",
    need="press fern herbaria",
    bot=Bot.CAREFUL,
    differs=("own page",),
)
async def a_no_to_the_notice_holds(scene: Scene) -> None:
    office = await scene.office()
    await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    await scene.handled()
    (notice,) = scene.chat.seen(office.ben)

    page = await scene.page(office.ben, scene.chat.press(office.ben, notice, "consent", 2))
    scene.chat.clock.pass_time(days=8)
    answer = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))

    assert chat_phrases.LEVELS["not_at_all"] in page.words
    assert answer.suggested == ()
    assert office.ben.name not in answer.words


@consenting("*See my page*, under the notice", need="scull clinker dinghies", bot=Bot.CAREFUL)
async def the_notice_leads_to_ones_page(scene: Scene) -> None:
    office = await scene.office()
    await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    await scene.handled()
    (notice,) = scene.chat.seen(office.ben)

    page = await scene.page(office.ben, scene.chat.press(office.ben, notice, "my_page"))

    assert chat_phrases.PAGE_OPENING in page.words
    assert notice.id in {said.id for said in scene.chat.seen(office.ben)}


@consenting("`opt-in`: only who agreed", need="spin merino yarn", bot=Bot.AGREED)
async def only_who_agreed_is_named(scene: Scene) -> None:
    office = await scene.office()
    before = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    page = await scene.page(office.ben)
    await scene.page(office.ben, scene.chat.press(office.ben, page, "consent", 1))
    after = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))

    assert before.suggested == ()
    assert scene.chat.seen(office.ben) == [each for each in scene.chat.seen(office.ben) if each.is_page]
    assert after.suggested == (office.ben.name,)


@consenting("no more than so many times a week", need="glean barley ears", bot=Bot.CAREFUL)
async def nobody_is_named_before_all_more_often_than_allowed(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)
    await scene.page(office.ben, scene.chat.press(office.ben, page, "consent", 1))
    await scene.seasoned(office.cem)
    for _ in range(2):
        asked = scene.chat.ask_in(office.cem, office.here, scene.need)
        assert (await scene.shown(office.ana, asked)).suggested == (office.ben.name,)

    capped = await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))
    await scene.handled()  # Ana has had her notice, for she comes next
    scene.chat.clock.pass_time(days=7)
    asked = scene.chat.ask_in(office.cem, office.here, scene.need)
    next_week = await scene.shown(office.ana, asked)

    assert office.ben.name not in capped.words
    assert next_week.suggested == (office.ben.name,)
