"""One question that is carried to people, as they live it: who is stuck, who is asked, and what they press.

On a platform where the bot may be dead at any moment: what it did not take is done again, as people do.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot import inviting_phrases, posting_phrases
from tests.support.killed_server import Server

LONG = 60.0
"""Seconds until somebody gives up waiting for a bot that is alive."""

FOUND, PLAN, STUCK = "may know", "Whom I would ask", "is stuck"
HELPS, COUNTED, GOOD = "glad to help", "knows that you help", "Still good?"
QUIET, THANKS, LEARNED = inviting_phrases.SOLVED_QUESTION, "says thank you", "What did you learn"
MAY_WE, MAY_WE_NAME = "May I post it in", posting_phrases.HELPER_NO_MATTER


class Side(Protocol):
    """A platform, as far as these people use it. Accounts are the platform's own."""

    async def ask(self, who: Any, need: str, *, in_channel: bool) -> bool:
        """Whether the bot has taken it, or will be told of it again."""

    def card(self, who: Any, words: str) -> Any | None:
        """The last thing of the bot's that somebody sees with these words."""

    async def press(self, who: Any, card: Any, action: str, typed: str) -> bool:
        """Whether the bot has taken it."""

    def posted(self, words: str) -> int:
        """How often that stands in the channel, said by the bot."""


@dataclass(frozen=True, slots=True)
class Step:
    """``act``: whether it was taken; ``is_seen``: what comes of it is there."""

    name: str
    act: Callable[[], Awaitable[bool]]
    is_seen: Callable[[], bool]


