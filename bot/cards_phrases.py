"""All that is said about knowledge cards: what a solved thread leaves behind, in the words of who wrote them."""

from collections.abc import Sequence
from datetime import date

from bot.phrases import called, counted, number

SOMEBODY = "Somebody"

# ------------------------------------------------------------------ in answers


def found(count: int) -> str:
    return "From what was kept:" if count else ""


def by(names: Sequence[str], confirmed: date) -> str:
    return f"{listed(names)}; last confirmed on {day(confirmed)}."


SEE = "See the card"


def see_says(title: str, place: int = 1) -> str:
    """``place`` tells cards of one title apart."""
    return f"See the card “{title}”" + _which(place)


# ------------------------------------------------------------------ a card

DRAFT = "This is what I would keep, in the words of those who wrote them. Nothing is kept yet."
KEPT = "A knowledge card, in the words of those who wrote them."
ASKED, ANSWERED, ADDED = "What was asked", "What helped", "What was added"


def said(name: str, at: date | None) -> str:
    return f"{name}, {day(at)}:" if at else f"{name}:"


CARD, ABOUT = "The card", "About it"


def from_channel(channel: str) -> str:
    return f"From {called(channel)}."


FROM_ELSEWHERE = "From a channel that you cannot read."
BROUGHT_IN = "An operator brought it in from outside."


def source(words: str) -> str:
    return f"An operator brought it in from: {words}."


def confirmed(at: date, name: str) -> str:
    return f"Confirmed on {day(at)} by {name}." if name else f"Kept on {day(at)}."


FOR_ALL = "Everybody here can read it."


def only_in(channel: str) -> str:
    return f"Only those in {called(channel)} can read it."


CHANGED = "What stood here was changed where it was said. Its author decides whether the new words come in."
READ, READ_SAYS = "Read the thread", "Read the thread that it comes from"
KEEP, KEEP_SAYS = "Keep it", "Keep this as a card"
DROP, DROP_SAYS = "Never mind", "Keep nothing of it"
PROPOSE, PROPOSE_SAYS = "Add something…", "Propose words to add to this card"
EDIT, EDIT_SAYS = "Change it…", "Change its title, its topics or your words"
HOLDS, HOLDS_SAYS = "It still holds", "Say that this card still holds"
LEAVE, LEAVE_SAYS = "Take my words out", "Take my words out of this card"
LEAVE_TITLE, LEAVE_YES, LEAVE_NO = "Take your words out?", "Take them out", "Leave them in"
LEAVE_TEXT = "They go from the card, and from all that it ever was. If nothing is left that answers, the card goes too. In their channel they stay."
WITHDRAW, WITHDRAW_SAYS = "Take the card back", "Take the whole card back"
WITHDRAW_TITLE, WITHDRAW_YES, WITHDRAW_NO = "Take the whole card back?", "Take it back", "Leave it"
WITHDRAW_TEXT = "Nobody finds it any more, and none of its words is kept. The thread stays as it is."
OPEN_IT, OPEN_IT_SAYS = "Open it to everybody", "Yes, everybody here may read the card"
CLOSE_IT, CLOSE_IT_SAYS = "Keep it where it is", "No, nobody else is to read the card"

FOOTER = "Whoever wrote in it may change it, or take their words out, at any time."

# ------------------------------------------------------------------ making one

KEEP_THIS, KEEP_THIS_SAYS = "Keep this", "Keep what was learned here as a card"
KEEP_TITLE = "Worth keeping for the next one?"
KEEP_BODY = "I can make a card of the thread, in the words of those who wrote in it. You see it first."
NOT_FOUND = "I find no such message in what you can read."
WHICH = "Tell me which thread: copy the link of a message in it, and write: card LINK"
NOTHING_TO_KEEP = (
    "There is nothing to keep here yet: nobody has answered in this thread, or what it began with is gone."
)
DROPPED = "All right, nothing is kept."
GONE = "That card is gone, or you cannot read it."


def kept(channel: str, others: int) -> str:
    where = f"Whoever can read {called(channel)} finds it from now on."
    return f"It is kept. {where} {_told(others)}".strip()


def _told(others: int) -> str:
    if not others:
        return ""
    return "I tell the other author." if others == 1 else f"I tell the other {others} authors."


# ------------------------------------------------------------------ what authors hear


def you_wrote(who: str) -> str:
    return f"{who} kept what you worked out as a card. Your words are in it, so you are one of its authors."


BROUGHT_IN_WITH_YOU = "An operator brought in a card with your name. You are one of its authors."


MAY_STAY = "You need not do anything. You may change it, or take your words out, at any time."


def may_all_read(channel: str) -> str:
    return (
        f"Now only those in {called(channel)} can read it. May everybody here, with your name as you chose it?"
        " It opens only if all of its authors say yes; a no is fine, and nobody hears it."
    )


YES_HEARD = "Thank you. It opens to everybody once all of its authors have said yes."
OPENED = "Thank you. All of its authors have said yes: everybody here can read it now."
NO_HEARD = "All right. It stays where it is."
LEFT = "Your words are out of it, and of all that it ever was."
WITHDRAWN = "The card is taken back. Nothing of it is kept."
CONFIRMED = "Thank you. The card says that it was confirmed today."


