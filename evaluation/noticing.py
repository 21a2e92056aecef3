"""``python -m evaluation.noticing``: how well messages that ask for help are told from others.

On messages that were read and labelled one by one, beside a question mark alone and what replay calls a
question. docs/noticing.md has the figures, and what they cannot say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from adapters.cli import main
from adapters.commands.replay_command import load_past
from evaluation.noticing_fit import as_module, fit
from evaluation.noticing_measures import Flags, Noticed, Vector, measure, shares_by_kind
from evaluation.noticing_sample import Half, Spoken, by_stratum, spoken
from evaluation.noticing_set import ELSEWHERE, Case, invented, labelled, labelled_threads, thread_of
from evaluation.noticing_truth import told
from expertise.noticing import ASKS, asks_for_help
from expertise.noticing_sentences import said
from expertise.questions import looks_like_question

_DATA = Path(__file__).parents[2] / "shared" / "data"
_BARS = (0.3, 0.5, 0.6, 0.7, ASKS, 0.8, 0.9, 0.95)

Way = Callable[[Case], bool]
WAYS: Mapping[str, Way] = {
    "a question mark": lambda case: any(sentence.is_marked for sentence in said(case.text).sentences),
    "looks_like_question": lambda case: looks_like_question(case.text),
    "asks_for_help": lambda case: probability(case) >= ASKS,
}
"""Ours last. A question mark counts in words only, not in code or addresses."""


@click.command("noticing")
@click.argument("export", type=click.Path(path_type=Path), default=_DATA / "bytecode" / "export.zip")
@click.option("--other", type=click.Path(path_type=Path), default=_DATA / "slack-export-2016.zip")
@click.option("--half", type=click.Choice([*map(str, Half)]), default=str(Half.TEST), show_default=True)
@click.option("--fit", "is_fit", is_flag=True, help="Print weights learned from EXPORT instead.")
def noticing(export: Path, other: Path, half: str, *, is_fit: bool) -> None:
    """Measure on the labelled messages of EXPORT, and on those of an OTHER community.

    With --fit: learn from who thanks whom in EXPORT, leaving out all threads in which something is labelled,
    and print what expertise/noticing_weights.py is to hold.
    """
    every = spoken(load_past(export))
    if is_fit:
        click.echo(refitted(every), nl=False)
        return
    cases = [case for case in labelled(every) if case.half == half]
    for line in report(cases, every):
        click.echo(line)
    elsewhere = labelled(spoken(load_past(other)), ELSEWHERE)
    for title, some in (("Another community", elsewhere), ("Invented, in other languages", invented())):
        click.echo()
        for line in table(title, some):
            click.echo(line)


def refitted(every: Sequence[Spoken]) -> str:
    """What the weights' module is to hold."""
    closed = labelled_threads(every)
    examples = told(each for each in every if thread_of(each.message) not in closed)
    return as_module(fit(examples, [case for case in labelled(every) if case.half is Half.DEV]))


def report(cases: Sequence[Case], every: Sequence[Spoken]) -> Iterator[str]:
    """The labelled messages as sampled, those that begin threads, and in proportion to the whole history."""
    yield from table("As sampled", cases)
    yield ""
    yield from table("What begins a thread", [case for case in cases if case.opens])
    yield ""
    yield from table("In proportion to the whole history", cases, _weights(cases, every))
    yield ""
    yield from _points([case for case in cases if case.opens])
    yield ""
    yield from _by_kind(cases)


def table(title: str, cases: Sequence[Case], weights: Vector | None = None) -> Iterator[str]:
    """A row for each way of noticing."""
    yield f"{title}: {len(cases)} messages, {sum(case.asks for case in cases)} ask for help"
    yield f"  {'':22}{'precision':24}{'recall':24}{'F1':24}noticed"
    for name, way in WAYS.items():
        one = _measured(np.array([way(case) for case in cases]), cases, weights)
        yield f"  {name:22}{one.precision!s:24}{one.recall!s:24}{one.f1!s:24}{one.share:6.1%}"


def probability(case: Case) -> float:
    """Ours."""
    return asks_for_help(case.text, opens=case.opens, afterwards=case.afterwards)


def _points(cases: Sequence[Case]) -> Iterator[str]:
    probabilities = np.array([probability(case) for case in cases])
    yield "asks_for_help on what begins a thread, at other bars"
    for bar in sorted(set(_BARS)):
        one = _measured(probabilities >= bar, cases)
        mark = "  as shipped" if bar == ASKS else ""
        yield f"  {bar:<22.2f}{one.precision!s:24}{one.recall!s:24}{one.f1!s:24}{one.share:6.1%}{mark}"


def _by_kind(cases: Sequence[Case]) -> Iterator[str]:
    kinds = [case.kind for case in cases]
    found = [shares_by_kind(np.array([way(case) for case in cases]), kinds) for way in WAYS.values()]
    yield f"Noticed, by kind{'':8}{''.join(f'{name:>22}' for name in WAYS)}"
    for kind in sorted(set(kinds)):
        cells = [f"{one[kind][0]} of {one[kind][1]}" for one in found]
        yield f"  {kind:22}{''.join(f'{cell:>22}' for cell in cells)}"


def _measured(noticed: Flags, cases: Sequence[Case], weights: Vector | None = None) -> Noticed:
    asks = np.array([case.asks for case in cases])
    return measure(noticed, asks, [case.stratum for case in cases], weights)


def _weights(cases: Sequence[Case], every: Sequence[Spoken]) -> Vector:
    """How many messages of the history each labelled one stands for."""
    sizes = {name: len(some) for name, some in by_stratum(every).items()}
    strata = [case.stratum for case in cases]
    return np.array([sizes[name] / strata.count(name) for name in strata])


if __name__ == "__main__":
    main(command=noticing)
