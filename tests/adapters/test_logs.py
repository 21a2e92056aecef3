"""Logs are JSON lines on standard error: kinds and places, never the words of an exception."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from adapters import logs

SECRET = "the payroll of Ada"


@pytest.fixture(autouse=True)
def _back_to_defaults() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def _fail() -> None:
    raise RuntimeError(SECRET) from ValueError(SECRET)


def test_an_exception_is_its_kind_its_cause_and_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()

    try:
        _fail()
    except RuntimeError as error:
        structlog.get_logger().error("unexpected", exc_info=error)

    (line,) = logged(capsys)
    assert (line["event"], line["level"]) == ("unexpected", "error")
    assert (line["error"], line["cause"]) == ("RuntimeError", "ValueError")
    assert line["at"][-1].endswith(" _fail")
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize("given", [True, None, (ValueError, ValueError(SECRET), None)])
def test_whatever_else_is_given_for_an_exception_is_dropped(
    capsys: pytest.CaptureFixture[str], given: object
) -> None:
    logs.set_up()

    structlog.get_logger().error("unexpected", exc_info=given)

    assert SECRET not in json.dumps(logged(capsys))


def test_an_exception_that_was_never_raised_has_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()

    structlog.get_logger().error("unexpected", exc_info=RuntimeError(SECRET))

    (line,) = logged(capsys)
    assert (line["error"], line["cause"], line["at"]) == ("RuntimeError", None, [])


@pytest.mark.parametrize(("level", "shown"), [("debug", 4), ("INFO", 3), ("Warning", 2), ("ERROR", 1)])
def test_a_level_hides_what_is_below_it(capsys: pytest.CaptureFixture[str], level: str, shown: int) -> None:
    logs.set_up(level)
    log = structlog.get_logger()

    log.debug("one")
    log.info("two")
    log.warning("three")
    log.error("four")

    assert len(logged(capsys)) == shown


def test_what_is_bound_is_in_every_line_with_a_time_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()

    with structlog.contextvars.bound_contextvars(workspace="w1"):
        structlog.get_logger().warning("slow", question="q1")

    (line,) = logged(capsys)
    assert (line["workspace"], line["question"]) == ("w1", "q1")
    assert line["timestamp"].endswith("Z")
