"""Who may bring us activities: the channel service, for our app and our tenant, and nobody else.

The checks are botframework-connector's, with what it leaves open closed: a token that cannot be read is a
401 and not an error, an activity without a service URL is not exempt from having it checked, and no app id
does not mean that everybody is let in.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address

from botframework.connector.auth import (
    AuthenticationConstants,
    ChannelValidation,
    JwtTokenExtractor,
    SimpleCredentialProvider,
    VerifyOptions,
)

from adapters.json_fields import Raw, text
from adapters.teams.errors import UnauthorizedError, UnguardedError
from adapters.teams.keys import Keys
from bot.errors import UnreachableError

CHANNEL = "msteams"

_TOLERANCE = 300  # seconds by which clocks may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who brings an activity: the ``Authorization`` header, and the address that it comes from."""

    authorization: str | None
    remote: str | None


Guard = Callable[[Caller, Raw], Awaitable[None]]
"""Raises UnauthorizedError, or UnreachableError where it cannot be told for now."""


class SignedGuard:
    """Admits what the channel service signed for this app. Raises UnguardedError without an app id."""

    def __init__(self, app_id: str, keys: Keys) -> None:
        if not app_id:
            raise UnguardedError
        self._credentials = SimpleCredentialProvider(app_id, "")
        self._extractor = JwtTokenExtractor(
            _options(), "", AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS
        )
        self._extractor.open_id_metadata = keys

    async def __call__(self, caller: Caller, activity: Raw) -> None:
        """By the token's signature, issuer, age, audience, endorsed channel and service URL."""
        service_url = text(activity, "serviceUrl")
        if not caller.authorization or not service_url or text(activity, "channelId") != CHANNEL:
            raise UnauthorizedError
        try:
            identity = await self._extractor.get_identity_from_auth_header(caller.authorization, CHANNEL)
            identity = await ChannelValidation.validate_identity(identity, self._credentials)
        except UnreachableError:
            raise
        except Exception as error:  # noqa: BLE001 whatever it stumbles over is no good token
            raise UnauthorizedError(type(error).__name__) from None
        if "exp" not in identity.claims or identity.get_claim_value("serviceurl") != service_url:
            raise UnauthorizedError


async def admit_local(caller: Caller, _: Raw) -> None:
    """Admits whoever is on this machine: for trying things out, and only where that was declared."""
    if not _is_here(caller.remote):
        raise UnauthorizedError


def _is_here(remote: str | None) -> bool:
    try:
        return ip_address(remote or "").is_loopback
    except ValueError:
        return False


def _options() -> VerifyOptions:
    """The audience is checked by itself, against the app id."""
    return VerifyOptions(
        issuer=[AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER],
        audience=None,
        clock_tolerance=_TOLERANCE,
        ignore_expiration=False,
    )
