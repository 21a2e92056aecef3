"""Every sentence said in chat, in one place: to be read aloud as a whole, and translated.

Short, warm, plain. Says why it speaks, offers one clear next step, puts nobody under pressure, and
never says what it may not tell. Nobody has a gender here: "for them". What answers in chat and in the
terminal have in common stands in ``phrases.py``.
"""

from collections.abc import Sequence
from datetime import date, time

from bot.phrases import called, channel_names, number

_WEEK = 7

# ------------------------------------------------------------------ answers

ONLY_YOU = "Only you can see this."
ALL_CAN_READ = "I only used what everyone here can read."
NEAR = "has been close to this topic"
SOMEBODY = "Somebody"
UNNAMED = "I don't name them, but I can ask them for you."


def found_nobody_named(count: int, question: str) -> str:
    return f"{_people(count)} may help with “{question}”."


def not_named_yet(count: int, of: int) -> str:
    if count == of:
        return "I told them about me only a few days ago, and they may still say no. So I name nobody yet; ask me again in a week."
    who = "One more" if count == 1 else f"{number(count).capitalize()} more"
    return f"{who} may help. I told them about me only a few days ago, so I don't name them yet."


def asked_through_me(answered: int, told: int, channels: Sequence[str]) -> str:
    """Goes on from "Somebody": nothing that would tell who."""
    places = channel_names(channels) if channels else ""
    if answered and places:
        questions = "a question" if answered == 1 else f"{number(answered)} questions"
        return f"answered {questions} like this in {places}"
    if told and places:
        return f"wrote about something like this in {places}"
    return f"was looking into something like this in {places}" if places else NEAR


def around_now(at: time | None) -> str:
    return f"Around now, {clock(at)} for them." if at else "Around now."


def not_around(at: time | None) -> str:
    return f"Not around right now; it is {clock(at)} for them." if at else "Not around right now."


def local_time(at: time) -> str:
    return f"It is {clock(at)} for them."


def back(day: date, today: date) -> str:
    days = (day - today).days
    if days == 1:
        return "Back tomorrow."
    return f"Back on {day:%A}." if days < _WEEK else f"Back on {day.day} {day:%B}."


def clock(at: time) -> str:
    return f"{at:%H:%M}"


def ask_in(channel: str) -> str:
    return f"The closest talk is in {called(channel)}. Shall I draft the question? You would post it."


ASK_ANYWHERE = "I found no channel where this is discussed either. Shall I draft the question for one that you choose? You would post it."


def draft_for(channel: str) -> str:
    return f"Here is a draft for {called(channel)}. Change what you like, then post it yourself:"


DRAFT_ANYWHERE = "Here is a draft. Change what you like, then post it where you would ask:"


def copy_part(number: int, of: int) -> str:
    which = f" (part {number} of {of})" if of > 1 else ""
    return f"This is all that I keep about you, beside your messages in channels{which}."


UNFIT_TOPIC = "I cannot keep that as a topic. A few plain words on one line do best, for example: Terraform"


def too_many_topics(most: int) -> str:
    return f"You have told me {most} topics already. Take one off your page first, and then tell me this one."


def draft(question: str) -> str:
    return (
        f"Hello! I am looking for help with this: {question}\n"
        "Has anyone here dealt with something like it, or do you know whom I could ask? Thank you!"
    )


# ------------------------------------------------------------------ buttons of answers

READ = "Read it"
MORE, MORE_SAYS = "Show more", "Show more people who may know"
HELPED, HELPED_SAYS = "This helped", "Say that this answer helped"
NOT_THESE, NOT_THESE_SAYS = "Not these", "Say that these are not the right people"
SHARE, SHARE_SAYS = "Share here", "Share this with everyone here"
SHARE_TITLE = "Share it here?"
SHARE_TEXT = "Everyone here will see your question, and what I find in what all of them can read."
SHARE_YES, SHARE_NO = "Share it", "Keep it to myself"
MUTE, MUTE_SAYS = "Mute", "Mute me in this thread"
UNMUTE, UNMUTE_SAYS = "Unmute", "Let me speak in this thread again"
ASK_UNNAMED = "Ask them"
DRAFT, DRAFT_SAYS = "Draft it", "Draft the question for me to post"