def changed_there(title: str) -> str:
    return f"You changed a message that the card “{title}” quotes, so those words are not shown any more. Shall the new ones stand there?"


ANEW, ANEW_SAYS = "Take in the new words", "Take in the message as it is now"

# ------------------------------------------------------------------ changing one

EDIT_OPENING = "What would you change? Each line counts by itself."
TITLE_NOW, TOPICS_NOW = "Title", "Topics"
TITLE, TITLE_EXAMPLE = "Another title", "how to restore a dropped table"
TOPICS, TOPICS_EXAMPLE = "Other topics, with commas", "postgres, restore"
WORDS, WORDS_EXAMPLE = "My words, said anew", "in place of what stands there now"
WORDS_TITLE = "Your words"
EDIT_WORDS = "Change these words…"


def edit_words_says(place: int) -> str:
    return f"Change what I wrote in place {place} of the card"


NO_WORDS = "There were no words in it, so I changed nothing."
EDITED = "It is changed."

PROPOSE_TITLE = "What would you add, or say otherwise?"
PROPOSE_BODY = "One of its authors decides. If they take it in, your words stand in the card with your name, and you are one of its authors."
PROPOSED, PROPOSED_EXAMPLE = "My words", "since version 5 there is a shorter way: …"
PROPOSED_HEARD = "Thank you. I show it to its authors."
FULL = "This card has grown long enough. A new thread may be the better place."


def proposes(who: str, title: str) -> str:
    return f"{who} would add something to your card “{title}”:"


PROPOSALS = "Proposed"
ACCEPT, DECLINE = "Take it in", "No"


def accept_says(who: str, place: int = 1) -> str:
    return f"Take in what {who} proposes" + _which(place)


def decline_says(who: str, place: int = 1) -> str:
    return f"Leave out what {who} proposes" + _which(place)


ACCEPTED = "It stands in the card now."
DECLINED = "All right, it stays out. Nobody is told."
DECIDED = "That was decided already."


def taken_in(title: str) -> str:
    return f"Your words stand in the card “{title}” now. Thank you."


# ------------------------------------------------------------------ on one's page

MINE = "Cards that you wrote in"
MINE_BODY = "What was kept of threads, in your words and those of others."
WAITING = "There is something for you to decide."


def last_confirmed(at: date) -> str:
    return f"Last confirmed on {day(at)}."


def more(count: int) -> str:
    return f"And {count} more"


# ------------------------------------------------------------------ once a year

HOLDS_HEADING = "Does it still hold?"


def still_holds(confirmed: date) -> str:
    return f"It was last confirmed on {day(confirmed)}."


# ------------------------------------------------------------------ kenner cards

FAULTS = {
    "not utf-8": "it is not in UTF-8",
    "unreadable": "it cannot be read",
    "too large": "it is too large to be a card",
    "no head": "it does not begin with a head: a line ---, then title and authors, then a line ---",
    "broken head": "its head cannot be read as YAML",
    "no title": "it has no title",
    "no authors": "it names no authors",
    "no answer": "nothing in it answers",
    "too long": "its title, or what somebody says in it, is too long: 120 and 2,800 characters are the most",
    "no date": "confirmed is no day, such as 2026-05-03",
    "not among authors": "words are said to be by somebody who is not among its authors",
    "twice": "the same card stands there before",
    "no files": "there is no Markdown file (.md) in it",
}


def fault(what: str, detail: str) -> str:
    about = f" ({detail})" if detail else ""
    return f"{FAULTS[what]}{about}"


def bad_place(place: str, why: str) -> str:
    where = f"Line {place}" if place.isdecimal() else place
    return f"{where}: {why.rstrip('.')}."


def bad_cards(count: int, some: Sequence[str]) -> str:
    more = count - len(some)
    rest = f" And {number(more)} more." if more > 0 else ""
    return f"Nothing was brought in: {counted(count, 'card')} cannot be. {' '.join(some)}{rest}"


def brought(new: int, known: int) -> str:
    before = f" {counted(known, 'card')} had been here before and stay as they are." if known else ""
    told = " Their authors are told, each once, and can take their words out." if new else ""
    return f"{counted(new, 'card').capitalize()} brought in.{before}{told}"


def written(count: int, folder: str) -> str:
    return f"{counted(count, 'card').capitalize()} written to {folder}."


NONE_TO_WRITE = "There is no card that all here may read. Nothing was written."

# ------------------------------------------------------------------ in general


def listed(names: Sequence[str]) -> str:
    """Each once, as they come; people who are not named are one."""
    told = list(dict.fromkeys(names))
    if len(told) <= 1:
        return "".join(told)
    return f"{', '.join(told[:-1])} and {told[-1][0].lower() + told[-1][1:] if told[-1] == SOMEBODY else told[-1]}"


def _which(place: int) -> str:
    return f" ({place})" if place > 1 else ""


def day(at: date) -> str:
    return f"{at.day} {at:%B %Y}"
