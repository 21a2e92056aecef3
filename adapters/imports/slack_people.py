"""Accounts in a Slack export: ``users.json``, on Grid also ``org_users.json``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from adapters.imports.archive import ExportArchive
from adapters.imports.errors import MissingFileError
from adapters.imports.json_fields import Raw, child, flag, objects, text
from bot.history import Leftovers, RawPerson, Reason

SLACKBOT = "USLACKBOT"
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


def person(platform_id: str, raw: Raw, home: str | None = None) -> RawPerson:
    """Read one account of a workspace whose team is ``home``."""
    profile = child(raw, "profile")
    handle = text(raw, "name") or text(profile, "display_name") or platform_id
    real_name = text(profile, "real_name") or text(raw, "real_name")
    return RawPerson(
        platform_id=platform_id,
        name=real_name or text(profile, "display_name") or handle,
        handle=handle,
        title=text(profile, "title"),
        time_zone=text(raw, "tz"),
        is_bot=flag(raw, "is_bot") or platform_id == SLACKBOT,
        has_left=flag(raw, "deleted"),
        email=text(profile, "email") or None,
        is_outsider=_is_outsider(raw, home),
    )


def _is_outsider(raw: Raw, home: str | None) -> bool:
    """Whom Slack calls a stranger, and who is of another team, unless of the same company (Grid)."""
    is_elsewhere = home is not None and _team(raw) not in {"", home}
    return flag(raw, "is_stranger") or (is_elsewhere and not child(raw, "enterprise_user"))


def home_team(accounts: Mapping[str, Raw]) -> str | None:
    """Give the team of most accounts (guests of shared channels bring their own)."""
    teams = Counter(_teams(accounts.values()))
    return teams.most_common(1)[0][0] if teams else None


def _teams(accounts: Iterable[Raw]) -> Iterator[str]:
    yield from filter(None, map(_team, accounts))


def _team(raw: Raw) -> str:
    return text(raw, "team_id") or text(child(raw, "profile"), "team")
