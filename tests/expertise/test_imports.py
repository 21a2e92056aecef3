"""What the inner floors cost to import."""

import subprocess
import sys


def test_the_matcher_and_the_use_cases_load_no_model_library() -> None:
    code = (
        "import sys, expertise.matcher, expertise.passages, bot.ingestion, bot.answering, bot.replaying\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sqlalchemy'} & set(sys.modules)))"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert told.stdout.strip() == "[]"
