"""What is odd, huge or hostile, comes twice, or goes wrong."""

from functools import partial

from bot import chat_phrases
from tests.scenarios.parity.cases import shows
from tests.scenarios.parity.scene import Scene

CHAPTER = "What is odd or goes wrong"
bearing = partial(shows, CHAPTER)


@bearing("a question of 40,000 characters", need="overwhelm")
async def a_huge_question_is_answered(scene: Scene) -> None:
    cem = await scene.person("Cem")
    await scene.handled()

    answer = await scene.shown(cem, scene.chat.ask_directly(cem, ("verbosity unbounded " * 2_000)[:40_000]))
    draft = await scene.shown(cem, scene.chat.press(cem, answer, "draft"))

    assert "verbosity unbounded" in answer.words
    assert "verbosity unbounded" in draft.words


@bearing("emoji, text from right to left, signs alone", need="signs")
async def whatever_is_asked_is_answered(scene: Scene) -> None:
    cem = await scene.person("Cem")
    await scene.handled()

    for text in ("🦓🦓 👩‍👩‍👧‍👦", "כיצד לשחזר \u202eגיבוי\u202c ?", "..."):
        answer = await scene.shown(cem, scene.chat.ask_directly(cem, text))
        assert answer.words


@bearing("what looks like markup, a mention of all, a link, a date", need="escape hostile markup")
async def what_looks_like_markup_is_shown_as_it_is_written(scene: Scene) -> None:
    office = await scene.office()
    hostile = "**bold** _x_ ~y~ `code` [click](https://evil.example) & 1 < 2 > 0 {{DATE(1)}} @channel"
    await scene.talk(office.ana, office.ben, office.here, f"{scene.need} {hostile}")

    answer = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, f"{scene.need} {hostile}"))

    assert hostile in answer.words
    assert not [link for link in answer.links if "evil" in link.partition("“")[0]]


@bearing("what the platform brings twice is answered once", need="varnish ukulele backs")
async def what_comes_twice_is_answered_once(scene: Scene) -> None:
    office = await scene.office()
    await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))

    await scene.nothing(scene.chat.redeliver())


@bearing("a press that comes twice is one", need="burnish silver ladles")
async def a_press_that_comes_twice_is_one(scene: Scene) -> None:
    office = await scene.office()
    answer = await scene.shown(office.cem, scene.chat.ask_directly(office.cem, scene.need))
    await scene.plan(office.cem, scene.chat.press(office.cem, answer, "ask"))

    await scene.nothing(scene.chat.redeliver())


@bearing("a question that is edited is not answered again", need="felt alpaca slippers")
async def an_edited_question_is_not_answered_again(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    asked = await scene.chat.ask_in(office.cem, office.here, scene.need)
    await scene.handled()

    await scene.nothing(scene.chat.edit(asked, f"@Kenner {scene.need}, please"))

    assert len(scene.chat.seen(office.ana)) == 1


@bearing("a question that is deleted before it is answered: nothing is said", need="dye indigo kerchiefs")
async def a_question_that_is_deleted_at_once_is_not_answered(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    scene.chat.hold()
    asked = await scene.chat.ask_in(office.cem, office.here, scene.need)
    await scene.chat.delete(asked)

    await scene.nothing(scene.chat.release(backwards=True))

    assert await scene.stored(asked) is None


@bearing("an answer that the place does not take: only the asker is told", need="stucco vaulted ceilings")
async def a_refused_answer_is_told_to_the_asker(scene: Scene) -> None:
    office = await scene.office()
    await scene.seasoned(office.cem)
    scene.chat.refuse_next()

    told = await scene.shown(office.cem, scene.chat.ask_in(office.cem, office.here, scene.need))

    assert told.is_alone
    assert told.words == chat_phrases.CANNOT_POST
    assert scene.chat.seen(office.ana) == []
