"""What Kenner says in a weekly note, and about it. Only if there is something; and never without a way to less."""

OPENING = "One note, for what can wait. Nothing in it has to be done."
FOOTER = "You get it once a week at most, and only if there is something. I only used what you can read."
HOW_OFTEN = "How often this note comes"
LESS_OFTEN, LESS_OFTEN_SAYS = "Less often", "Send me this note once a month at most"
STOP, STOP_SAYS = "Stop", "Send me no weekly notes any more"

# ------------------------------------------------------------------ questions that wait

WAITING = "Still open, and close to what you know"
HAVE_A_LOOK = "Have a look"
TAKEN_CARE_OF = "Somebody is helping already. Thank you for looking."
LOOKED_ALREADY = "You have it already: look a little further up in this chat."
OVER = "That question is not open any more. Thank you for looking."


def is_stuck(name: str, because: str) -> str:
    return f"{name} is stuck. I thought of you because you {because}." if because else f"{name} is stuck."


def have_a_look_says(question: str) -> str:
    return f"Have a look at {question}"


# ------------------------------------------------------------------ how often

TITLE = "Weekly note"
WEEKLY = "Once a week, if there is something, I tell you in one note what can wait: such as questions that are still open and close to what you know. In quiet weeks you get nothing."
MONTHLY = "Once a month at most, if there is something, I tell you in one note what can wait."
NEVER = "I send you no weekly notes."
WEEKLY_AGAIN, WEEKLY_AGAIN_SAYS = "Once a week", "Send me a note once a week, if there is something"
MONTHLY_FROM_NOW = "All right: once a month at most from now on."
NEVER_FROM_NOW = (
    "All right, I send you no more of these notes. You can have them again here, or on your page."
)
WEEKLY_FROM_NOW = "All right: once a week, if there is something."

# ------------------------------------------------------------------ to operators

UNKNOWN_DAY = "weekly notes are told on mon, tue, wed, thu, fri, sat or sun, or: off"
TITLES = "Weekly notes"


def counts(waiting: int, sent: int) -> str:
    """Of this week."""
    return f"{waiting:,} wait for somebody's morning, {sent:,} sent this week"
