"""What is said, and where, changes: what is found follows, for whoever may read it."""

from functools import partial

from bot import chat_phrases
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.chat import Kind, Role, Who
from tests.scenarios.parity.said import Said
from tests.scenarios.parity.scene import Scene

READ, LET_IN = "What is read", "Who is let in"
following = partial(shows, READ)
letting_in = partial(shows, LET_IN)


async def told(scene: Scene, who: Who) -> Said:
    """What they are told once the bot has caught up."""
    await scene.found()
    return await scene.shown(who, scene.chat.ask_directly(who, scene.need))


@following("a message that was edited", need="grind lapis pigment")
async def what_was_edited_is_read_as_it_is_now(scene: Scene) -> None:
    ana, ben = await scene.people("Ana", "Ben")
    here = await scene.place(ana, ben)
    first, answer = await scene.talk(ana, ben, here)
    before = await told(scene, ana)

    await scene.chat.edit(answer, "never mind, lunch?")
    after = await told(scene, ana)

    assert scene.recipe in before.words
    assert await scene.stored(answer) == "never mind, lunch?"
    assert scene.recipe not in after.words
    assert await scene.stored(first) == f"how do I {scene.need}?"


@following("a message that was deleted", need="tan deerskin moccasins")
async def what_was_deleted_is_found_no_more(scene: Scene) -> None:
    ana, ben = await scene.people("Ana", "Ben")
    here = await scene.place(ana, ben)
    first, answer = await scene.talk(ana, ben, here)

    await scene.chat.delete(answer)
    await scene.chat.delete(first)
    after = await told(scene, ana)

    assert await scene.stored(answer) is None
    assert await scene.stored(first) is None
    assert ben.name not in after.words
    assert scene.recipe not in after.words


@following("what is said in a closed place is found by its members alone", need="cast pewter tankards")
async def a_closed_place_is_read_by_its_members_alone(scene: Scene) -> None:
    ana, ben, dia = await scene.people("Ana", "Ben", "Dia")
    board = await scene.place(ana, ben, kind=Kind.CLOSED)
    await scene.talk(ana, ben, board)

    outside = await told(scene, dia)
    inside = await told(scene, ana)

    assert ben.name not in outside.words
    assert scene.recipe not in outside.words
    assert board.name not in outside.words
    assert inside.suggested == (ben.name,)


@following("whoever comes in finds it, whoever leaves does not", need="fletch goose arrows")
async def whoever_joins_finds_and_whoever_leaves_does_not(scene: Scene) -> None:
    ana, ben, dia = await scene.people("Ana", "Ben", "Dia")
    board = await scene.place(ana, ben, kind=Kind.CLOSED)
    await scene.talk(ana, ben, board)

    await scene.chat.join(dia, board)
    inside = await told(scene, dia)
    await scene.chat.leave(dia, board)
    outside = await told(scene, dia)

    assert inside.suggested == (ben.name,)
    assert ben.name not in outside.words
    assert scene.recipe not in outside.words


@following("before others, nothing from a closed place: no words, names or order", need="steam oak ribs")
async def a_closed_place_never_shapes_what_others_see(scene: Scene) -> None:
    office = await scene.office()
    dia = await scene.person("Dia")
    board = await scene.place(office.cem, dia, kind=Kind.CLOSED)
    for _ in range(3):
        await scene.exchange(office.cem, dia, board)
    await scene.found()
    await scene.seasoned(office.cem)

    answer = await scene.shown(office.ana, scene.chat.ask_in(office.cem, office.here, scene.need))

    assert answer.suggested == (office.ben.name,)
    assert dia.name not in answer.words
    assert board.name not in answer.words


@following("in a closed place, what all of its members may read", need="gather morel baskets")
async def in_a_closed_place_its_own_words_are_used(scene: Scene) -> None:
    ana, ben = await scene.people("Ana", "Ben")
    board = await scene.place(ana, ben, kind=Kind.CLOSED)
    await scene.talk(ana, ben, board)
    await scene.seasoned(ana)

    answer = await scene.shown(ben, scene.chat.ask_in(ana, board, scene.need))

    assert not answer.is_alone
    assert answer.suggested == (ben.name,)
    assert scene.recipe in answer.words


@following(
    "a channel that has a new name",
    need="blend bergamot perfume",
)
async def a_channel_is_called_by_its_new_name(scene: Scene) -> None:
    office = await scene.office()

    await scene.chat.rename(office.ana, office.here, f"{scene.code}figures")
    answer = await told(scene, office.cem)

    assert f"{scene.code}figures" in answer.words
    assert answer.suggested == (office.ben.name,)


@following("a place that was archived", need="turn walnut bowls")
async def what_was_said_in_an_archive_is_still_found(scene: Scene) -> None:
    ana, ben = await scene.people("Ana", "Ben")
    board = await scene.place(ana, ben, kind=Kind.CLOSED)
    await scene.talk(ana, ben, board)

    await scene.chat.archive(ana, board)
    answer = await told(scene, ana)

    assert answer.suggested == (ben.name,)


@following("a channel that was deleted", need="smoke rainbow trout")
async def of_a_deleted_channel_nothing_is_found(scene: Scene) -> None:
    office = await scene.office()

    await scene.chat.remove(office.ana, office.here)
    answer = await told(scene, office.cem)

    assert answer.suggested == ()
    assert scene.recipe not in answer.words
    assert office.here.name not in answer.words


@following("a channel that the bot was put out of: it hears no more", need="quilt calico squares")
async def put_out_of_a_channel_it_hears_no_more(scene: Scene) -> None:
    office = await scene.office()

    await scene.chat.put_out(office.ana, office.here)
    await scene.nothing(scene.chat.ask_in(office.cem, office.here, scene.need))
    unheard = await scene.chat.say(office.cem, office.here, f"to {scene.need}, ask me")
    answer = await told(scene, office.cem)

    assert await scene.stored(unheard) is None
    assert answer.suggested == (office.ben.name,)  # what was read in the open stays open


@letting_in("a guest is turned away, with a sentence", need="inlay ebony chessboards")
async def a_guest_is_turned_away(scene: Scene) -> None:
    office = await scene.office()
    gus = await scene.person("Gus", Role.GUEST)
    await scene.chat.join(gus, office.here)

    directly = await scene.shown(gus, scene.chat.ask_directly(gus, scene.need))
    before_all = await scene.shown(gus, scene.chat.ask_in(gus, office.here, scene.need))

    for answer in (directly, before_all):
        assert answer.is_alone
        assert answer.words == chat_phrases.GUEST
    assert scene.chat.seen(office.ana) == []


@letting_in("so is somebody of another company", need="gild baroque frames")
async def somebody_of_another_company_is_turned_away(scene: Scene) -> None:
    office = await scene.office()
    eve = await scene.person("Eve", Role.STRANGER)

    answer = await scene.shown(eve, scene.chat.ask_directly(eve, scene.need))

    assert answer.words == chat_phrases.GUEST
    assert office.ben.name not in answer.words


@letting_in("another bot is not answered", need="rivet riveted helmets")
async def another_bot_is_not_answered(scene: Scene) -> None:
    office = await scene.office()
    robot = await scene.person("Robot", Role.BOT)
    await scene.chat.join(robot, office.here)

    await scene.nothing(scene.chat.ask_in(robot, office.here, scene.need))
