"""Somebody asks: where, in which way, and who hears the answer."""

from functools import partial

from bot import chat_phrases, phrases
from tests.scenarios.parity.cases import Bot, shows
from tests.scenarios.parity.chat import Kind, Role
from tests.scenarios.parity.scene import Scene

CHAPTER = "Asking"
asking = partial(shows, CHAPTER)

OFFERED = {"ask", "helped", "not_these"}


@asking("by the bot's name in a channel: everyone there sees the answer", need="temper chisel blades")
async def a_question_by_name_is_answered_in_its_thread(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)

    asked = scene.chat.ask_in(office.cem, office.here, f"how do I {scene.need}?")
    answer = await scene.shown(office.ana, asked)

    assert not answer.is_alone
    assert answer.within
    assert answer.suggested == (office.ben.name,)
    assert scene.recipe in answer.words
    assert chat_phrases.ALL_CAN_READ in answer.words
    assert answer.actions >= OFFERED | {"mute"}
    assert "share" not in answer.actions


@asking("a newcomer is answered in private, wherever they ask", need="prune espalier pears")
async def a_newcomers_question_is_answered_to_them_alone(scene: Scene) -> None:
    office = await scene.office()

    answer = await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)
    assert chat_phrases.ONLY_YOU in answer.words
    assert phrases.ONLY_READABLE in answer.words
    assert answer.actions >= OFFERED | {"share"}
    assert scene.chat.seen(office.ana) == scene.chat.seen(office.ben) == []


@asking("in the conversation with the bot", need="glaze stoneware jugs")
async def a_question_to_the_bot_alone_is_answered_there(scene: Scene) -> None:
    office = await scene.office()
    dia = await scene.person("Dia")

    answer = await scene.shown(dia, scene.chat.ask_directly(dia, scene.need))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)
    assert answer.actions >= OFFERED
    assert not answer.actions & {"share", "mute"}


@asking("without a word before others", need="solder copper gutters", differs=("command",))
async def a_command_is_answered_to_the_asker_alone(scene: Scene) -> None:
    office = await scene.office()

    answer = await scene.shown(office.cem, scene.chat.ask_by_command(office.cem, office.here, scene.need))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)
    assert answer.actions >= OFFERED


@asking("in a thread: understood by how the thread began", need="rosin violin bows")
async def a_follow_up_is_understood_within_its_thread(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    first = await scene.chat.say(office.cem, office.here, f"how do I {scene.need}?")
    await scene.handled()

    asked = scene.chat.ask_in(office.cem, office.here, "and for beginners?", first)
    answer = await scene.shown(office.ana, asked)

    assert answer.within == first.id
    assert answer.suggested == (office.ben.name,)
    assert "“and for beginners?”" in answer.words


@asking("by nothing but the bot's name in a thread: about the thread", need="hem linen curtains")
async def the_name_alone_in_a_thread_asks_about_the_thread(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    first = await scene.chat.say(office.cem, office.here, f"how do I {scene.need}?")
    await scene.handled()

    answer = await scene.shown(office.ana, scene.chat.ask_in(office.cem, office.here, "", first))

    assert answer.within == first.id
    assert answer.suggested == (office.ben.name,)


@asking("in a chat of several", need="whittle spruce spoons", differs=("chats without threads",))
async def a_chat_of_several_is_answered_there(scene: Scene) -> None:
    office = await scene.office()
    dia = await scene.person("Dia")
    group = await scene.place(office.cem, dia, kind=Kind.GROUP)
    await scene.seasoned(office.cem)

    answer = await scene.shown(dia, scene.chat.ask_in(office.cem, group, scene.need))

    assert not answer.is_alone
    assert answer.suggested == (office.ben.name,)


@asking("by “Find someone who knows”, in the menu of a message", need="carve soapstone seals")
async def a_message_can_be_asked_about(scene: Scene) -> None:
    office = await scene.office()
    message = await scene.chat.say(office.ana, office.here, f"we must {scene.need}")
    await scene.handled()

    answer = await scene.shown(office.cem, scene.chat.ask_about(office.cem, message))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)
    assert scene.chat.seen(office.ana) == []


@asking("by the same menu, within a thread", need="patina bronze hinges")
async def a_reply_can_be_asked_about(scene: Scene) -> None:
    office = await scene.office()
    first = await scene.chat.say(office.ana, office.here, f"who can help me {scene.need}?")
    reply = await scene.chat.say(office.ana, office.here, "it is rather urgent", first)
    await scene.handled()

    answer = await scene.shown(office.cem, scene.chat.ask_about(office.cem, reply))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)


