"""The licence check accepts what we may depend on and nothing else."""

from email.message import Message
from pathlib import Path

import pytest

from tools import licences
from tools.licences import check, is_fine, licence_of


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "LGPL-3.0-only",
        "Apache-2.0 AND MIT",
        "GPL-3.0-only OR MIT",
        "Apache-2.0 WITH LLVM-exception AND BSD-2-Clause",
        "MIT AND (GPL-2.0-only OR BSD-3-Clause)",
    ],
)
def test_fine_expressions(expression: str) -> None:
    assert is_fine(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "GPL-3.0",
        "AGPL-3.0-or-later",
        "MIT AND GPL-3.0-only",
        "(MIT OR Apache-2.0) AND AGPL-3.0-only",
        "Proprietary",
        "MIT BSD",
        "MIT AND",
        "(MIT",
    ],
)
def test_expressions_that_are_refused(expression: str) -> None:
    assert not is_fine(expression)


def test_the_expression_comes_before_the_words() -> None:
    assert licence_of(_about(expression="MIT", licence="see file")) == "MIT"


def test_words_become_spdx() -> None:
    assert licence_of(_about(licence="Apache 2.0 License")) == "Apache-2.0"


def test_a_licence_text_in_the_field_gives_way_to_the_classifier() -> None:
    about = _about(licence="Copyright (c) 2001 Somebody\nAll rights reserved", classifier="BSD License")

    assert licence_of(about) == "BSD"


def test_of_several_classifiers_all_must_be_fine() -> None:
    about = _about(classifier="MIT License")
    about["Classifier"] = "License :: OSI Approved :: GNU Affero General Public License v3"

    assert not is_fine(licence_of(about))


def test_no_licence_at_all() -> None:
    assert licence_of(_about()) == ""


def test_a_package_that_is_not_installed_is_a_problem() -> None:
    (finding,) = check(["no-such-package-here"])

    assert finding.problem == "is not installed"


def test_the_exit_code_says_whether_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "constraints.txt"
    file.write_text("# a comment\npytest==1.0\n", encoding="utf-8")

    assert licences.main([str(file)]) == 0
    assert "all licences fine" in capsys.readouterr().out

    monkeypatch.setattr(licences, "FINE", frozenset({"ISC"}))
    assert licences.main([str(file)]) == 1
    assert "not fine: pytest" in capsys.readouterr().out


def _about(expression: str = "", licence: str = "", classifier: str = "") -> Message:
    about = Message()
    for key, value in (("License-Expression", expression), ("License", licence)):
        if value:
            about[key] = value
    if classifier:
        about["Classifier"] = f"License :: OSI Approved :: {classifier}"
    return about
