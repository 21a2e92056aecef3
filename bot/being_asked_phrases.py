"""What a person's page says about being asked: how much, and when. Nothing of it is inferred."""

from bot.hours import WORKWEEK, Hours
from bot.phrases import number

TITLE = "When I may ask you"
ONLY_WHEN_I_OFFER = "Only when I offer"
AS_USUAL_HERE, AS_USUAL_HERE_SAYS = "As usual here", "Ask me in the hours that are usual here"
OF_THE_WORKSPACE = "That is what your workspace chose; you can choose otherwise."
HOURS, HOURS_EXAMPLE = "My hours", "9-17 mon-fri Europe/Berlin"
NOT_READ = (
    "I could not read these hours. Write them like 9-17 mon-fri Europe/Berlin, or only 9:30-18. I left everything as it"
    " was."
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def at_most(count: int) -> str:
    return f"At most {count} a week" if count else ONLY_WHEN_I_OFFER


def at_most_says(count: int) -> str:
    if count == 0:
        return "Bring me nothing that I did not ask for"
    return f"Bring me at most {_things(count)} a week that I did not ask for"


def unasked(count: int) -> str:
    if count == 0:
        return "I bring you nothing that you did not ask for, not even somebody's question. You can still offer help yourself."
    return (
        f"I bring you at most {_things(count)} a week that you did not ask for, such as somebody's question."
    )


def hours(stated: Hours) -> str:
    days = _days(stated.days)
    span = "all day" if stated.start == stated.end else f"from {stated.start:%H:%M} to {stated.end:%H:%M}"
    return f"I ask you {span}, {days} ({stated.zone})."


USUAL_HOURS = "These are the hours that are usual here; state your own if they do not fit."


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{number(count)} things"


def _days(days: frozenset[int]) -> str:
    if days == WORKWEEK:
        return "Monday to Friday"
    if len(days) == len(_DAYS):
        return "every day"
    names = [_DAYS[day] for day in sorted(days)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
