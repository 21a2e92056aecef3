"""Every way of asking, over the same cases and the same invented people, several times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.likely import LEAST
from bot.manners import Manners
from bot.planning import MOST
from bot.population import Assumptions, Population
from bot.round_types import Urgency
from bot.simulating import Simulation
from bot.simulation_cases import if_foreseen, if_nobody_else
from bot.simulation_figures import figures, history
from bot.simulation_types import Asking, Case, Figures, Simulated, Way

POPULATIONS = 5
BUDGET = Manners().unasked_a_week
ASSUMED = Assumptions()
_AT_ONCE = 5
_CARRIED = Way(most=MOST, budget=BUDGET, least=LEAST)

WAYS: Mapping[Asking, tuple[Way, Callable[[Case], Case]]] = {
    Asking.CARRIED: (_CARRIED, lambda case: case),
    Asking.POSTED: (replace(_CARRIED, posts=1.0), lambda case: case),
    Asking.STOPPED: (replace(_CARRIED, posts=1.0, stops=True), lambda case: case),
    Asking.HALF_POSTED: (replace(_CARRIED, posts=0.5), lambda case: case),
    Asking.BOUND: (_CARRIED, if_nobody_else),
    Asking.FORESEEN: (_CARRIED, if_foreseen),
    Asking.TOP_FIVE: (Way(most=_AT_ONCE, at_once=True), lambda case: case),
    Asking.TOP_ONE: (Way(most=1, at_once=True), lambda case: case),
}

Progress = Callable[[str, int, int], None]


def simulate(
    workspace: str,
    cases: Sequence[Case],
    seed: int,
    on_progress: Progress,
    *,
    is_together: bool = False,
    others: float | None = None,
    urgency: Urgency = Urgency.TODAY,
) -> Simulated:
    """With ``POPULATIONS`` populations, drawn with that seed and the next ones: the same each time.

    Every question has the same ``urgency``. ``others`` is what the cases were made with.
    """
    outcomes: dict[Asking, list[Figures]] = {way: [] for way in Asking}
    for number in range(POPULATIONS if cases else 0):
        moments = [case.at for case in cases]
        people = Population(moments, ASSUMED, seed + number, is_together=is_together)
        for asking, (way, seen) in WAYS.items():
            walked = Simulation([seen(case) for case in cases], way, people, urgency).run()
            outcomes[asking].append(figures(walked))
        outcomes[Asking.HISTORY].append(history(walked))
        on_progress("simulating", number + 1, POPULATIONS)
    return Simulated(
        workspace=workspace,
        questions=len(cases),
        populations=POPULATIONS,
        budget=BUDGET,
        is_together=is_together,
        others=others,
        urgency=urgency,
        outcomes=outcomes,
    )
