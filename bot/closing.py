"""What follows once a question is solved: what was learned, and the notebook that it goes into."""

from collections.abc import Awaitable, Callable, Mapping

from bot.chat_types import QuestionId
from bot.notebook import keep, notebook
from bot.notebook_pages import kept, notebook_page, nothing_learned
from bot.notebook_ports import Learned
from bot.notes import Trouble, trouble
from bot.outbox import intend
from bot.own_page import shown
from bot.posting import ABOUT_POSTS, offer, solved
from bot.presses import Press, Todo, job, say
from bot.views import Action

NOTEBOOK = "notebook"
"""A job: send somebody their notebook as Markdown. Its subject is the person and the event."""


async def learn(what: Press) -> Todo:
    """The asker says what they learned; nobody else was asked."""
    question_id, _, text = what.value.partition(" ")
    question = await what.uow.questions.by_id(QuestionId(question_id))
    if question is None or question.asker != what.person.id:
        return await say(what, trouble(Trouble.GONE))
    learned = Learned(person_id=what.person.id, question_id=question.id, text=text, at=what.desk.clock())
    if not await keep(what.uow, learned):
        return await say(what, nothing_learned())
    postable = await solved(what.uow, what.desk, question.id)
    return await say(what, kept(offer(postable) if postable else None))


async def show_notebook(what: Press) -> Todo:
    """As a page, to whoever asks for theirs."""
    key = f"notebook:{what.event_id}"
    page = notebook_page(await notebook(what.uow, what.person))
    await intend(what.uow, shown(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(key,))


async def send_notebook(what: Press) -> Todo:
    """All of it, as Markdown, in the conversation with the bot."""
    return Todo(jobs=(job(what, NOTEBOOK, f"{what.person.id} {what.event_id}"),))


ABOUT_NOTEBOOKS: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.LEARN: learn,
    Action.NOTEBOOK: show_notebook,
    Action.SEND_NOTEBOOK: send_notebook,
    **ABOUT_POSTS,
}
