"""What Kenner says when it brings two people together: invitations, and how they end.

Gentle, and honest about why it asks. Who passed is never told; the asker hears counts alone.
"""

from collections.abc import Sequence
from datetime import date

from bot.phrases import ALSO, channel_names, number

SOMEBODY = "A colleague"

# ------------------------------------------------------------------ before: what I would do

PLAN_OPENING = "I can ask for you, one person after another, and stop when somebody says yes. Nothing is sent before you say so."
PLAN_QUESTION = "Your question"
PLAN_REWORD, PLAN_REWORD_EXAMPLE = "Say it in other words", "what you tried, and what happened instead"
PLAN_READY = "Shall I ask them?"
PLAN_PEOPLE = "Whom I would ask"
PLAN_NOBODY_LEFT = (
    "Nobody is left on the plan. Name somebody whom you have in mind, or post the question yourself."
)
PLAN_UNNAMED, PLAN_UNNAMED_WHY = (
    "Somebody",
    "may know; I name them only when they say yes",
)
PLAN_ADD, PLAN_ADD_EXAMPLE = "Somebody else to ask", "for example Ana Silva"
PLAN_NOT_KNOWN = "I know nobody of that name here, or several. Write it as it stands in their profile."
TODAY, THIS_WEEK, NO_HURRY = "Today", "This week", "No hurry"
NAMED, UNNAMED = "With my name", "Without my name until someone says yes"
CHOSEN = "✓"
LEAVE_OUT = "Leave out"
GO, GO_SAYS = "Ask them", "Ask them for me, one after another"
ASK_FOR_ME, ASK_FOR_ME_SAYS = "Ask for me…", "See whom you would ask for me"
NEVER_MIND, NEVER_MIND_SAYS = "Never mind", "Do not ask anybody"
PLAN_FOOTER = "Who says no stays between them and me. You can stop at any time."
PLAN_CHANGED = "All right. I look again for whom to ask, and show you below."


def leave_out_says(name: str, place: int, of: int) -> str:
    return f"Leave out {name}, {place} of {of}"


# ------------------------------------------------------------------ an invitation


def stuck(name: str, question: str) -> str:
    return f"{name} is stuck: “{question}”"


def why_you(reason: str, name: str) -> str:
    because = f"I thought of you because you {of_you(reason)}." if reason else "I thought that you may know."
    return f"{because} {_no_is_fine(name)}"


def of_you(reason: str) -> str:
    """What is told of somebody, told to them: "was looking into …; has helped …" becomes "were …, and have …"."""
    parts = [_second_person(part) for part in reason.split("; ")]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _second_person(part: str) -> str:
    if part == ALSO["here"]:
        return "have been answering lately where it was asked"
    for theirs, yours in _YOURS.items():
        if part.startswith(theirs):
            return yours + part.removeprefix(theirs)
    return part


_YOURS = {
    "was looking": "were looking",
    "has ": "have ",
    "is in ": "are in ",
    "says they know ": "say that you know ",
    "answers ": "answer ",
}


def named_you(name: str) -> str:
    return f"Somebody whom I asked thought of you. {_no_is_fine(name)}"


def _no_is_fine(name: str) -> str:
    who = "they" if name == SOMEBODY else name
    return f"Ten minutes would probably do. No is a fine answer; {who} won't see it."


HELP, NOT_NOW, NOT_MY_FIELD = "I can help", "Not now", "Not my field"
REFER, REFER_SAYS = "Ask someone else…", "Name somebody who may know"
REFER_OPENING = "Thank you for thinking of somebody."
REFER_TITLE = "Who may know?"
REFER_TO, REFER_EXAMPLE = "Their name", "for example Ana Silva"
REFER_FOOTER = "I ask them next, and do not say who thought of them."
PAUSE, PAUSE_SAYS = "Pause me", "Ask me nothing until I say so"


def _midway(name: str) -> str:
    """In the middle of a sentence."""
    return SOMEBODY.lower() if name == SOMEBODY else name


def help_says(name: str) -> str:
    return f"I can help {_midway(name)}"


# ------------------------------------------------------------------ what a card says afterwards


def taken(name: str) -> str:
    return f"Taken care of: someone is helping {_midway(name)}. Thank you for being there. Nothing to do."


def over(name: str) -> str:
    return f"{name} does not need it any more. Thank you for being there. Nothing to do."


PASSED_NOT_NOW = "That is fine. I ask somebody else, and you another time."
PASSED_NOT_MY_FIELD = "Good to know. I will not ask you about such things again."
PASSED_PAUSED = "That is fine. I ask you nothing until you say so."
REFERRED = "Thank you. I ask them next, and do not say who thought of them."
TOO_LATE = "Somebody is helping already. Thank you for being there."
EXPIRED = "That was a while ago, and it is over. Thank you for being there. Nothing to do."


