"""Leads ``kenner serve`` to a fake instead of to Microsoft: for a process that is started by itself."""

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.commands import serve_command

if TYPE_CHECKING:
    from adapters.settings import Settings
    from adapters.teams.service import TeamsSettings


def lead_to(address: str) -> None:
    """From now on its login, its keys and its door are those of the ``FakeTeams`` at that address."""
    real = serve_command.teams_settings

    def settled(settings: "Settings") -> "TeamsSettings":
        return replace(
            real(settings),
            login_url=address,
            keys_url=f"{address}/v1/.well-known/openidconfiguration",
            service_url=f"{address}/emea/",
        )

    serve_command.teams_settings = settled
