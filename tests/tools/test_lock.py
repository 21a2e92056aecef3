"""The lock holds what is needed, exactly, and names no place it came from."""

import re

from tools.lock import PYPROJECT, closure, constraints, locked_names

PROJECT = {
    "dependencies": ["pytest>=8"],
    "optional-dependencies": {"dev": ["hypothesis", "pytest"]},
}


def test_the_closure_follows_requirements() -> None:
    assert closure(["pytest"]) >= {"pytest", "pluggy", "iniconfig"}


def test_a_requirement_for_another_python_is_left_out() -> None:
    assert "tomli" not in closure(["pytest"])


def test_an_extra_of_a_requirement_counts() -> None:
    assert "greenlet" in closure(["sqlalchemy[asyncio]"])


def test_what_only_an_extra_needs_says_so() -> None:
    lines = constraints(PROJECT, ["dev"]).splitlines()

    assert any(re.fullmatch(r"hypothesis==[\d.]+  # dev", line) for line in lines)
    assert any(re.fullmatch(r"pytest==[\d.]+", line) for line in lines)


def test_names_beyond_another_file_only() -> None:
    text = constraints(PROJECT, ["dev"], beyond={"hypothesis"})

    assert "hypothesis" not in locked_names(text)


def test_the_file_in_the_repository_is_ordered_exact_and_names_no_place() -> None:
    text = (PYPROJECT.parent / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    assert lines == sorted(lines, key=lambda line: line.split("==")[0])
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*(  # (dev|eval|graph))?", line) for line in lines)
    assert "torch==2.13.0" in lines
    assert not [line for line in lines if line.startswith("nvidia-")]