# ------------------------------------------------------------------ together


def with_title(name: str, title: str) -> str:
    return f"{name} ({title})" if title else name


def helps(name: str) -> str:
    return f"{name} is glad to help."


def helping(name: str) -> str:
    return f"Thank you! {name} knows that you help."


def talk_in(channel: str) -> str:
    return f"You can talk in the thread where it was asked, in #{channel}. I say nothing there."


TALK_IN_GROUP = "You find each other in a group message that I open for you."
THEY_WRITE = "You will hear from them in a chat."


def talk_to(name: str) -> str:
    return f"Write to {name} in a chat; they are expecting you."


def write_to(name: str) -> str:
    return f"I could not open a group message for you two. Write to {name} directly: they hear the same."


def greeting(name: str) -> str:
    """What a helper may send as it is: their own words, before anything else."""
    return f"Hi {name}, I may be able to help with what you asked."


def meet(asker: str, helper: str, question: str) -> str:
    return f"Here you are together. {helper} is glad to help {asker}, who is stuck: “{question}”"


MEET_FOOTER = "I read along here, and use it for the two of you alone."
OPEN_THREAD, OPEN_CHAT, SEE_PAST = "Open the thread", "Open a chat", "See the earlier thread"
PROFILE = "Open their profile"


def open_thread_says(channel: str) -> str:
    return f"Open the thread where it was asked, in #{channel}"


def open_chat_says(name: str) -> str:
    return f"Open a chat with {name}"


def profile_says(name: str) -> str:
    return f"Open the profile of {name}"


def last_together(channel: str, began: date) -> str:
    return f"You both wrote in a thread in #{channel} that began on {began.day} {began:%B %Y}."


SEE_PAST_SAYS = "See the last thread that you both wrote in"


def in_common(channels: Sequence[str]) -> str:
    return f"You are both in {channel_names(channels)}."


# ------------------------------------------------------------------ while it goes on


def still_good(name: str) -> str:
    return f"Still good? {name} counts on you. If it does not fit any more, say so, and I ask somebody else."


STILL_YES, STILL_NO = "Yes, still good", "I cannot after all"
LOST = "That did not work out after all. I ask somebody else now."
DRAFTED = (
    "Everyone whom I could ask has been asked. Shall we try in the open? Here is a draft; you would post it:"
)
MEANWHILE = "I keep asking until somebody says yes, and tell you then. You need not wait for it: once you have an answer from elsewhere, press “Stop asking”."
MEANWHILE_DRAFT = "If you would like to post it where such things are discussed, here is a draft:"
NOBODY = "Nobody was free this time. It says nothing about your question. You could post it where such things are discussed, with the draft below, or ask me again next week."
SOLVED_QUESTION = "It has been quiet for a while. Is it solved?"
SOLVED, NOT_SOLVED = "Solved", "Not yet"
ASK_NEXT, ASK_NEXT_SAYS = "Ask somebody else", "It is not solved: ask somebody else"
STOP, STOP_SAYS = "Stop asking", "Stop asking people for me"
STOPPED = "I have stopped. Nobody is asked any more."
GLAD = "I am glad. Whoever helped you hears it from me."
MORE_TIME = "All right. I ask you again later."
COUNTED_ON = "Thank you! Then it stays with you."


def released(name: str) -> str:
    return f"I ask somebody else for {_midway(name)} now. Thank you for being there. Nothing to do."


def thanked(name: str) -> str:
    return f"{name} says thank you: it is solved, with your help."


def stopped(name: str) -> str:
    return f"{name} does not need it any more. Thank you for your help!"


OPEN_TITLE = "What I ask for you now"


def more_open(count: int) -> str:
    return f"And {number(count)} more"


def stop_says(question: str) -> str:
    return f"Stop asking people: {question}"


def helps_you(name: str) -> str:
    return f"{name} helps you."


def asked_so_far(count: int) -> str:
    if count == 0:
        return "I have asked nobody yet."
    people = "one person" if count == 1 else f"{number(count)} people"
    return f"I have asked {people} so far."


RESTED = "I asked you three times, and you may have had more urgent things to do. So I leave you in peace for four weeks: I ask you nothing, and suggest you to nobody. If that does not fit, tell me that you are back."

# ------------------------------------------------------------------ on one's own page

NOT_MINE_TITLE = "What is not your field"
NOT_MINE_BODY = "You said so of these questions: I do not ask you about such things."
ASK_AGAIN = "Ask me again"
ASKED_LATER_TITLE = "A little less, for now"
ASKED_LATER = "A few times lately you said “Not now”, or did not answer. So for some weeks I ask others a little before you."


def ask_again_says(question: str) -> str:
    return f"Ask me again about {question}"


STARTED = "I am on it, and tell you as soon as somebody says yes."
GONE = "That is over, or was changed since. Ask me again, and I look anew."
