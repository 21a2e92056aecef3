"""A workspace with no history: whoever is where such things belong is found, by the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.imports.zips import ANN, BOB, account, channel
from tests.scenarios.cli import ASKED, CID, DEE, CommandLine, company, zipped

TERRAFORM = "my terraform state is locked"
EVERYONE = [ANN, BOB, CID, DEE]


def _silent(**channels: Any) -> dict[str, Any]:
    """Channels by name, each with its members and what else is said of it; no message at all."""
    listed = [
        channel(f"C0{number}", name.replace("_", "-"), **fields)
        for number, (name, fields) in enumerate(channels.items())
    ]
    users = [account(one, team_id="T0ACME") for one in EVERYONE]
    return {"users.json": users, "channels.json": listed}


INFRA = {"members": [CID], "purpose": {"value": "Terraform, state and modules"}}


@pytest.mark.parametrize("options", [(), ("--no-embed",)])
def test_with_channels_and_members_alone_somebody_is_found(
    cli: CommandLine, tmp_path: Path, options: tuple[str, ...]
) -> None:
    files = _silent(general={"members": EVERYONE}, help_infra=INFRA)
    assert cli("import", zipped(tmp_path, files), *options).code == 0

    found = cli("ask", TERRAFORM)
    told = json.loads(cli("ask", TERRAFORM, "--json").out)

    assert (found.code, found.err) == (0, "")
    assert "Cid: is in #help-infra, where such things belong." in found.out
    assert [(each["id"], each["member_of"]) for each in told["people"]] == [(CID, ["help-infra"])]
    assert (told["people"][0]["knows"], told["people"][0]["quotation"]) == ([], None)
    assert cli("ask", "who tunes a harpsichord?").code == 3


def test_with_channels_alone_the_channel_is_named(cli: CommandLine, tmp_path: Path) -> None:
    cli("import", zipped(tmp_path, _silent(general={}, terraform={})), "--no-embed")

    told = cli("ask", TERRAFORM)

    assert (told.code, told.err) == (3, "")
    assert "nobody stands out" in told.out
    assert "By its name and purpose, #terraform is for such things" in told.out


def test_beside_a_history_only_what_nobody_spoke_of_goes_by_membership(
    cli: CommandLine, tmp_path: Path
) -> None:
    listed = [
        channel(members=EVERYONE),
        channel("C0DATA", "data", members=[DEE]),
        channel("C0TF", "terraform", members=[CID, DEE]),
        channel("C0ORDERS", "orders-table", members=[DEE]),
    ]
    cli("import", zipped(tmp_path, company({"channels.json": listed})))

    spoken_of = json.loads(cli("ask", ASKED, "--json").out)
    unheard = json.loads(cli("ask", TERRAFORM, "--json").out)

    assert [each["id"] for each in spoken_of["people"]] == [BOB]
    assert spoken_of["people"][0]["member_of"] == []
    assert sorted(each["id"] for each in unheard["people"]) == [CID, DEE]
    assert {each["why"] for each in unheard["people"]} == {"is in #terraform, where such things belong"}


def test_a_private_channel_is_nobodys_reason(cli: CommandLine, tmp_path: Path) -> None:
    files = _silent(general={"members": EVERYONE})
    closed = {**files, "groups.json": [channel("G0TF", "terraform", members=[CID])]}
    cli("import", zipped(tmp_path, closed), "--private", "terraform")

    outside, inside = cli("ask", TERRAFORM, "--as", BOB), cli("ask", TERRAFORM, "--as", CID)

    assert outside.code == inside.code == 3
    assert "#terraform" not in outside.out + inside.out
