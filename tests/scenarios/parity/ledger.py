"""What was seen in each conversation on each platform, held against each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import unified_diff

from tests.scenarios.parity.cases import Case
from tests.scenarios.parity.differences import BY_NAME, EVERYWHERE, Difference, Fact

SLACK, TEAMS = "Slack", "Teams"


class Ledger:
    """Facts by conversation and platform."""

    def __init__(self) -> None:
        self._facts: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self._seen: set[Fact] = set()

    def keep(self, case: Case, platform: str, facts: Sequence[str]) -> None:
        self._facts[case.name][platform] = list(facts)

    def problems(self, case: Case) -> list[str]:
        """How the platforms differ beyond what is declared; [] too while one of them is not told yet."""
        kept = self._facts[case.name]
        if kept.keys() < {SLACK, TEAMS}:
            return []
        own = [BY_NAME[name] for name in case.differs]
        slack, teams, seen = _levelled(kept[SLACK], kept[TEAMS], (*own, *EVERYWHERE))
        self._seen |= seen
        stale = [f"no longer so: {fact}" for each in own for fact in each.facts if fact not in seen]
        return stale + list(unified_diff(slack, teams, SLACK, TEAMS, lineterm="", n=0))

    def is_complete(self, cases: Iterable[Case]) -> bool:
        """Whether all of these were told on both platforms."""
        return all(self._facts[case.name].keys() == {SLACK, TEAMS} for case in cases)

    def never_seen(self, differences: Iterable[Difference]) -> list[Fact]:
        """Facts of them that no conversation showed."""
        return [fact for each in differences for fact in each.facts if fact not in self._seen]


def _levelled(
    slack: list[str], teams: list[str], differences: Sequence[Difference]
) -> tuple[list[str], list[str], set[Fact]]:
    """Both as Teams has them, without what Teams alone has; and the facts that were seen in doing so."""
    seen = set()
    for fact in (fact for each in differences for fact in each.facts):
        pattern, other = (fact.slack, fact.teams) if fact.slack else (fact.teams, "")
        before = slack if fact.slack else teams
        after = [line for line in (re.sub(pattern, other, line) for line in before) if line]
        if after != before:
            seen.add(fact)
        slack, teams = (after, teams) if fact.slack else (slack, after)
    return slack, teams, seen