def read_says(where: str) -> str:
    return f"Read it in {where}"


def ask(name: str) -> str:
    return f"Ask {name}"


def ask_namesake_says(name: str, place: int, of: int) -> str:
    return f"Ask suggestion {place} of {of}, {name}"


def ask_unnamed_says(place: int, of: int) -> str:
    return f"Ask suggestion {place} of {of}, who is not named, through me"


# ------------------------------------------------------------------ short notes

LOOKING = "I am looking. This takes a few seconds."
LOOKING_LONGER = "Many are asking at the moment. I am still looking, and I will answer here."
MUTED = "I will be quiet in this thread. You can still ask me by my name."
ALREADY_MUTED = "I am already quiet in this thread. You can still ask me by my name."
UNMUTED = "I may speak in this thread again."
SHARED_ALREADY = "I have shared this here already. If it is no longer there, ask me by my name."
THANKS = "Thank you for telling me. It helps me to find the right people for the next one."
ERASED = (
    "Done. I have forgotten what I knew about you, and I will not suggest you again unless you ask me to."
)
NO_QUESTION = "There is no question yet. Say what you need in a few words."
NOTHING_READ = "I have not read anything here yet, so I know nobody. Please ask whoever looks after me to import your history."
GUEST = "I can only help members of this workspace. Please ask the person who invited you."
GONE = "That was a while ago, and I no longer have it. Ask me once more, and I will look again."
NOT_YOURS = (
    "This button belongs to the person who asked. You can ask me yourself; only you will see the answer."
)
BUSY = "Many are asking at the moment, and I could not keep up. Please try again in a minute."
CANNOT_POST = "I cannot write there. Invite me to the channel, or ask me in our direct messages."
CANNOT_REACH = "I cannot reach them right now. You could write to them yourself, or I look for somebody else."
UNREACHABLE = (
    "I would answer you alone, but cannot write to you yet. Add me under Apps, and ask me again. Or I answer here,"
    " where everyone sees it."
)
ANSWER_HERE, ANSWER_HERE_SAYS = "Answer here", "Answer here, where everyone sees it"
UNEXPECTED = "Something went wrong on my side, and it has been noted. Nothing is lost; please try again in a few minutes."


def for_example(ask: str) -> str:
    return f"For example: {ask} restore a Postgres backup"


# ------------------------------------------------------------------ help

HELP_OPENING = "Tell me what you need to know, and I say who here may know it, and why. I only use what you can read, and I invent nothing."


def help_ask(ask: str) -> str:
    return f"{ask} and a few words: I answer only to you."


HELP_MENTION = "My name in a channel or a thread: I answer in the thread, from what everyone there can read."
HELP_DIRECT = "A direct message to me, or “Find someone who knows” on any message: only you see the answer."


def help_me(ask: str) -> str:
    return f"{ask} me: what I would suggest you for. You can change or erase all of it."


def help_notebook(ask: str) -> str:
    return f"{ask} notebook: what you asked, learned and helped with. Only you see it."


def help_know(know: str) -> str:
    return f"{know} and a topic: tell me what you know and never wrote down."


def help_card(ask: str) -> str:
    return f"{ask} card and the link of a message, or “Keep what was learned” on it: I keep what was worked out there, for the next one. You see it first."


def help_aloud(aloud: str) -> str:
    return f"{aloud} and what you just learned: I say it in a channel of your choice, with your name."


# ------------------------------------------------------------------ the notice

NOTICE_OPENING = "Hello, I am Kenner. When somebody here is stuck, I say who may know. I go by what was already written in channels that they can read."


def notice_from(day: date) -> str:
    return f"From {day:%A}, {day.day} {day:%B}, I may suggest you for what you answered there. Until then I name you to nobody."


NOTICE_CHOICE = "You decide. I can name you, or say that somebody may know without naming you, or leave you out altogether. If you do nothing, I name you. You can change it at any time."
NOTICE_FOOTER = (
    "Nobody gets a list, a score or a report about you, and you see everything that I go by on your page."
)