@dataclass
class Brought:
    """``asker`` needs something that each of ``helpers`` has answered, and nobody else ever spoke of."""

    side: Side
    server: Server
    asker: Any
    helpers: list[Any]
    need: str
    steps: list[Step] = field(default_factory=list)
    done: int = 0
    is_taken: bool = False
    passed: list[Any] = field(default_factory=list)

    # ---- How it goes on ----

    @property
    def is_over(self) -> bool:
        return self.done == len(self.steps)

    async def begins(self) -> None:
        """Do the next step, if the bot is there to take it; what comes of it is not waited for."""
        if not self.is_over and not self.is_taken and not self.steps[self.done].is_seen():
            self.is_taken = await self.steps[self.done].act()

    async def goes_on(self) -> None:
        """The next step, until what comes of it is seen."""
        if self.is_over:
            return
        step, ends = self.steps[self.done], time.monotonic() + LONG
        while not step.is_seen():
            await self.begins()
            if time.monotonic() > ends:
                raise TimeoutError(f"{self.need}: {step.name}: {self.stands()}")
            await asyncio.sleep(0.05)
        self.done, self.is_taken = self.done + 1, False

    async def goes_to(self, step: int) -> None:
        while self.done < min(step, len(self.steps)):
            await self.goes_on()

    def stands(self) -> list[tuple[Any, ...]]:
        """The round as the rows have it, and what was to be said."""
        own = self.question_id
        return [
            *self.server.rows("SELECT state, due, due_us FROM rounds WHERE question_id = ?", own),
            *self.server.rows("SELECT key, state FROM outgoing WHERE key LIKE ?", f"%{own}%"),
        ]

    @property
    def question_id(self) -> str:
        """'' before it is kept."""
        found = self.server.rows("SELECT id FROM questions WHERE text LIKE ?", f"%{self.need}%")
        return str(found[0][0]) if found else ""

    # ---- Whole conversations ----

    def solved_in_a_thread(self) -> "Brought":
        """Asked in a channel; a silent helper, a quiet day, a notebook, and both agree to post it."""
        self.steps = [
            *self._until_invited(in_channel=True),
            self._pressed("help", self.invited, STUCK, lambda: self._sees(HELPS) and self._helper(COUNTED)),
            self._due("silent", lambda: self._helper(GOOD)),
            self._pressed("still_yes", self.invited, GOOD, lambda: self.is_due("ask_solved")),
            self._due("quiet", lambda: self._sees(QUIET)),
            self._pressed("solved", self._asker, QUIET, lambda: self._helper(THANKS) and self._sees(LEARNED)),
            self._pressed("learn", self._asker, LEARNED, lambda: self._sees(MAY_WE), f"about {self.need}"),
            self._pressed("post_if_agreed", self._asker, MAY_WE, lambda: self._helper(MAY_WE_NAME)),
            self._pressed("post", self.invited, MAY_WE_NAME, lambda: self.side.posted(self.need) > 0),
        ]
        return self

    def solved_by_the_second(self) -> "Brought":
        """Asked alone; the first passes, the second helps, in a conversation of the two."""
        self.steps = [
            *self._until_invited(in_channel=False),
            self._pressed("not_now", self.invited, STUCK, lambda: self._had(2)),
            self._pressed("help", self.invited, STUCK, lambda: self._sees(HELPS) and self._helper(COUNTED)),
            self._pressed("solved", self._asker, HELPS, lambda: self._helper(THANKS) and self._sees(LEARNED)),
        ]
        return self

    def drafted(self) -> "Brought":
        """Asked alone; nobody answers, so there are words to post; then the first says yes, and cannot."""
        self.steps = [
            *self._until_invited(in_channel=False),
            self._due("second", lambda: self._had(2)),
            self._due("third", lambda: self._had(3)),
            self._due("draft", lambda: self._sees(inviting_phrases.DRAFTED)),
            self._pressed("help", self.invited, STUCK, lambda: self._sees(HELPS) and self._helper(COUNTED)),
            self._pressed("still_no", self.invited, COUNTED, lambda: self._sees(inviting_phrases.LOST)),
            self._pressed("stop_round", self._asker, inviting_phrases.STARTED, lambda: self.is_due(None)),
        ]
        return self

    def _until_invited(self, *, in_channel: bool) -> list[Step]:
        async def asks() -> bool:
            return await self.side.ask(self.asker, self.need, in_channel=in_channel)

        return [
            Step("asks", asks, lambda: self._sees(FOUND)),
            self._pressed("ask", self._asker, FOUND, lambda: self._sees(PLAN)),
            self._pressed("go", self._asker, PLAN, lambda: self._had(1)),
        ]

    # ---- What people do, and see ----

    def _asker(self, _words: str) -> Any:
        return self.asker

    def invited(self, words: str) -> Any | None:
        """Whoever of those asked sees that, the one asked first before the others."""
        there = [who for who in self.helpers if who not in self.passed and self.side.card(who, words)]
        return min(there, key=lambda who: self._place(who, words), default=None)

    def _place(self, who: Any, words: str) -> str:
        """Ids of messages are in the order of their times, on both platforms."""
        card = self.side.card(who, words) or {}
        return str(card.get("ts") or card.get("id"))

    def _pressed(
        self,
        action: str,
        who: Callable[[str], Any | None],
        words: str,
        is_seen: Callable[[], bool],
        typed: str = "",
    ) -> Step:
        async def act() -> bool:
            person = who(words)
            card = self.side.card(person, words) if person else None
            if card is None:  # an invitation that was perhaps said, and was not: the next one's time comes
                await self._time_comes()
                return False
            is_taken = await self.side.press(person, card, action, typed)
            self.passed += [person] if is_taken and action == "not_now" else []
            return is_taken

        return Step(action, act, is_seen)

    def _due(self, name: str, is_seen: Callable[[], bool]) -> Step:
        return Step(name, self._time_comes, is_seen)

    async def _time_comes(self) -> bool:
        """What the rows say of when is all that a bot goes by."""
        now = time.time_ns() // 1_000
        with closing(sqlite3.connect(self.server.home / "kenner.db", timeout=10)) as database, database:
            database.execute(
                "UPDATE rounds SET due_us = ? WHERE due_us > ? AND question_id = ?",
                (now, now, self.question_id),
            )
        return True

    def _sees(self, words: str) -> bool:
        return self.side.card(self.asker, words) is not None

    def _helper(self, words: str) -> bool:
        return any(self.side.card(who, words) for who in self.helpers)

    def _had(self, people: int) -> bool:
        """Whether so many have been asked, or perhaps have."""
        invited = "SELECT key FROM outgoing WHERE key LIKE ? AND state IN ('sent', 'unknown')"
        return len(self.server.rows(invited, f"invite:{self.question_id}:%")) >= people

    def is_due(self, what: str | None) -> bool:
        rows = self.server.rows("SELECT due FROM rounds WHERE question_id = ?", self.question_id)
        return rows == [(what,)]
