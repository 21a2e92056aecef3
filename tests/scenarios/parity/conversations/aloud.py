"""Somebody says aloud what they just learned."""

from functools import partial

from bot import aloud_phrases
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.chat import Kind
from tests.scenarios.parity.said import Said
from tests.scenarios.parity.scene import Office, Scene
from tests.support.running import until

CHAPTER = "Working out loud"
aloud = partial(shows, CHAPTER)


async def stands(scene: Scene, office: Office, card: Said) -> Said:
    """Cem chooses the place; what everyone there sees then."""
    chosen = scene.chat.type_into(office.cem, card, "aloud_elsewhere", office.here.name)
    post = await scene.shown(office.ana, chosen)
    await scene.found()
    return post


async def told(scene: Scene, office: Office, words: str) -> Said:
    """What says that to Cem, as a new message or in place of one."""

    def found() -> list[Said]:
        return [said for said in scene.chat.seen(office.cem) if words in said.words]

    await until(found)
    return found()[0]


@aloud("`/til`, a channel, and others find it and whom to ask", need="hone pruning secateurs")
async def what_one_learned_is_said_with_ones_name_and_found(scene: Scene) -> None:
    office = await scene.office()
    dia = await scene.person("Dia")
    words = f"to {scene.need}: {scene.code}wax, never oil"
    card = await scene.shown(office.cem, scene.chat.learned(office.cem, words))

    assert card.is_alone
    assert words in card.words
    assert scene.chat.seen(office.ana) == []

    post = await stands(scene, office, card)
    answer = await scene.shown(dia, scene.chat.ask_directly(dia, f"{scene.need} {scene.code}wax"))

    assert not post.is_alone
    assert not post.within
    assert aloud_phrases.learned(office.cem.name) in post.words
    assert words in post.words
    assert office.cem.name in answer.suggested


@aloud("*Take it back*: it is deleted there, and found no more", need="whiten sheepskin pelts")
async def what_was_said_aloud_is_taken_back(scene: Scene) -> None:
    office = await scene.office()
    words = f"{scene.code}chalk does it"
    card = await scene.shown(office.cem, scene.chat.learned(office.cem, words))
    await stands(scene, office, card)
    before = await told(scene, office, "finds it, and you")

    heard = await scene.shown(office.cem, scene.chat.press(office.cem, before, "aloud_back"))
    await scene.found()
    answer = await scene.shown(office.ana, scene.chat.ask_directly(office.ana, f"{scene.code}chalk"))

    assert aloud_phrases.TAKEN_BACK in heard.words
    assert [said for said in scene.chat.seen(office.ana) if words in said.words] == []
    assert office.cem.name not in answer.suggested


@aloud("a channel that one cannot read is none that one can name", need="galvanise anchor shackles")
async def a_place_of_others_is_not_offered(scene: Scene) -> None:
    office = await scene.office()
    eva = await scene.person("Eva")
    hidden = await scene.place(eva, kind=Kind.CLOSED)
    card = await scene.shown(office.cem, scene.chat.learned(office.cem, scene.need))

    await scene.chat.type_into(office.cem, card, "aloud_elsewhere", "no such place")
    refused = await told(scene, office, aloud_phrases.no_such_channel("no such place"))
    await scene.chat.type_into(office.cem, refused, "aloud_elsewhere", hidden.name)
    again = await told(scene, office, aloud_phrases.no_such_channel(hidden.name))

    assert scene.need in again.words
    assert scene.chat.seen(eva) == []


@aloud("in the menu of one's own message; of somebody else's, in one's own words", need="pile flint walls")
async def ones_own_message_is_said_aloud(scene: Scene) -> None:
    office = await scene.office()
    message = await scene.chat.say(office.ben, office.here, f"{scene.need} without mortar")
    await scene.handled()

    own = await scene.shown(office.ben, scene.chat.say_aloud(office.ben, message))
    others = await scene.shown(office.cem, scene.chat.say_aloud(office.cem, message))

    assert f"{scene.need} without mortar" in own.words
    assert "without mortar" not in others.words
    assert [field.action for field in others.fields] == ["aloud"]
