"""What a message shows of whether it asks for help: some eighty plain facts, yes or no.

No feature is a word by itself, let alone a name, so a community's people and topics cannot be learned.
"""

import re
import sys
from collections.abc import Mapping

from expertise.noticing_sentences import Said, Sentence, lexicon
from expertise.noticing_signs import Sign

TO_ONE = "to one"
SOLVED = "solved"

_LEADING = re.compile(r"[^\w@]*(?:(\w+)[^\w@]{1,3})?@([\w.\-]+)")
_TO_ALL = frozenset({"here", "channel", "everyone", "all", "team", "group"})
_NEXT_NAME = 24
"""Characters after a mention in which a second one means that it is said to several."""

_LENGTHS = (
    ("up to 3 words", 0, 3),
    ("4 to 11 words", 4, 11),
    ("12 to 39 words", 12, 39),
    ("40 to 119 words", 40, 119),
    ("120 words or more", 120, sys.maxsize),
)
_FEW, _SHORT, _LONG = 2, 3, 12
"""Words of a sentence: no more than a greeting, no more than "and this?", a whole question."""

_PICTURE = re.compile(r":[a-z0-9_+\-]{2,30}:|[\U0001f300-\U0001faff\u2600-\u27bf]")
_LEADS = frozenset({Sign.GREETS, Sign.REPLIES, Sign.SEEKS})
_BEFORE = 6
"""Words that may stand before what opens a question, where one leads to it: "hi all, a question: how …"."""

_TAG = 3
"""Words that a tag may have at most: "isn't it", "n'est-ce pas"."""

_POLITE = 9
"""Words of a sentence of thanks that says nothing else."""

_ASKING = frozenset({Sign.STUCK, Sign.SEEKS, Sign.HELP, Sign.HOW_TO, Sign.FAULT, Sign.AHEAD, Sign.ANYONE})
"""Without a question mark, one of these makes a request."""

_PLAIN = (
    *(Sign.STUCK, Sign.SEEKS, Sign.TRIES, Sign.HELP, Sign.TOLD, Sign.OPINION, Sign.GUIDES, Sign.ME, Sign.WE),
    *(Sign.YOU, Sign.ANYONE, Sign.SOCIAL),
)
_NEEDS = ("stuck", "seeks", "help", "fault", "I try", "how do I")


def features(said: Said, *, opens: bool = True, to_one: bool | None = None) -> Mapping[str, bool]:
    """By name, always the same ones. ``opens`` and ``to_one`` as in ``asks_for_help``."""
    found = _of_shape(said) | _of_questions(said) | _of_signs(said)
    return found | _of_place(said, found, opens=opens, to_one=to_one)


def _of_shape(said: Said) -> dict[str, bool]:
    words, length = said.plain, sum(sentence.words for sentence in said.sentences)
    return {
        **{name: low <= length <= high for name, low, high in _LENGTHS},
        "code block": said.has_code,
        "inline code": "`" in words,
        "address": "://" in words,
        "quotation": said.own != words,
        "exclamation": "!" in words,
        "picture": bool(_PICTURE.search(words)),
        "mention": "@" in words,
        "list": "\n- " in words or "\n* " in words or "\n• " in words,
    }


def _of_questions(said: Said) -> dict[str, bool]:
    marked = said.marked
    return {
        "question mark": bool(marked),
        "two question marks": len(marked) > 1,
        "how do I": any(Sign.HOW_TO in s.signs for s in said.unmarked),
        "how, what, why": any(s.opens(Sign.WH) for s in said.unmarked),
        **_where(said),
        **_kind(marked),
        **_with(marked),
    }


def _where(said: Said) -> dict[str, bool]:
    """Where in the message the question stands; what is merely polite at its end does not count."""
    first = next((s for s in said.sentences if s.words > _FEW or s.is_marked), None)
    last = [sentence for sentence in said.sentences if not _is_polite(sentence)][-2:]
    return {
        "starts with a question": first is not None and first.is_marked,
        "ends in a question": bool(last) and last[-1].is_marked,
        "nearly ends in a question": len(last) > 1 and last[-2].is_marked and not last[-1].is_marked,
    }


