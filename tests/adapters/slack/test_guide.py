"""The guide says what the bot may do in the words in which the check says it."""

from pathlib import Path

from bot.slack_phrases import MAY

GUIDE = Path(__file__).parents[3] / "docs" / "slack.md"


def test_each_scope_stands_in_the_guide_as_it_is_explained() -> None:
    rows = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| `")]

    told = dict(row.strip("| ").split(" | ", 1) for row in rows if row.split("`")[1] in MAY)

    assert told == {f"`{scope}`": what for scope, what in MAY.items()}
