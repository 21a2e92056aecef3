"""What ``kenner suggest`` and ``kenner status`` say of suggestions: read it as a whole, as ``bot/phrases.py``."""

from collections.abc import Mapping

from bot.phrases import called

SUGGESTED_TITLE = "Messages that ask in channels, where past answers are suggested"
SUGGESTED = {
    "waiting": "a person may be first",
    "said": "a past answer was suggested",
    "solved": "of these, the asker says that it solved it",
    "not_this": "of these, it was not what the asker needed",
    "withdrawn": "was suggested, and taken back",
    "shadow": "would have been suggested",
    "silent": "nothing was said, for a reason",
}
SILENCES = {
    "answered": "a person answered",
    "asked": "it was asked by its name, and answers anyway",
    "nothing": "no past thread is near",
    "unsure": "it was not sure enough",
    "no_words": "there was no answer to quote, or whose it is may not be named",
    "muted": "it was muted",
    "enough": "the asker gets no more unasked this week",
    "gone": "the message was deleted, or asks for nothing any more",
    "off": "suggestions were switched off meanwhile, or the channel is closed",
    "outsider": "guests, and people of other companies",
    "too_late": "it was not running in time",
    "failed": "it could not be said there",
}
MODES = {
    "off": "off",
    "shadow": "in the shadow (decides and counts, says nothing)",
    "private": "to the asker alone",
    "in_thread": "in the thread; to newcomers alone",
}
MUTED = "muted by people in it"
NOWHERE = "Past answers are suggested in no channel. To see first what it would do: kenner suggest --channel NAME --mode shadow"
BOTH = "Say both --channel and --mode, or neither."


def decided(channel: str, mode: str) -> str:
    return f"{called(channel)}, from now on: {MODES[mode]}. How it goes: kenner suggest"


def stands(channel: str, mode: str, *, is_muted: bool) -> str:
    return f"{called(channel)}: {MODES[mode]}{f'; {MUTED}' if is_muted else ''}"


def went(counts: Mapping[str, int], silences: Mapping[str, int]) -> list[str]:
    """What became of those who asked there, a line each."""
    told = [(counts.get(state, 0), meaning) for state, meaning in SUGGESTED.items() if state != "silent"]
    told += [(silences.get(why, 0), f"silent: {meaning}") for why, meaning in SILENCES.items()]
    return [f"  {count:>9,}  {meaning}" for count, meaning in told if count]
