"""What is said about topics that somebody follows, and on the page of a topic."""

from collections.abc import Sequence

# ------------------------------------------------------------------ what there is

SOLVED, SOLVED_TITLE = "Solved", "What was solved"
ALOUD, ALOUD_TITLE = "Learned out loud", "Learned out loud"
CARDS_TITLE = "Knowledge cards"
OPEN, OPEN_TITLE = "Still open", "Still open: you could try"


def worked_it_out(names: Sequence[str]) -> str:
    """Nobody works out alone what somebody asked: of one name nothing is said."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last} worked it out." if first else ""


def week_in(topic: str) -> str:
    return f"Your week in {topic}"


# ------------------------------------------------------------------ the page of a topic


def about(topic: str) -> str:
    return f"What I know here about {topic}. Only you can see this."


WHO_SAYS = "Who says that they know it"
NOBODY_SAYS = "Nobody has said so yet."
NOTHING = "There is nothing here yet that you can read. That happens with new topics; follow it, and I tell you when something comes."
HERE = "Following it"
PAGE_FOOTER = "I only used what you can read. Nobody is told what you look at, or follow."
FOLLOW, UNFOLLOW = "Follow", "Stop following"


def says_they_know(topics: Sequence[str]) -> str:
    return f"says that they know {', '.join(f'“{topic}”' for topic in topics)}."


def more(count: int) -> str:
    return f"And {count:,} more"


# ------------------------------------------------------------------ following

TITLE = "What I follow"
BODY = "Once a week I tell you what was solved, what is new, and what you could try. In quiet weeks I say nothing. Nobody sees what you follow."
NOTHING_FOLLOWED = "Tell me a topic that you want to grow in. Once a week I tell you what was solved, what is new, and what you could try; in quiet weeks nothing. Nobody sees what you follow."
NO_NOTES = "You get no weekly notes, so nothing of this comes by itself; the pages of your topics are there all the same."
LABEL, EXAMPLE = "A topic to follow", "for example Terraform"
OPEN_PAGE = "Have a look"
UNFIT = "I cannot follow that as a topic. A few plain words on one line do best, for example: Terraform"


def follow_says(topic: str) -> str:
    return f"Follow {topic}"


def unfollow_says(topic: str) -> str:
    return f"Stop following {topic}"


def open_page_says(topic: str) -> str:
    return f"Have a look at what there is about {topic}"


def followed(topic: str) -> str:
    return f"You follow “{topic}” now. Once a week I tell you what was solved and what is new, if there is something."


def unfollowed(topic: str) -> str:
    return f"All right, you do not follow “{topic}” any more."


def too_many(most: int) -> str:
    return f"You follow {most} topics already. Stop following one first, and then tell me this one."


# ------------------------------------------------------------------ how to


def help_follow(ask: str) -> str:
    return f"{ask} follow and a topic: once a week I tell you what was solved in it. {ask} topic and one: what there is now."


HELP_IN_TEAMS = "The word “follow” and a topic: once a week I tell you what was solved in it. The word “topic” and one: what there is now."
