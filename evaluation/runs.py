"""From a walk through the past to runs: ours as it would be written, and each baseline's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.replay_files import Names, run_lines
from bot.past import Past, Replayed

OURS = "kenner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Rankings by query id, best first; ``top`` is the score of the first, where scores mean something."""

    rankings: Mapping[str, Sequence[str]]
    top: Mapping[str, float] = field(default_factory=dict)

    def among(self, qids: Iterable[str]) -> "Run":
        """The same run over these queries alone."""
        return Run(rankings={q: self.rankings[q] for q in qids if q in self.rankings}, top=self.top)


def runs(past: Past, outcome: Sequence[Replayed]) -> dict[str, Run]:
    """By name: the baselines, then ours."""
    names = Names(past)
    found: dict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    ours = {one.question.qid: run_lines(names, one) for one in outcome}
    for one in outcome:
        for baseline, ranking in _baselines(names, one):
            found[baseline][one.question.qid] = ranking
    return {
        **{name: Run(rankings=rankings) for name, rankings in found.items()},
        OURS: Run(
            rankings={qid: [name for name, _ in lines] for qid, lines in ours.items()},
            top={qid: lines[0][1] for qid, lines in ours.items() if lines},
        ),
    }


def _baselines(names: Names, one: Replayed) -> Iterable[tuple[str, list[str]]]:
    if one.question.wants_threads:
        return [(name, [names.thread(key) for key in keys]) for name, keys in one.baseline_threads.items()]
    return [(name, [names.person(p) for p in people]) for name, people in one.baselines.items()]
