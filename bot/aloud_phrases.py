"""What is said around what somebody just learned and says aloud: read it as a whole."""

HOW = (
    "Write what you just learned, and I say it in a channel that you choose, with your name: so others find it,"
    " and you. A sentence or two is plenty."
)
WORDS_TITLE = "What did you just learn?"
WORDS, WORDS_EXAMPLE = (
    "What I learned",
    "pg_restore --list shows what a dump holds, before anything is touched",
)
NOT_YOURS = "These are somebody else's words. Say it in your own."


def too_long(length: int, most: int) -> str:
    return (
        f"That is {length:,} characters, and I can say {most:,} at most. Nothing was said, and nothing kept:"
        " please make it shorter, and send it once more."
    )


ONLY_YOU = "Only you see this. Nothing is said before you choose a channel."
PREVIEW = "This is how it would stand there"
WHERE, ELSE_WHERE = "In which channel?", "Or in another channel?"
NAME_IT, NAME_EXAMPLE = "Its name", "data"
NEVER_MIND, NEVER_MIND_SAYS = "Never mind", "Say it nowhere, and forget it"
FORGOTTEN = "All right, I said nothing and forgot it."


def say_it_in(channel: str) -> str:
    return f"Say it in #{channel}"


def says_in(channel: str) -> str:
    return f"Say in #{channel} what I learned, with my name"


def no_such_channel(name: str) -> str:
    return f"I know no channel “{name}” that you are in and that I may write in. Is it spelled as it is there? Else invite me to it."


def which_one(name: str) -> str:
    return f"Several channels are called “{name}”. Which one?"


def learned(person: str) -> str:
    return f"{person} just learned:"


def said_in(channel: str) -> str:
    return f"It stands in #{channel} now. Whoever looks for such things finds it, and you. Thank you."


def could_not_say(channel: str) -> str:
    return (
        f"I could not say it in #{channel}: I may not write there. Invite me to it, or choose another channel."
        " Nothing is lost."
    )


TAKE_BACK, TAKE_BACK_SAYS = "Take it back", "Take back what I said there: it is deleted"
TAKEN_BACK = "It is deleted there, and I find it no more."
STANDS_ALREADY = "It stands there already."
