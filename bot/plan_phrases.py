"""What Kenner says around a plan of whom to ask: beside the button, instead of a plan, and once it is over."""

# ------------------------------------------------------------------ beside the button

COMES = "I am making a plan of whom to ask, and send it to you in our conversation. Nothing goes out before you agree to it."
IS_THERE = "You have a plan for this already, in our conversation. Nothing goes out before you agree to it."
IS_FIRST = "Whom you picked comes first on your plan now: see our conversation. Nothing goes out before you agree to it."
UNDER_WAY = (
    "I am on it already, and tell you as soon as somebody says yes. You can stop it in our conversation."
)
HELPED = "Somebody is helping you with this already: see our conversation."
IS_OVER = "I have asked people about this, and it is over. If you still need it, write to me again, and I look anew."
IN_OUR_CHAT = "Got it. I answer you in our chat, and ask nobody before you agree."

# ------------------------------------------------------------------ instead of a plan

QUESTION_GONE = "I made no plan, for your question is gone by now. Nobody was asked."
NO_WORDS = "I made no plan, for I found no words in your question that I could look for. Say in a few words what you need, and I look again."
NO_INDEX = "I cannot make a plan yet, for I have read nothing here so far. Nobody was asked. Please ask whoever looks after me to import your history."
FAILED = "I could not make a plan just now; that is my fault, and nobody was asked. Press the button again in a while."
NOBODY_FOUND = "I looked through what you can read, and found nobody whom I could ask about this. That happens with new topics, and says nothing about your question. You can name somebody whom you have in mind, or post it yourself."
IN_MIND = "Do you have somebody in mind?"
DRAFT_TITLE = "A draft for you to post"
NOBODY_ASKED = "Nobody was asked."

# ------------------------------------------------------------------ on a plan


def of_them(reason: str, here: str, *, channel: str) -> str:
    """Why somebody would be asked, as it reads outside the channel where it was asked.

    ``here`` is the part that says "in this channel"; ``channel`` its name, '' where it is not to be told.
    """
    said = (
        f"has been answering in #{channel} lately" if channel else "has been answering lately where you asked"
    )
    return "; ".join(said if part == here else part for part in reason.split("; "))


MANNER = "When would it help, and may I name you?"
ORDER = "Whoever is free comes first, so the order may change."

# ------------------------------------------------------------------ once it is over

DROPPED = "All right, I ask nobody."
EXPIRED = "This plan waited for a day, so I let it go; nobody was asked. Press the button under the answer again if you still want it."
ENDED = "This is over. I ask nobody any more."
ENDED_SOLVED = "This is solved. I ask nobody any more."
