"""Is this a question? Many ways to ask, and what only looks like one."""

import pytest

from expertise.questions import looks_like_question


@pytest.mark.parametrize(
    "text",
    [
        "Is staging down?",
        "Restore from yesterday's dump, right?",
        "how do I restore a backup",
        "Hi all, where is the runbook",
        "Hey Ada! can you look at the build",
        "anyone seen this error before",
        "I am stuck with the migration",
        "We are trying to rotate the keys",
        "need help with Terraform",
        "wie bekomme ich Zugriff auf das Lager",
        "Weiß jemand, wer den Schlüssel hat",
        "Ich komme nicht weiter mit dem Build",
        "comment lancer les tests",
        "dónde está el panel",
        "这个怎么用？",  # full-width question mark
        "هل يعمل الخادم؟",  # Arabic question mark
        "```kubectl get pods``` why is this empty?",
    ],
)
def test_asks(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The build is green again.",
        "Deployed 4.2 to production",
        "Der Server läuft wieder.",
        "```x = a ? b : c```",
        "use `a ? b : c` there",
        "see https://example.org/search?q=backup",
        "Done:\n```\nwhere = 1\nhow?\n```",
        "Done:\n```\nhow? (the fence is never closed)",
        "Somehow the howitzer whirred",
        "thanks 🙏",
    ],
)
def test_does_not_ask(text: str) -> None:
    assert not looks_like_question(text)
