"""Maya and others, in a workspace of Slack and a tenant of Teams."""

from collections.abc import Sequence

from bot.accounts import Account
from bot.identity import person_id, workspace_id
from bot.incoming import PersonSeen
from bot.linking import Linking
from bot.types import Platform, Workspace
from expertise.types import Person
from tests.support.builders import ACME

TENANT = Workspace(
    id=workspace_id(Platform.TEAMS, "t1"), platform=Platform.TEAMS, platform_id="t1", name="t1"
)
MAYA = "maya@acme.example"


def account(workspace: Workspace, who: str) -> Account:
    return Account(workspace.id, person_id(workspace.id, who))


MAYAS = tuple(sorted([account(ACME, "maya"), account(TENANT, "maya")]))


def seen(who: str, email: str | None = MAYA, **fields: bool) -> PersonSeen:
    return PersonSeen(person=who, name=who.title(), email=email, **fields)


async def meet(linking: Linking, workspace: Workspace, *people: PersonSeen) -> None:
    """They are there, as the platform describes them."""
    rows = [
        Person(id=person_id(workspace.id, each.person), platform_id=each.person, name=each.name)
        for each in people
    ]
    async with linking.storage.begin(workspace.id) as uow:
        await uow.people.save(rows)
        await uow.commit()
    await linking.follow(workspace.id, people)


async def identities(linking: Linking) -> list[Sequence[Account]]:
    async with linking.storage.registry() as registry:
        found = await registry.identities.of(
            [account(workspace, who) for workspace in (ACME, TENANT) for who in ("maya", "ben", "other")]
        )
    return sorted({each.accounts for each in found.values()})


async def both_are_there(linking: Linking) -> None:
    await meet(linking, ACME, seen("maya"), seen("ben", "ben@acme.example"))
    await meet(linking, TENANT, seen("maya", " Maya@ACME.example"))