@asking("in the field of one's own page", need="braid challah loaves")
async def the_page_has_a_field_to_ask_in(scene: Scene) -> None:
    office = await scene.office()
    page = await scene.page(office.cem)

    answer = await scene.shown(office.cem, scene.chat.type_into(office.cem, page, "ask_here", scene.need))

    assert answer.is_alone
    assert answer.suggested == (office.ben.name,)


@asking("a newcomer's first three questions are private; the next is not", need="graft quince saplings")
async def the_fourth_question_is_answered_before_all(scene: Scene) -> None:
    office = await scene.office()
    for _ in range(3):
        asked = scene.chat.ask_in(office.cem, office.here, scene.need)
        assert (await scene.shown(office.cem, asked)).is_alone

    answer = await scene.shown(office.ana, scene.chat.ask_in(office.cem, office.here, scene.need))

    assert not answer.is_alone


@asking("nobody stands out: only the asker hears of it, with a draft", need="decode knitted cuneiform")
async def where_nobody_stands_out_only_the_asker_hears_of_it(scene: Scene) -> None:
    ana, cem = await scene.people("Ana", "Cem")
    here = await scene.place(ana, cem)
    await scene.chat.say(ana, here, "good morning")
    await scene.seasoned(cem)

    answer = await scene.shown(cem, scene.chat.ask_in(cem, here, scene.need))
    draft = await scene.shown(cem, scene.chat.press(cem, answer, "draft"))

    assert answer.is_alone
    assert phrases.nobody(scene.need) in answer.words
    assert answer.actions == {"draft"}
    assert draft.is_alone
    assert scene.need in draft.words
    assert scene.chat.seen(ana) == []


@asking("in a workspace where nothing was said yet", need="anything whatever", bot=Bot.AGREED)
async def where_nothing_was_said_yet_nobody_stands_out(scene: Scene) -> None:
    cem = await scene.person("Cem")
    await scene.handled()

    answer = await scene.shown(cem, scene.chat.ask_directly(cem, scene.need))

    assert phrases.nobody(scene.need) in answer.words
    assert chat_phrases.ASK_ANYWHERE in answer.words
    assert answer.actions == {"draft"}


@asking("by somebody whom the bot never heard of", need="mortise ash handles")
async def somebody_unseen_is_answered(scene: Scene) -> None:
    office = await scene.office()
    zoe = await scene.person("Zoe", Role.UNSEEN)

    answer = await scene.shown(zoe, scene.chat.ask_directly(zoe, scene.need))

    assert answer.suggested == (office.ben.name,)


@asking("how to ask", need="nothing", differs=("help",))
async def help_says_how_to_ask(scene: Scene) -> None:
    cem = await scene.person("Cem")

    told = await scene.shown(cem, scene.chat.help(cem))

    assert told.is_alone
    assert chat_phrases.HELP_OPENING in told.words
    assert told.actions == {"my_page"}


@asking("nothing but the bot's name: it asks what is needed", need="silence")
async def the_name_alone_asks_what_is_needed(scene: Scene) -> None:
    ana, cem = await scene.people("Ana", "Cem")
    here = await scene.place(ana, cem)
    await scene.chat.say(ana, here, "good evening")
    await scene.seasoned(cem)

    told = await scene.shown(cem, scene.chat.ask_in(cem, here, ""))

    assert told.is_alone
    assert chat_phrases.NO_QUESTION in told.words
    assert scene.chat.seen(ana) == []
