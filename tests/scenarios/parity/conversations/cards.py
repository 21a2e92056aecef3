"""What a solved thread leaves behind: kept, found, opened, changed and taken back, by whom it belongs to."""

from functools import partial

from bot import cards_phrases as say
from bot.identity import channel_id
from bot.permalinks import permalink
from expertise.types import MessageTs
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.chat import Kind, Message, Where, Who
from tests.scenarios.parity.said import Said
from tests.scenarios.parity.scene import Scene

CHAPTER = "Knowledge cards"
keeping = partial(shows, CHAPTER)
ANY_TIME = "00:00-00:00 mon-sun UTC"


async def free(scene: Scene, who: Who) -> None:
    """They may be told things at any time."""
    page = await scene.page(who)
    await scene.page(who, scene.chat.type_into(who, page, "hours", ANY_TIME))


async def solved(scene: Scene, kind: Kind = Kind.OPEN) -> tuple[Who, Who, Who, Where, Message]:
    """Ana asked, Ben answered; Cem may read what is open. Ben's hours are all hours."""
    ana, ben, cem = await scene.people("Ana", "Ben", "Cem")
    place = await scene.place(*([ana, ben, cem] if kind is Kind.OPEN else [ana, ben]), kind=kind)
    await free(scene, ben)
    first, _ = await scene.talk(ana, ben, place)
    return ana, ben, cem, place, first


async def kept(scene: Scene, who: Who, other: Who, message: Message) -> tuple[Said, Said]:
    """The card, once it is kept, and what its other author hears of it."""
    draft = await scene.shown(who, scene.chat.keep(who, message))
    heard = await scene.shown(other, scene.chat.press(who, draft, "card_keep"))
    card = next(said for said in scene.chat.seen(who) if "card_edit" in said.actions)
    return card, heard


@keeping(
    "*Keep what was learned*, in the menu of a message: seen first, told to authors, found before threads",
    need="knap flintlike arrowheads beside campfires",
)
async def a_thread_is_kept_and_found(scene: Scene) -> None:
    ana, ben, cem, _, first = await solved(scene)
    draft = await scene.shown(ana, scene.chat.keep(ana, first))

    heard = await scene.shown(ben, scene.chat.press(ana, draft, "card_keep"))
    answer = await scene.shown(cem, scene.chat.ask_directly(cem, f"how do I {scene.need}?"))
    card = await scene.shown(cem, scene.chat.press(cem, answer, "card"))

    assert draft.is_alone
    assert [words for words in (say.DRAFT, scene.need, scene.recipe) if words not in draft.words] == []
    assert ana.name in heard.words
    assert "one of its authors" in heard.words
    assert heard.actions >= {"card", "card_leave"}
    assert say.found(1) in answer.words
    assert "thread may help" not in answer.words
    assert scene.recipe in card.words
    assert "card_propose" in card.actions
    assert "card_edit" not in card.actions


@keeping(
    "The word card and the link of a message",
    need="mend trawl fishnets aboard trimarans",
)
async def a_thread_is_kept_by_its_link(scene: Scene) -> None:
    ana, _, cem, place, first = await solved(scene)
    workspace = scene.chat.service.workspace
    target = channel_id(workspace.id, place.id)
    async with scene.chat.service._parts.storage.begin(workspace.id) as uow:
        channel = (await uow.channels.by_ids([target]))[target]
        (message,) = (await uow.transcript.by_keys([(target, MessageTs(first.id))])).values()
    link = permalink(workspace, channel, message)

    draft = await scene.shown(ana, scene.chat.ask_by_command(ana, place, f"card {link}"))
    unknown = await scene.shown(cem, scene.chat.ask_by_command(cem, place, "card"))

    assert scene.recipe in draft.words
    assert say.WHICH in unknown.words


@keeping(
    "A card of a closed place opens once each of its authors said yes",
    need="bevel window panes without splinters",
)
async def a_card_opens_once_all_of_its_authors_say_so(scene: Scene) -> None:
    ana, ben, cem, _, first = await solved(scene, Kind.CLOSED)
    card, asked = await kept(scene, ana, ben, first)
    before = await scene.shown(cem, scene.chat.ask_directly(cem, f"how do I {scene.need}?"))

    await scene.shown(ben, scene.chat.press(ben, asked, "card_for_all"))
    opened = await scene.shown(ana, scene.chat.press(ana, card, "card_for_all"))
    after = await scene.shown(cem, scene.chat.ask_directly(cem, f"how do I {scene.need}, please?"))

    assert "May everybody here" in asked.words
    assert scene.recipe not in before.words
    assert say.OPENED in opened.words
    assert scene.recipe in after.words


@keeping(
    "An author changes its title and their own words; a reader proposes, and an author takes it in",
    need="bind vellum codices between linden",
)
async def a_card_is_changed_and_added_to(scene: Scene) -> None:
    ana, ben, cem, _, first = await solved(scene)
    await free(scene, ana)
    card, _ = await kept(scene, ana, ben, first)
    lines = await scene.shown(ana, scene.chat.press(ana, card, "card_edit"))

    changed = await scene.shown(ana, scene.chat.type_into(ana, lines, "card_title", f"{scene.need} at home"))
    seen = await scene.shown(cem, scene.chat.keep(cem, first))
    line = await scene.shown(cem, scene.chat.press(cem, seen, "card_propose"))
    proposed = await scene.shown(
        ana, scene.chat.type_into(cem, line, "card_proposed", f"dry it for a day, says {scene.code}")
    )
    taken = await scene.shown(ana, scene.chat.press(ana, proposed, "card_accept"))

    assert lines.fields
    assert f"{scene.need} at home" in changed.words
    assert cem.name in proposed.words
    assert f"says {scene.code}" in taken.words
    assert scene.need in (await scene.page(ben)).words


@keeping(
    "An author takes their words out: nothing of them is found any more",
    need="rinse narwhal teeth using chamois",
)
async def an_author_takes_their_words_out(scene: Scene) -> None:
    ana, ben, cem, _, first = await solved(scene)
    _, heard = await kept(scene, ana, ben, first)

    out = await scene.shown(ben, scene.chat.press(ben, heard, "card_leave"))
    gone = await scene.shown(ben, scene.chat.press(ben, heard, "card"))
    answer = await scene.shown(cem, scene.chat.ask_directly(cem, f"how do I {scene.need}?"))

    assert say.LEFT in out.words
    assert say.GONE in gone.words
    assert say.found(1) not in answer.words


@keeping(
    "Words that are changed where they were said: their author is asked",
    need="puddle crucible ingots under argon",
)
async def words_that_change_are_not_quietly_stale(scene: Scene) -> None:
    ana, ben, cem, place, first = await solved(scene)
    await kept(scene, ana, ben, first)
    reply = await scene.chat.say(ben, place, f"or {scene.need} with tallow", first)

    asked = await scene.shown(ana, scene.chat.edit(first, f"how do I {scene.need} in winter?"))
    anew = await scene.shown(ana, scene.chat.press(ana, asked, "card_anew"))
    await scene.chat.delete(reply)

    assert "You changed a message" in asked.words
    assert f"{scene.need} in winter" in anew.words
    assert cem.name not in anew.words
