"""What Kenner says to whoever sets it up in Teams: ``kenner teams check``, a line each."""

from collections.abc import Sequence

from bot.phrases import number

# ------------------------------------------------------------------ settings

NO_APP = (
    "There is no app yet. Register one in Entra, and set KENNER_TEAMS_APP_ID, KENNER_TEAMS_APP_PASSWORD and"
    " KENNER_TEAMS_TENANT_ID; docs/teams.md shows where they stand."
)
NO_APP_ID = "KENNER_TEAMS_APP_ID is missing: in Entra, the application (client) ID of the app registration."
NO_KEY = "KENNER_TEAMS_APP_PASSWORD is missing: in Entra, the value of a client secret of the app."
NO_TENANT = (
    "KENNER_TEAMS_TENANT_ID is missing: in Entra, the directory (tenant) ID beside the application ID."
)
WRONG_APP_ID = (
    "KENNER_TEAMS_APP_ID is no application (client) ID: those look like 00000000-0000-0000-0000-000000000000."
)
WRONG_TENANT = (
    "KENNER_TEAMS_TENANT_ID is no directory (tenant) ID: those look like 00000000-0000-0000-0000-000000000000."
    " A domain name will not do, for Teams names the tenant by its ID."
)
KEY_IS_AN_ID = (
    "KENNER_TEAMS_APP_PASSWORD looks like the ID of a secret. What is wanted is its value, which Entra shows only"
    " once: if it is gone, make another secret."
)
SETTINGS_FINE = "App, secret and tenant are set."
LOCAL = (
    "KENNER_TEAMS_LOCAL is on: whoever is on this machine is let in, and Microsoft's Teams is not. That is for trying"
    " it out, for example with Microsoft's Agents Playground."
)
LOCAL_AND_AN_APP = "KENNER_TEAMS_LOCAL is on and there is an app: that would let in whoever is on this machine. Take one of them out."

# ------------------------------------------------------------------ the login

LOGIN_FINE = "Microsoft's login takes them."
LOGIN_SILENT = "Microsoft's login does not answer. Check that this machine reaches login.microsoftonline.com."
REFUSED = {
    "AADSTS7000215": (
        "The client secret is wrong. Set KENNER_TEAMS_APP_PASSWORD to the value of a secret of this app, not to its ID."
    ),
    "AADSTS7000222": (
        "The client secret has expired. Make another one in Entra, under Certificates & secrets, and set"
        " KENNER_TEAMS_APP_PASSWORD to its value."
    ),
    "AADSTS700016": (
        "There is no such app in this tenant. Check KENNER_TEAMS_APP_ID, and that the app is registered in the tenant of"
        " KENNER_TEAMS_TENANT_ID."
    ),
    "AADSTS7000229": (
        "The app is registered, but has no service principal in this tenant: az ad sp create --id with its application ID"
        " makes one."
    ),
    "AADSTS7000112": (
        "The app is disabled in this tenant. Enable it in Entra, under Enterprise applications, Properties."
    ),
    "AADSTS90002": "There is no such tenant. Check KENNER_TEAMS_TENANT_ID.",
    "AADSTS900023": "There is no such tenant. Check KENNER_TEAMS_TENANT_ID.",
    "AADSTS53003": (
        "A policy of Conditional Access keeps the app from logging in from here. Whoever looks after Entra can exempt it."
    ),
}
"""What Microsoft's login says, by its number: what that means, and what to do."""


def login_refused(code: str) -> str:
    known = REFUSED.get(code)
    if known:
        return f"{code}: {known}"
    return f"Microsoft's login refuses the app ({code}). Check KENNER_TEAMS_APP_ID, _APP_PASSWORD and _TENANT_ID."


CLAIMS_FINE = "The token that it gives is this app's, for Teams."
CLAIMS_OF_ANOTHER_APP = (
    "The token that it gives is another app's. Something between here and Microsoft answers in its place."
)
CLAIMS_OF_ANOTHER_TENANT = "The token that it gives is of another tenant. Check KENNER_TEAMS_TENANT_ID."
CLAIMS_NOT_FOR_TEAMS = (
    "The token that it gives is not for Teams. Something between here and Microsoft answers in its place."
)

# ------------------------------------------------------------------ keys and the clock

KEYS_UNREACHABLE = (
    "The keys that Teams signs with are not to be had, so nobody would be let in. Check that this machine reaches"
    " login.botframework.com."
)
NO_KEYS_FOR_TEAMS = (
    "No key that was fetched is for Teams. Something between here and Microsoft answers in its place."
)
CLOCK_FINE = "This machine's clock is right."


def keys_fine(count: int) -> str:
    return f"The keys that Teams signs with can be fetched ({count})."


def keys_old(hours: int) -> str:
    return (
        f"The keys that Teams signs with come from a cache on the way, {hours} hours old: a new key would be refused."
        " Let login.botframework.com past it."
    )


def clock_wrong(seconds: int) -> str:
    which = "fast" if seconds > 0 else "slow"
    return f"This machine's clock is {abs(seconds)} seconds {which}: past 300, all that Teams sends is refused. Set it by NTP."


# ------------------------------------------------------------------ where it is

NO_TEAMS = (
    "Kenner is in no team yet, as far as it heard. Upload what kenner teams package wrote, and add the app to a team while"
    " kenner serve runs."
)
CONNECTOR_SILENT = "Teams does not answer. Check that this machine reaches smba.trafficmanager.net."
CONNECTOR_REFUSES = (
    "Teams refuses the app's token. Check that the Azure Bot has the same app ID, is of the type Single Tenant in this"
    " tenant, and has the channel Microsoft Teams."
)
EVERYTHING_TOLD = "It is told what they are called, which channels they have and who is in them."
NO_OPEN_TEAMS = (
    "No team is open to everyone (KENNER_TEAMS_OPEN_TEAMS). Everybody gets answers from their own teams alone, and"
    " Kenner cannot learn what is common here and what is rare."
)


def in_teams(teams: int, channels: int) -> str:
    return f"Kenner is in {_count(teams, 'team')} with {_count(channels, 'channel')}."


def left(team: str) -> str:
    return f"Kenner was in the team {team}, and is no longer."


def members_missing(team: str, code: str) -> str:
    return (
        f"Kenner is not told who is in {team} ({code}), so it shows nothing from there. Have an owner of the team remove"
        " the app, add it again, and consent to what it asks for (TeamMember.Read.Group)."
    )


def channels_missing(team: str, code: str) -> str:
    return (
        f"Kenner is not told which channels {team} has ({code}). Have an owner of the team remove the app, add it again,"
        " and consent to what it asks for (ChannelSettings.Read.Group)."
    )


def open_teams(names: Sequence[str]) -> str:
    return f"Open to everyone in the tenant: {', '.join(names)}. Kenner quotes what is said there to all of them."


def open_team_unknown(team: str) -> str:
    return (
        f"KENNER_TEAMS_OPEN_TEAMS names {team}, and Kenner is in no such team. The ID stands in the link to a team, after"
        " groupId=."
    )


# ------------------------------------------------------------------ the way in

FROM_OUTSIDE = (
    "Whether Microsoft reaches Kenner cannot be seen from here. While kenner serve runs, open the Azure Bot's messaging"
    " endpoint, https://…/api/messages, in a browser outside of your network: it must answer 405, Method Not Allowed."
)


def _count(count: int, what: str) -> str:
    return f"{number(count)} {what}{'' if count == 1 else 's'}"
