"""The signs by which a request for help is told from other messages, whatever the language."""

from enum import StrEnum


class Sign(StrEnum):
    """What a word or phrase tells about the sentence that it is in."""

    WH = "wh"  # opens a question: how, what, why
    YES_NO = "yes or no"  # opens a question: is there, can, does
    HOW_TO = "how to"  # asks also without a question mark
    ANYONE = "anyone"  # said to whoever knows
    STUCK = "stuck"  # does not get on
    SEEKS = "seeks"  # looks for something, or wonders
    TRIES = "tries"  # what they are at
    HELP = "help"  # names help, a hint, advice
    TOLD = "told"  # announces, reminds, links
    OPINION = "opinion"  # wants a judgement, consent, company
    GUIDES = "guides"  # tells somebody what to do
    SOLVED = "solved"  # has the answer
    THANKS = "thanks"
    AHEAD = "ahead"  # thanks for what is to come
    GREETS = "greets"
    REPLIES = "replies"  # words that go back to what was said
    ME = "me"
    WE = "we"  # those who already work together
    YOU = "you"
    FAULT = "fault"  # an error, by its name
    SOCIAL = "social"  # company, weather, food
    TAG = "tag"  # turns a statement into a question: "…, right?"
    THAT = "that"  # points to what was said or shown before
    NOT = "not"
