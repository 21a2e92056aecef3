"""Somebody asks in a place, and nobody by name: a past answer is suggested, quietly, or nothing is said."""

from collections.abc import Awaitable
from functools import partial

from bot.suggestion_types import Suggesting
from bot.views import Action
from tests.scenarios.parity.cases import Bot, shows
from tests.scenarios.parity.chat import Kind, Message, Where, Who
from tests.scenarios.parity.said import THEIR_CHAT, Said
from tests.scenarios.parity.scene import Office, Scene
from tests.support.running import until

CHAPTER = "Suggesting past answers"
suggesting = partial(shows, CHAPTER, bot=Bot.SUGGESTS)


async def asks(scene: Scene, office: Office, mode: Suggesting = Suggesting.PRIVATE) -> Message:
    """Cem asks what Ana asked before, where suggestions are wished and people also talk of other things."""
    await scene.talk(office.ben, office.ana, office.here, "find my lost umbrella")
    await scene.suggest_in(office.here, mode)
    return await scene.chat.say(office.cem, office.here, f"how do I {scene.need}?")


async def suggested(scene: Scene, office: Office, mode: Suggesting = Suggesting.PRIVATE) -> Said:
    """What Cem sees of it, once a person could have been first."""
    await asks(scene, office, mode)
    return await scene.shown(office.cem, scene.suggested())


async def gone_from(scene: Scene, who: Who, said: Said) -> None:
    await until(lambda: said.id not in {each.id for each in scene.chat.seen(who)})


async def changed(scene: Scene, who: Who, said: Said, doing: Awaitable[object]) -> Said:
    """The same message, once it says something else."""
    await doing

    def now() -> list[Said]:
        return [each for each in scene.chat.seen(who) if each.id == said.id and each.words != said.words]

    await until(now)
    return now()[0]


async def talk_again(scene: Scene, where: Where, who: Who) -> None:
    """Nothing is said to the next question there."""
    await scene.nothing(scene.chat.say(who, where, f"so how does one {scene.need} properly?"))
    await scene.nothing(scene.suggested())


@suggesting("a past answer, to the asker alone", need="scour mohair locks")
async def a_past_answer_is_told_to_the_asker_alone(scene: Scene) -> None:
    office = await scene.office()

    said = await suggested(scene, office)

    assert said.is_alone
    assert said.place == THEIR_CHAT
    assert scene.recipe in said.words
    assert f"{office.ben.name} wrote in" in said.words
    assert said.actions == {Action.SUGGESTION_SOLVED, Action.SUGGESTION_NOT_THIS, Action.SUGGESTION_MUTE}
    assert any(scene.recipe in link for link in said.links)
    assert scene.chat.seen(office.ana) == []


@suggesting("a past answer, in the thread, to whoever asked before", need="smelt bog iron")
async def a_past_answer_stands_in_the_thread(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)

    asked = await asks(scene, office, Suggesting.IN_THREAD)
    said = await scene.shown(office.ana, scene.suggested())

    assert not said.is_alone
    assert said.within == asked.id
    assert scene.recipe in said.words


@suggesting("a newcomer alone, whatever the place wants", need="haft obsidian daggers")
async def a_newcomer_is_told_alone(scene: Scene) -> None:
    office = await scene.office()

    said = await suggested(scene, office, Suggesting.IN_THREAD)

    assert said.is_alone


@suggesting("nothing, where a person was first", need="retort charcoal")
async def a_person_was_first(scene: Scene) -> None:
    office = await scene.office()
    asked = await asks(scene, office)
    await scene.chat.say(office.ana, office.here, "I can show you", asked)
    await scene.handled()

    await scene.nothing(scene.suggested())


@suggesting(
    "nothing, where nothing is near, and nothing of a closed place", need="fumigate rosewood cabinets"
)
async def nothing_is_said_where_nothing_is_near(scene: Scene) -> None:
    ana, ben, cem = await scene.people("Ana", "Ben", "Cem")
    here, board = await scene.place(ana, ben, cem), await scene.place(ana, ben, kind=Kind.CLOSED)
    await scene.talk(ana, ben, board)
    await scene.suggest_in(here, Suggesting.PRIVATE)

    await scene.chat.say(ana, here, f"how do I {scene.need}?")
    await scene.handled()

    await scene.nothing(scene.suggested())