# ------------------------------------------------------------------ one's own page

PAGE_OPENING = "Your page. Only you can see it."
ASK_TITLE = "Who knows?"
ASK_LABEL, ASK_EXAMPLE = "What do you need to know?", "restore a Postgres backup"
TOPICS_TITLE = "What I would suggest you for"
TOPICS_BODY = "From what you answered in channels. Hide a topic, or say that you moved on, and I no longer suggest you for it. You can show it again."
NO_TOPICS = (
    "Nothing so far. I learn from answers in channels that I am in, and from what you tell me yourself."
)
DECLARED_TITLE = "What you told me yourself"
NO_DECLARED = "Nothing so far."
KNOW_LABEL, KNOW_EXAMPLE = "I also know about", "Terraform"
CONSENT_TITLE = "How I may bring you up"
PAUSE_TITLE = "A break"
PAUSED_BODY = "You are having a break: I suggest you to nobody and ask you nothing."
NOT_PAUSED_BODY = "Too much going on? While you pause, I suggest you to nobody and ask you nothing."
DATA_TITLE = "What I keep about you"
DATA_BODY = (
    "Take a copy of all of it, or have me erase it. What you wrote in your channels stays where you wrote it."
)
PAGE_FOOTER = "Nobody else sees this page. There are no scores, and no lists of people."
LEVELS = {
    "by_name": "By name: I say who you are and show what you answered.",
    "through_kenner": "Through me: I say that somebody may know, and where, but not who.",
    "not_at_all": "Not at all: I never bring you up.",
    "not_yet": "Not yet: you heard of me only a few days ago. After your first week I name you, unless you choose otherwise.",
}
LEVEL_LABELS = {"by_name": "By name", "through_kenner": "Only through Kenner", "not_at_all": "Not at all"}
LEVEL_SAYS = {
    "by_name": "Let Kenner name me",
    "through_kenner": "Let Kenner say that somebody may know, without naming me",
    "not_at_all": "Never bring me up",
}


def evidence_count(answers: int, told: int) -> str:
    said = [f"{number(answers)} answer{'s' if answers > 1 else ''} of yours"] if answers else []
    said += [f"{number(told)} thing{'s' if told > 1 else ''} that you wrote"] if told else []
    return f"{' and '.join(said).capitalize()}." if said else ""


def more_topics(count: int) -> str:
    return f"And {number(count)} more, which are in your copy."


def hidden_topic() -> str:
    return "Hidden: I never bring it up."


HIDE, UNHIDE, MOVED_ON, UNKNOW = "Hide", "Show again", "I've moved on", "Take off"


def hide_says(topic: str) -> str:
    return f"Hide {topic}"


def unhide_says(topic: str) -> str:
    return f"Show {topic} again"


def moved_on_says(topic: str) -> str:
    return f"I've moved on from {topic}"


def unknow_says(topic: str) -> str:
    return f"Take {topic} off what I told you"


PAUSE, PAUSE_SAYS = "Pause me", "Pause: suggest me to nobody for now"
RESUME, RESUME_SAYS = "I'm back", "End my break"
EXPORT, EXPORT_SAYS = "Send me a copy", "Send me a copy of what you keep about me"
ERASE, ERASE_SAYS = "Erase", "Erase what you keep about me"
ERASE_TITLE = "Erase everything?"
ERASE_TEXT = "I forget your topics, what you told me, your questions and your settings, and suggest you no more. This cannot be taken back."
ERASE_YES, ERASE_NO = "Erase it", "Keep it"
MY_PAGE, MY_PAGE_SAYS = "See my page", "See what you would suggest me for"


def _people(count: int) -> str:
    return "One person" if count == 1 else f"{number(count).capitalize()} people"


LEFT_CHANNEL = "private-channel"
"""What a channel is called towards somebody who may not read it any more: as Slack itself does."""


def dated(channel: str, day: date) -> str:
    """Where and when something was said."""
    return f"{called(channel)}, {day.day} {day:%B %Y}"
