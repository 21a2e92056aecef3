"""Every sentence that Kenner says to people, in one place: to be read as a whole, and translated.

Short, warm, plain. Says why it speaks, offers one clear next step, never what it may not tell.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

_DAY = 86_400
_UNITS = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(count: int) -> str:
    """Small numbers as words."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ago(then: datetime, now: datetime) -> str:
    """How long ago, as one would say it."""
    days = int((now - then).total_seconds() // _DAY)
    for length, unit in _UNITS:
        if days >= length:
            count = days // length
            return f"{number(count)} {unit}{'s' if count > 1 else ''} ago"
    return "today"


def on(then: datetime) -> str:
    """A date that reads the same everywhere."""
    return f"{then.day} {then:%B %Y}"


def called(channel: str) -> str:
    """A channel by its name: "#data". Chats of several in Teams have none, and only who is in one hears of it."""
    return f"#{channel}" if channel else "your group chat"


def channel_names(names: Sequence[str]) -> str:
    """Channels in a row: "#data and #ops"."""
    marked = [called(name) for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"


# ------------------------------------------------------------------ answers


def found(count: int, question: str) -> str:
    people = "One person" if count == 1 else f"{number(count).capitalize()} people"
    return f"{people} may know about “{question}”:"


def answered(count: int, last: str, channels: Sequence[str]) -> str:
    times = "a question" if count == 1 else f"{number(count)} questions"
    when = f", {last}" if count == 1 else f", the last {last}"
    return f"answered {times} like this{when} ({channel_names(channels)})"


def told(last: str, channels: Sequence[str]) -> str:
    return f"wrote about something like this {last} ({channel_names(channels)})"


def asked(last: str, channels: Sequence[str]) -> str:
    return f"was looking into something like this {last} ({channel_names(channels)})"


def knows(topics: Sequence[str]) -> str:
    names = [f"“{topic}”" for topic in topics]
    return f"says they know {names[0] if len(names) == 1 else ', '.join(names[:-1]) + ' and ' + names[-1]}"


def member_of(channels: Sequence[str]) -> str:
    return f"is in {channel_names(channels)}, where such things belong"


ALSO: Mapping[str, str] = {
    "here": "has been answering in this channel lately",
    "there": "answers where such things are discussed",
    "lately": "has helped others in the last weeks",
    "known": "has been in threads with you",
}


def related_threads(count: int) -> str:
    return "This thread may help:" if count == 1 else "These threads may help:"


def nobody(question: str) -> str:
    return f"I looked through what you can read, and nobody stands out on “{question}”. That happens with new topics."


def ask_there(channel: str) -> str:
    return f"The closest talk that I found is in {called(channel)}; it may be worth asking there."


def ask_where_it_belongs(channel: str) -> str:
    return f"By its name and purpose, #{channel} is for such things; it may be worth asking there."


NOWHERE_TO_ASK = (
    "I found no channel where this is discussed either. Try the channel that you would ask in anyway."
)
ONLY_READABLE = "I only used channels that you can read."
ONLY_PUBLIC = "I only used public channels."
SOMEBODY = "somebody"

# ------------------------------------------------------------------ import


def imported(people: int, channels: int, by_kind: Mapping[str, int]) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in by_kind.items()) or "none"
    total = counted(sum(by_kind.values()), "message")
    return f"Read {counted(people, 'person', 'people')}, {counted(channels, 'channel')}, {total} ({kinds})."


def changed(messages: int, passages: int) -> str:
    return f"New or changed: {counted(messages, 'message')}, {counted(passages, 'passage')}."


def already_read(days: int) -> str:
    return f"{counted(days, 'day')} had been read before."


def left_out_channels(names: Sequence[str]) -> str:
    return f"Left out {counted(len(names), 'channel')} that you did not ask for: {', '.join(names)}."


def left_out(count: int, reason: str) -> str:
    return f"Left out {count:,}: {reason}."


def reindexed(embedded: int, passages: int, generation: int) -> str:
    return (
        f"Embedded {counted(embedded, 'passage')}. The index holds {passages:,} in generation {generation}."
    )


def migrated(schema: str) -> str:
    return f"The database has schema {schema}."


# ------------------------------------------------------------------ replay and demo


def replayed(questions: int, ours: int, habit: int) -> str:
    return (
        f"Of {counted(questions, 'past question')}, the real helper was among my first three {times(ours)};"
        f" asking whoever is around would have found them {times(habit)}."
    )


def written(rankings: int, path: str) -> str:
    return f"{counted(rankings, 'ranking')} written to {path}."


def walked(questions: int, seconds: float, peak: int) -> str:
    each = 1_000 * seconds / max(1, questions)
    return (
        f"{counted(questions, 'question')} in {seconds:,.1f} s without embedding, {each:,.0f} ms each, baselines included;"
        f" at most {peak / 1e6:,.0f} MB of memory."
    )


def embedded(texts: int, model_seconds: float, all_seconds: float) -> str:
    if not texts:
        return f"Embedding apart: every vector was known already; reading them took {all_seconds:,.1f} s."
    return (
        f"Embedding apart: {counted(texts, 'text')} in {model_seconds:,.1f} s, {texts / model_seconds:,.0f} a second;"
        f" with the file that remembers them {all_seconds / model_seconds:.2f} times the bare encoding."
    )


def better_than(other: str) -> str:
    return f"ours ÷ {other}"


def at_least(target: float) -> str:
    return f"target: at least {target:.2f}"


def at_most(target: float) -> str:
    return f"target: at most {target:.2f}"


MET, NOT_MET = "met", "not met"
BY_TIME = "MRR, ours ÷ best baseline, by fifths of time"


def worse(kinds: Sequence[str]) -> str:
    return f"Worse than the best baseline, and not by chance: {', '.join(kinds)}."


NO_WORSE = "Nowhere worse than the best baseline beyond chance."


def times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def size(people: int, channels: int, messages: int) -> str:
    return (
        f"{counted(people, 'person', 'people')}, {counted(channels, 'channel')}, {counted(messages, 'message')};"
        " nothing leaves this machine."
    )


def scene(asker: str, title: str, channel: str, question: str) -> str:
    return f"{asker} ({title}) asks in #{channel}: “{question}”"


def habit_pick(name: str, channel: str) -> str:
    return f"Whoever answers most in #{channel} lately is {name}. That is whom one would have asked."


def outsider(asker: str, title: str, closed: str) -> str:
    return f"The same question from {asker} ({title}), who is not in the private #{closed}: nothing said there shapes their answer."


NONSENSE = "And a question that nobody here can answer:"
ASK_YOUR_OWN = "Ask your own > "
ASK_YOUR_OWN_HINT = "You see what is public. An empty line ends."


def try_next(program: str) -> str:
    steps = f"{program} migrate, {program} import YOUR-EXPORT.zip, then {program} ask “…”"
    return f"Next, with your own: {steps}. README.md tells the rest."


# ------------------------------------------------------------------ what went wrong

EMPTY_QUESTION = 'There is no question yet. Say what you need in a few words, for example: kenner ask "restore a Postgres backup"'
NO_WORKSPACE = "Nothing is imported yet. Start with: kenner import EXPORT.zip"
INDEX_MISSING = "The search index is missing or was made with another model. Build it with: kenner reindex"
ANOTHER_IMPORT = (
    "Another import is running. Wait until it has finished, then start this one again: nothing was changed."
)
ALREADY_RUNNING = (
    "Kenner is running on this data folder already, and with SQLite there is one process. Stop it first, or set"
    " KENNER_DATABASE_URL to a PostgreSQL database that several can share."
)


def which_workspace(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The only workspace here is {names[0]}. Check --workspace and KENNER_WORKSPACE, or leave them out."
    return f"There are several workspaces: {', '.join(names)}. Say which one with --workspace NAME."


def unknown_channel(name: str) -> str:
    return f"There is no channel “{name}” that I may use here. Check the spelling; I know those that were imported, and those that I am in."


def unknown_person(name: str, matches: int) -> str:
    if matches:
        return f"{number(matches).capitalize()} people are called “{name}”. Use the handle or the platform's user id."
    return f"I know nobody called “{name}”. Use a handle, a full name or the platform's user id."


def not_in_export(names: Sequence[str]) -> str:
    return f"The export has no channel called {', '.join(names)}. Nothing was imported. Check the names and try again."


def is_private(names: Sequence[str]) -> str:
    return f"{channel_names(names)} is not public. To import it with its members, name it with --private instead of --channel."


def not_a_zip(path: str, *, is_folder: bool) -> str:
    if is_folder:
        return f"{path} is a folder without Teams' messages. A Slack export comes as the zip file that Slack delivered."
    return f"{path} is not a zip file, nor JSON of Teams' messages. Give a Slack export exactly as Slack delivered it."


def missing_file(name: str) -> str:
    return f"This is not a whole Slack export: {name} is missing. Nothing was imported. Download the export again."


def broken_json(name: str, line: int) -> str:
    where = f" or cut off at line {line}" if line else ""
    return f"{name} is damaged{where}. Nothing was imported. Download the export again and repeat the import."


def unsafe_path(name: str) -> str:
    return f"The zip holds a path that leads outside of it ({name}). That is no Slack export; nothing was imported."


def too_large(name: str) -> str:
    return (
        f"{name} in the zip unpacks to far more than a Slack export would hold. Nothing of it was imported."
    )


NO_TENANT = (
    "These messages do not say which tenant they are from. Set KENNER_TEAMS_TENANT_ID; nothing was imported."
)


def other_tenant(found: str, wanted: str) -> str:
    return f"These messages are from tenant {found}, and KENNER_TEAMS_TENANT_ID is {wanted}. Nothing was imported."


def unreadable(path: str) -> str:
    return f"{path} cannot be read. Check that the file is there, whole, and that you may read it."


NO_SCHEMA = "There is no database yet. Make it with: kenner migrate"


def outdated_schema(found: str, wanted: str) -> str:
    return (
        f"The database has schema {found}, and this version needs {wanted}. Bring it up with: kenner migrate"
    )


def newer_schema(found: str) -> str:
    return f"The database was written by a newer Kenner (schema {found}). Install that version, or use another database."


READ_ONLY = "The database cannot be written: the file or folder is read-only. Change its permissions, or set KENNER_DATA_DIR."
DISK_FULL = "The disk is full. Free some space and run the same command again: it goes on where it stopped."
LOCKED = "Another program holds the database. Wait until it has finished and try again."
NOT_A_FOLDER = "A file is in the way where a folder should be. Set KENNER_DATA_DIR to a folder."
UNREACHABLE = (
    "The database cannot be opened. SQLite: check that the file is a database and that it and its folder may be written."
    " PostgreSQL: check KENNER_DATABASE_URL and that the server runs."
)


def model_unusable(details: str) -> str:
    return f"The model cannot be used: {details}"


UNKNOWN_LOG_LEVEL = "it is one of DEBUG, INFO, WARNING and ERROR"
ODD_HOURS = "KENNER_WORKDAY is like 09:00-17:00, KENNER_WORKDAYS like mon,tue,wed,thu,fri, and KENNER_TIME_ZONE a name like Europe/Berlin."
UNKNOWN_NAMING = "it is one of notice, opt-in and opt-out"
UNKNOWN_DATABASE = "it begins with postgresql:// or sqlite:///"
NOT_AN_ADDRESS = "Give the whole address, for example https://acme.slack.com"


def unknown_settings(names: Sequence[str], known: Sequence[str]) -> str:
    return f"there is no {', '.join(names)}; there are {', '.join(known)}"


def wrong_settings(details: str) -> str:
    return f"The settings cannot be used: {details}."


INDEX_DAMAGED = "The search index on disk is damaged. It is only a cache; build it anew with: kenner reindex"
UNEXPECTED = (
    "Something went wrong that I did not expect. The details are in the log; what was stored is safe."
)
INTERRUPTED = "Stopped. What was done so far is kept; run the same command again to go on."
