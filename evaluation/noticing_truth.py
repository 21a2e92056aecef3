"""What a history tells of whether a message asked for help, without anybody labelling it: who thanks whom.

Somebody writes, somebody else writes, and the first one thanks: that was a request. Somebody writes and the
next one thanks: that was an answer, or news. So were the last words of a thread, unless they began it. Of
everything else nothing is known, and nothing is learned: above all, a question that nobody answered is no
statement, and an announcement that many replied to is no question. docs/noticing.md has what other truths
would have come to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from evaluation.noticing_sample import Spoken
from expertise.noticing_sentences import said
from expertise.types import Message

NEAR = timedelta(days=2)
_NEXT = 11
"""Messages of a thread after one that thanks may still be for it."""

OPENING = 3.0
"""What begins a thread counts so much more: that is where help is suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a message tells that it asked, or that it did not."""

    text: str
    opens: bool
    asked: bool

    @property
    def weight(self) -> float:
        return OPENING if self.opens else 1.0


def told(every: Iterable[Spoken]) -> Iterator[Told]:
    """Of the messages of which anything is known, in their order."""
    thanks: dict[str, bool] = {}
    for each in every:
        asked = _asked(each, thanks)
        if asked is not None:
            yield Told(text=each.message.text, opens=each.opens, asked=asked)


def _asked(each: Spoken, thanks: dict[str, bool]) -> bool | None:
    later = [one for one in each.later[:_NEXT] if one.at - each.message.at <= NEAR]
    author = each.message.author_id
    first = next((at for at, one in enumerate(later) if one.author_id != author), None)
    if first is None:
        return False if not each.opens and not each.others else None
    if _thanks(later[first], thanks):
        return False
    returned = any(one.author_id == author and _thanks(one, thanks) for one in later[first:])
    return True if returned else None


def _thanks(message: Message, known: dict[str, bool]) -> bool:
    if message.text not in known:
        known[message.text] = said(message.text).thanks
    return known[message.text]
