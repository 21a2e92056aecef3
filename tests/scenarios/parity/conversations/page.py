"""What somebody sees and decides about themselves."""

from functools import partial

from bot import chat_phrases, inviting_phrases
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.said import Said
from tests.scenarios.parity.scene import Office, Scene

CHAPTER = "One's own page"
owning = partial(shows, CHAPTER)


async def asked_again(scene: Scene, office: Office) -> Said:
    """What Cem is told now."""
    await scene.found()
    return await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))


@owning("what the bot would suggest me for", need="dovetail drawer fronts")
async def ones_page_says_what_one_would_be_suggested_for(scene: Scene) -> None:
    office = await scene.office()
    await scene.talk(office.cem, office.ben, office.here)

    page = await scene.page(office.ben)

    assert page.is_alone
    assert chat_phrases.PAGE_OPENING in page.words
    assert "dovetail" in page.words
    assert page.actions >= {"consent", "pause", "export", "erase", "hide", "moved_on"}
    assert {field.action for field in page.fields} == {"ask_here", "know", "follow", "hours"}


@owning("*Only through Kenner*, *Not at all*, *By name*", need="lacquer cedar boxes")
async def one_decides_how_one_is_brought_up(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)
    through = await scene.page(office.ben, scene.chat.press(office.ben, page, "consent", 1))
    unnamed = await asked_again(scene, office)
    not_at_all = await scene.page(office.ben, scene.chat.press(office.ben, through, "consent", 2))
    nobody = await asked_again(scene, office)
    by_name = await scene.page(office.ben, scene.chat.press(office.ben, not_at_all, "consent", 1))
    named = await asked_again(scene, office)

    assert chat_phrases.LEVELS["through_kenner"] in through.words
    assert unnamed.suggested == ("",)
    assert office.ben.name not in unnamed.words
    assert chat_phrases.LEVELS["not_at_all"] in not_at_all.words
    assert office.ben.name not in nobody.words
    assert chat_phrases.LEVELS["by_name"] in by_name.words
    assert named.suggested == (office.ben.name,)


@owning(
    "*Ask* about somebody who is not named: the plan does not name them either", need="plait willow creels"
)
async def whoever_is_not_named_stays_unnamed(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)
    await scene.page(office.ben, scene.chat.press(office.ben, page, "consent", 1))
    answer = await asked_again(scene, office)

    plan = await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    assert inviting_phrases.PLAN_UNNAMED in plan.words
    assert office.ben.name not in plan.words


@owning("*Pause me* and *I'm back*", need="churn cultured butter")
async def a_break_and_its_end(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)
    paused = await scene.page(office.ben, scene.chat.press(office.ben, page, "pause"))
    without = await asked_again(scene, office)
    back = await scene.page(office.ben, scene.chat.press(office.ben, paused, "resume"))
    again = await asked_again(scene, office)

    assert chat_phrases.PAUSED_BODY in paused.words
    assert office.ben.name not in without.suggested
    assert chat_phrases.NOT_PAUSED_BODY in back.words
    assert again.suggested == (office.ben.name,)


@owning("*Hide*, *Show again* and *I've moved on*", need="engrave walrus scrimshaw")
async def a_topic_can_be_hidden_and_shown_again(scene: Scene) -> None:
    office = await scene.office()
    await scene.talk(office.cem, office.ben, office.here)
    page = await scene.page(office.ben)
    hidden = await scene.page(office.ben, scene.chat.press(office.ben, page, "hide", _place_of(page, "hide")))
    without = await asked_again(scene, office)
    shown = await scene.page(office.ben, scene.chat.press(office.ben, hidden, "unhide"))
    again = await asked_again(scene, office)
    place = _place_of(shown, "moved_on")
    moved = await scene.page(office.ben, scene.chat.press(office.ben, shown, "moved_on", place))
    gone = await asked_again(scene, office)

    assert chat_phrases.hidden_topic() in hidden.words
    assert "unhide" in hidden.actions
    assert office.ben.name not in without.suggested
    assert "unhide" not in shown.actions
    assert office.ben.name in again.suggested
    assert "unhide" in moved.actions
    assert office.ben.name not in gone.suggested


def _place_of(page: Said, action: str) -> int:
    """Which of the buttons is about scrimshaw."""
    about = [each.says for each in page.buttons if each.action == action]
    return next(place for place, says in enumerate(about, 1) if "scrimshaw" in says)


@owning("*I know …*, and *Take off*", need="tat bobbin lace")
async def what_one_says_one_knows_is_found_until_it_is_taken_off(scene: Scene) -> None:
    ana, cem = await scene.people("Ana", "Cem")
    await scene.handled()
    page = await scene.page(ana, scene.chat.know(ana, scene.need))
    found = await scene.shown(cem, scene.chat.ask_directly(cem, scene.need))
    after = await scene.page(ana, scene.chat.press(ana, page, "unknow"))
    gone = await scene.shown(cem, scene.chat.ask_directly(cem, scene.need))

    assert scene.need in page.words
    assert found.suggested == (ana.name,)
    assert scene.need not in after.words
    assert ana.name not in gone.words


@owning("the field *I also know about*", need="enrobe cocoa couverture")
async def one_can_type_what_one_knows(scene: Scene) -> None:
    ana, cem = await scene.people("Ana", "Cem")
    page = await scene.page(ana)

    after = await scene.page(ana, scene.chat.type_into(ana, page, "know", scene.need))
    found = await scene.shown(cem, scene.chat.ask_directly(cem, scene.need))

    assert scene.need in after.words
    assert found.suggested == (ana.name,)


@owning("what cannot be kept as a topic", need="punctuation")
async def a_topic_without_words_is_not_kept(scene: Scene) -> None:
    ana = await scene.person("Ana")

    told = await scene.shown(ana, scene.chat.know(ana, "!!!"))

    assert told.is_alone
    assert told.words == chat_phrases.UNFIT_TOPIC


@owning("*Send me a copy*", need="candle beeswax wicks", differs=("time zones", "addresses", "conversations"))
async def a_copy_holds_what_is_kept(scene: Scene) -> None:
    office = await scene.office()
    await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))
    page = await scene.page(office.cem)

    copied = await scene.shown(office.cem, scene.chat.press(office.cem, page, "export"))

    assert copied.is_alone
    assert chat_phrases.copy_part(1, 1) in copied.words
    assert scene.need in copied.words


@owning("*Erase*", need="thatch reed roofs")
async def what_was_erased_is_found_no_more(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.ben)

    told = await scene.shown(office.ben, scene.chat.press(office.ben, page, "erase"))
    after = await asked_again(scene, office)

    assert told.is_alone
    assert told.words == chat_phrases.ERASED
    assert office.ben.name not in after.words
    assert scene.recipe not in after.words
