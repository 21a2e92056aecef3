"""Print a constraints file of what is installed: `python -m tools.lock [EXTRA…] [--beyond FILE]`.

Starts from the requirements in pyproject.toml and follows the metadata of installed packages. Exact versions
only: no hashes and no addresses, for one lock must serve torch's CPU build and its default build.
A package that only an extra needs carries that extra's name, so that an installer can count.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
HEADER = """\
# Exact versions of everything that Kenner needs{extras}.
# Made by `make lock`, which installs pyproject.toml into a fresh environment and writes down what came.
# To refresh: run it again, read the difference, run the tests. Do not edit by hand.
"""


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    known = locked_names(options.beyond.read_text(encoding="utf-8")) if options.beyond else set()
    print(constraints(project, options.extras, beyond=known), end="")


def constraints(project: Mapping[str, Any], extras: Iterable[str], beyond: set[str] | None = None) -> str:
    """The file's text, ordered by name; names in ``beyond`` are left out."""
    origin = dict.fromkeys(closure(project["dependencies"]), "")
    for extra in extras:
        for name in closure(project["optional-dependencies"][extra]):
            origin.setdefault(name, extra)
    names = sorted(origin.keys() - (beyond or set()))
    return HEADER.format(extras=_of(extras)) + "".join(_line(name, origin[name]) for name in names)


def closure(requirements: Iterable[str]) -> set[str]:
    """Canonical names of all that the requirements need, as installed here."""
    waiting = [Requirement(text) for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        for extra in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), extra)
            if key not in seen:
                seen.add(key)
                waiting += _needed_by(requirement.name, extra)
    return {name for name, _ in seen}


def locked_names(text: str) -> set[str]:
    """Canonical names in a constraints file."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {canonicalize_name(line.split("==")[0]) for line in lines if line}


def _needed_by(name: str, extra: str) -> list[Requirement]:
    requirements = [Requirement(text) for text in distribution(name).requires or ()]
    return [each for each in requirements if _applies(each, extra)]


def _applies(requirement: Requirement, extra: str) -> bool:
    if requirement.marker is None:
        return not extra
    needed = requirement.marker.evaluate({"extra": extra})
    return needed and not (extra and requirement.marker.evaluate({"extra": ""}))


def _line(name: str, extra: str) -> str:
    version = distribution(name).version.split("+")[0]  # torch's +cpu would bind one build
    return f"{name}=={version}" + (f"  # {extra}" if extra else "") + "\n"


def _of(extras: Iterable[str]) -> str:
    names = list(extras)
    return f", with its extras {', '.join(names)}" if names else ""


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("extras", nargs="*", help="extras of pyproject.toml to include")
    parser.add_argument("--beyond", type=Path, help="leave out what this constraints file holds")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
