"""Every way of asking, over the same cases and the same invented people, several times."""

from collections.abc import Callable, Mapping, Sequence

from bot.manners import Manners
from bot.planning import MOST
from bot.population import Assumptions, Population
from bot.round_types import Urgency
from bot.simulating import Simulation
from bot.simulation_cases import if_foreseen, if_nobody_else
from bot.simulation_figures import and_posted, figures, history
from bot.simulation_types import Asking, Case, Figures, Simulated, Way

POPULATIONS = 5
BUDGET = Manners().unasked_a_week
ASSUMED = Assumptions()
_AT_ONCE = 5
_CARRIED = Way(most=MOST, budget=BUDGET)

WAYS: Mapping[Asking, tuple[Way, Callable[[Case], Case]]] = {
    Asking.CARRIED: (_CARRIED, lambda case: case),
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
) -> Simulated:
    """With ``POPULATIONS`` populations, drawn with that seed and the next ones: the same each time.

    Every question is asked as one whose answer would help today. ``others`` is what the cases were made with.
    """
    outcomes: dict[Asking, list[Figures]] = {way: [] for way in Asking}
    for number in range(POPULATIONS if cases else 0):
        moments = [case.at for case in cases]
        people = Population(moments, ASSUMED, seed + number, is_together=is_together)
        for asking, (way, seen) in WAYS.items():
            walked = Simulation([seen(case) for case in cases], way, people, Urgency.TODAY).run()
            outcomes[asking].append(figures(walked))
            if asking is Asking.CARRIED:
                outcomes[Asking.POSTED].append(figures(and_posted(walked)))
        outcomes[Asking.HISTORY].append(history(walked))
        on_progress("simulating", number + 1, POPULATIONS)
    return Simulated(
        workspace=workspace,
        questions=len(cases),
        populations=POPULATIONS,
        budget=BUDGET,
        is_together=is_together,
        others=others,
        outcomes=outcomes,
    )