@suggesting(
    "what is edited is changed where it is quoted, what is deleted taken back", need="deckle kozo parchment"
)
async def a_quotation_follows_its_source(scene: Scene) -> None:
    ana, ben, cem = await scene.people("Ana", "Ben", "Cem")
    here = await scene.place(ana, ben, cem)
    _, answer = await scene.talk(ana, ben, here)
    said = await suggested(scene, Office(ana=ana, ben=ben, cem=cem, here=here))

    better = f"to {scene.need}, dry it between felts first"
    after = await changed(scene, cem, said, scene.chat.edit(answer, better))
    await scene.chat.delete(answer)
    await gone_from(scene, cem, said)

    assert "dry it between felts first" in after.words
    assert scene.recipe not in after.words


@suggesting("who hides is quoted no more", need="wax toboggan soles")
async def who_hides_is_quoted_no_more(scene: Scene) -> None:
    office = await scene.office()
    said = await suggested(scene, office)
    page = await scene.page(office.ben)

    await scene.chat.press(office.ben, page, Action.CONSENT, 2)
    await gone_from(scene, office.cem, said)


@suggesting("this solved it: said by the asker, it stands there from then on", need="rake salt pans")
async def this_solved_it(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    said = await suggested(scene, office, Suggesting.IN_THREAD)

    other = await scene.shown(office.ana, scene.chat.press(office.ana, said, Action.SUGGESTION_SOLVED))
    after = await changed(
        scene, office.cem, said, scene.chat.press(office.cem, said, Action.SUGGESTION_SOLVED)
    )

    assert "belongs to the person who asked" in other.words
    assert f"{office.cem.name} says that this solved it." in after.words
    assert after.actions == frozenset()


@suggesting("not what I need: it shrinks to a line", need="coppice hazel wattle")
async def not_what_i_need(scene: Scene) -> None:
    office = await scene.office()
    said = await suggested(scene, office)

    after = await changed(
        scene, office.cem, said, scene.chat.press(office.cem, said, Action.SUGGESTION_NOT_THIS)
    )

    assert scene.recipe not in after.words
    assert after.actions == frozenset()


@suggesting("mute: in the thread, the whole place, or for me; and taken back", need="lime wash barns")
async def mute(scene: Scene) -> None:
    office = await scene.office()
    said = await suggested(scene, office)

    more = await scene.shown(office.cem, scene.chat.press(office.cem, said, Action.SUGGESTION_MUTE))
    quiet = await scene.shown(office.cem, scene.chat.press(office.cem, more, Action.SUGGESTION_QUIET, 2))
    await talk_again(scene, office.here, office.cem)
    await scene.shown(office.cem, scene.chat.press(office.cem, quiet, Action.SUGGESTION_TALK))

    assert "suggest nothing more in this thread" in more.words
    assert "nothing to you any more" in quiet.words


@suggesting("the word *here*: how it is suggested there, and to switch it off", need="ret nettle fibre")
async def here(scene: Scene) -> None:
    ana, ben = await scene.people("Ana", "Ben")
    where = await scene.place(ana, ben)
    await scene.suggest_in(where, Suggesting.IN_THREAD)

    told = await scene.shown(ana, scene.chat.ask_in(ana, where, "here"))
    quiet = await scene.shown(ana, scene.chat.press(ana, told, Action.SUGGESTION_QUIET, 1))
    after = await scene.shown(ben, scene.chat.ask_in(ben, where, "Here"))
    again = await scene.shown(ben, scene.chat.press(ben, after, Action.SUGGESTION_TALK))

    assert told.is_alone
    assert "I quote it in the thread." in told.words
    assert "Anybody in it can take that back." in quiet.words
    assert "asked me to be quiet here" in after.words
    assert "again" in again.words


@suggesting("in shadow nothing; who may read it there sees what would have been", need="pitch siege tents")
async def in_shadow_it_is_kept_for_those_who_may_read_it(scene: Scene) -> None:
    office = await scene.office()
    (dee,) = await scene.people("Dee")
    closed = await scene.place(office.ana, office.ben, office.cem, kind=Kind.CLOSED)
    await scene.suggest_in(closed, Suggesting.SHADOW)
    await scene.chat.say(office.cem, closed, f"how do I {scene.need}?")
    await scene.handled()

    await scene.nothing(scene.suggested())
    page = await scene.shown(office.ana, scene.chat.tell(office.ana, "shadow"))
    other = await scene.shown(dee, scene.chat.tell(dee, "shadow"))

    assert scene.recipe in page.words
    assert f"how do I {scene.need}?" in page.words
    assert page.is_alone
    assert scene.need not in other.words
