"""``kenner simulate`` as a person meets it: it says first that it is a simulation, and names nobody."""

import re
from pathlib import Path

from bot import simulation_phrases as say
from bot.simulation_types import Asking
from tests.scenarios.cli import FIRST, CommandLine, company, said, thread, zipped

ASKED = "how do I restore the orders table from a backup?"
A_DAY = 86_400


def test_past_questions_are_carried_to_invented_people(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("simulate", "--export", _answered_a_week_ago(tmp_path), "--last", "1", "--seed", "3")

    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == say.title("acme")
    rows = [line for line in lines if line.startswith(tuple(f"  {name} " for name in say.WAYS.values()))]
    assert len(rows) == len(Asking)
    assert re.fullmatch(r"  Posted, as it really was +100 % +1 min +– +– +– +0\.00", rows[-1])
    assert not re.search(r"\b(ann|bob|cid|dee|u0\w+)\b", outcome.out, re.IGNORECASE)
    assert say.APART in " ".join(lines)


def test_it_says_what_else_was_assumed_and_the_same_seed_says_the_same(
    cli: CommandLine, tmp_path: Path
) -> None:
    path = _answered_a_week_ago(tmp_path)

    once = cli("simulate", "--export", path, "--together", "--others", "0.5")

    told = " ".join(once.out.splitlines()).replace("\N{NO-BREAK SPACE}", " ")
    assert say.TOGETHER in told
    assert say.others(0.5).replace("\N{NO-BREAK SPACE}", " ") in told
    assert cli("simulate", "--export", path, "--together", "--others", "0.5").out == once.out


def test_what_is_imported_is_simulated_without_an_export(cli: CommandLine, tmp_path: Path) -> None:
    path = _answered_a_week_ago(tmp_path)
    cli("import", path)

    stored = cli("simulate", "--last", "1")

    assert stored.out == cli("simulate", "--export", path, "--last", "1").out


def test_where_nobody_ever_answered_there_is_nothing_to_simulate(cli: CommandLine, tmp_path: Path) -> None:
    quiet = {name: [] for name in company() if "/" in name}
    alone = [said("is anybody here?", f"{FIRST}.000100")]

    outcome = cli(
        "simulate", "--export", zipped(tmp_path, company({**quiet, "general/2024-03-01.json": alone}))
    )

    assert outcome.code == 0
    assert " ".join(outcome.out.splitlines()) == say.nothing("acme")


def _answered_a_week_ago(folder: Path) -> Path:
    """The company, with a question of which a week has shown what became of it."""
    late = FIRST + 32 * A_DAY  # a Tuesday
    return zipped(
        folder,
        company(
            {
                "general/2024-04-02.json": thread(late, ASKED, ("U0BOB", "with the restore script, as ever")),
                "general/2024-04-22.json": [said("good morning", f"{late + 20 * A_DAY}.000100")],
            }
        ),
    )
