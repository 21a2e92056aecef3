"""What is said once a question is solved, and in the notebook where people keep what they learned."""

from datetime import date

LEARNED_TITLE = "What did you learn, in your own words?"
LEARNED_WHY = "I keep it in your notebook, for nobody but you. You may leave it out."
LEARN, LEARN_EXAMPLE = "What I learned", "replay the log until just before the drop"
KEPT = "That is in your notebook now. Only you can see it."
NOTHING = "There were no words in it, so I kept nothing."

OPEN, OPEN_SAYS = "See my notebook", "See what I asked, learned and helped with"
OPENING = "Your notebook. Only you can see it."
FOOTER = "It goes when you erase what I keep about you."
ASKED_TITLE, LEARNED_IN_IT, HELPED_TITLE = "What you asked", "What you learned", "What you helped with"
NO_ASKED = "Nothing so far. What I ask people for you stands here."
NO_LEARNED = "Nothing so far. When something is solved, I ask what you learned from it."
NO_HELPED = "Nothing so far. When you help somebody through me, it stands here."
SEND_TITLE = "Take it along"
SEND_BODY = "I send you all of it as Markdown, to keep wherever you keep notes."
SEND, SEND_SAYS = "Send it to me", "Send me my notebook as Markdown"
GONE = "A question that is gone"
STATES = {
    "inviting": "I am asking people.",
    "drafted": "You have a draft to post.",
    "solved": "Solved.",
    "nobody": "Nobody was free.",
    "stopped": "You stopped it.",
}


def ended(state: str, helper: str) -> str:
    """How a question stands; ``helper`` is what whoever helped is called, or ''."""
    if state == "solved" and helper:
        return f"Solved, and {helper} helped."
    if helper:
        return f"{helper} helped." if state == "helped" else f"{helper} helps you."
    return STATES.get(state, "")


def day(at: date) -> str:
    return f"{at.day} {at:%B %Y}"


def more(count: int) -> str:
    return f"And {count} more, which come with the Markdown"


def part(number: int, of: int) -> str:
    which = f" (part {number} of {of})" if of > 1 else ""
    return f"This is your notebook as Markdown{which}."