def _is_polite(sentence: Sentence) -> bool:
    if sentence.is_marked:
        return False
    return (
        sentence.words <= _FEW
        or Sign.AHEAD in sentence.signs
        or (sentence.words <= _POLITE and sentence.opens(Sign.THANKS))
    )


def _kind(marked: list[Sentence]) -> dict[str, bool]:
    return {
        "how, what, why?": any(_begins(s, Sign.WH) for s in marked),
        "is, can, has?": any(_begins(s, Sign.YES_NO) for s in marked),
        "guides?": any(s.opens(Sign.GUIDES, 1) for s in marked),
        "replies?": any(s.opens(Sign.REPLIES) for s in marked),
        "short question": bool(marked) and all(s.words <= _SHORT for s in marked),
        "long question": any(s.words >= _LONG for s in marked),
        "exclaimed question": any(s.is_exclaimed for s in marked),
        "…, right?": any(0 < s.words - s.signs.get(Sign.TAG, s.words) <= _TAG for s in marked),
        "only that?": any(Sign.THAT in s.signs and s.words < _LONG for s in marked) and len(marked) == 1,
        "you, not I?": any(Sign.YOU in s.signs and Sign.ME not in s.signs for s in marked),
    }


def _begins(sentence: Sentence, sign: Sign) -> bool:
    return sentence.opens(sign, _BEFORE if not _LEADS.isdisjoint(sentence.signs) else 1)


def _with(marked: list[Sentence]) -> dict[str, bool]:
    signs = {sign for sentence in marked for sign in sentence.signs}
    return {
        "how do I?": Sign.HOW_TO in signs,
        "anyone?": Sign.ANYONE in signs,
        "I?": Sign.ME in signs,
        "we?": Sign.WE in signs,
        "you?": Sign.YOU in signs,
        "opinion?": Sign.OPINION in signs,
        "social?": Sign.SOCIAL in signs,
        "help?": Sign.HELP in signs,
        "stuck?": Sign.STUCK in signs,
        "seeks?": Sign.SEEKS in signs,
    }


def _of_signs(said: Said) -> dict[str, bool]:
    plain, first = said.unmarked, said.sentences[:1]
    signs = {sign for sentence in plain for sign in sentence.signs}
    return {
        **{str(sign): sign in signs for sign in _PLAIN},
        "greets": any(s.opens(Sign.GREETS, 1) for s in first),
        "replies": any(s.opens(Sign.REPLIES) for s in first),
        "thanks first": any(s.opens(Sign.THANKS, 1) for s in first),
        "thanks later": any(Sign.THANKS in s.signs for s in said.sentences[1:]),
        "ahead": any(Sign.AHEAD in s.signs for s in said.sentences),
        "fault": any(Sign.FAULT in s.signs for s in said.sentences),
        "I seek": _together(plain, Sign.SEEKS, Sign.ME),
        "I am stuck": _together(plain, Sign.STUCK, Sign.ME),
        "I try": _together(plain, Sign.TRIES, Sign.ME),
        "anyone helps": _together(plain, Sign.HELP, Sign.ANYONE),
        "nothing asked": not any(s.is_marked or not _ASKING.isdisjoint(s.signs) for s in said.sentences),
        SOLVED: said.is_solved,
    }


def _together(sentences: list[Sentence], one: Sign, other: Sign) -> bool:
    return any(one in sentence.signs and other in sentence.signs for sentence in sentences)


def _of_place(said: Said, found: Mapping[str, bool], *, opens: bool, to_one: bool | None) -> dict[str, bool]:
    is_to_one = _is_to_one(said.own) if to_one is None else to_one
    return {
        TO_ONE: is_to_one and not found["anyone?"],
        "reply": not opens,
        "question in a reply": not opens and found["question mark"],
        "you in a reply": not opens and found["you?"],
        "I in a reply": not opens and found["I?"],
        "need in a reply": not opens and any(found[each] for each in _NEEDS),
    }


def _is_to_one(text: str) -> bool:
    """Whether it begins with the mention of one person, perhaps after a greeting or thanks."""
    lead = _LEADING.match(text)
    if lead is None or lead[2].lower() in _TO_ALL or "@" in text[lead.end() : lead.end() + _NEXT_NAME]:
        return False
    before = (lead[1] or "").lower()
    return not before or any(sign in _LEADS | {Sign.THANKS} for _, sign in lexicon().get(before, ()))
