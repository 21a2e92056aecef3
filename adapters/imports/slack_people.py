"""Accounts in a Slack export: ``users.json``, on Grid also ``org_users.json``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import MissingFileError
from adapters.json_fields import Raw, objects, text
from adapters.slack.accounts import team_of
from bot.history import Leftovers, Reason

_USERS = "users.json"
_FILES = ("org_users.json", _USERS)  # the workspace's own knowledge wins


def read_accounts(archive: ExportArchive, leftovers: Leftovers) -> dict[str, Raw]:
    """Merge the account files by id, field by field.

    Raises MissingFileError when there is neither, or what ``read_list`` raises.
    """
    present = [file for file in _FILES if file in archive]
    if not present:
        raise MissingFileError(_USERS)
    accounts: dict[str, Raw] = {}
    for raw in (raw for file in present for raw in objects(archive.read_list(file))):
        if platform_id := text(raw, "id"):
            accounts[platform_id] = {**accounts.get(platform_id, {}), **raw}
        else:
            leftovers.add(Reason.NOT_AN_ACCOUNT)
    return accounts


def home_team(accounts: Mapping[str, Raw]) -> str | None:
    """Give the team of most accounts (guests of shared channels bring their own)."""
    teams = Counter(_teams(accounts.values()))
    return teams.most_common(1)[0][0] if teams else None


def _teams(accounts: Iterable[Raw]) -> Iterator[str]:
    yield from filter(None, map(team_of, accounts))
