"""Who says who is who: the channel service's key and the tokens it signs, and the bot's own tokens."""

import time
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.support.teams.world import Json

ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
LASTS = 3_600


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    """Made once in a run, for that takes a while."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


class Issuer:
    """Signs what the channel service brings. Times are real ones, for they are checked against the clock.

    ``headers``: with what the published keys come.
    """

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self.key_id = "key-1"
        self.endorsements = ["msteams", "skype"]
        self.headers: dict[str, str] = {}

    def rotate(self) -> None:
        """From now on another key signs, and only that one is published."""
        self.key_id = "key-2"

    def keys(self) -> Json:
        """The published key set."""
        public: Json = RSAAlgorithm.to_jwk(_key(self.key_id).public_key(), as_dict=True)
        return {"keys": [public | {"kid": self.key_id, "use": "sig", "endorsements": self.endorsements}]}

    def header(self, service_url: str, *, kid: str = "", key: str = "", **claims: Any) -> str:
        """An ``Authorization``; claims given replace those of a good one, None leaves one out.

        ``key`` names another key to sign with than the published one.
        """
        now = int(time.time())
        good: Json = {"iss": ISSUER, "aud": self._app_id, "serviceurl": service_url}
        good |= {"iat": now, "nbf": now - 300, "exp": now + LASTS}
        told = {name: value for name, value in (good | claims).items() if value is not None}
        signed = jwt.encode(
            told, _key(key or self.key_id), algorithm="RS256", headers={"kid": kid or self.key_id}
        )
        return f"Bearer {signed}"


class BotTokens:
    """What the bot gets for its id and secret, and shows to the connector, or to what the scope names.

    ``claims`` replace those of a good token. ``refusal``: with what status, error and number none is given.
    """

    def __init__(self, app_id: str, tenant: str, now: Callable[[], float], scope: str = SCOPE) -> None:
        self._app_id, self._tenant, self._now = app_id, tenant, now
        self.scope = scope
        self._numbers = count(1)
        self._until: dict[str, float] = {}
        self.secret = "fake-secret"
        self.given: list[str] = []
        self.claims: Json = {}
        self.refusal: tuple[int, str, int] | None = None

    def give(self, tenant: str, form: Json) -> tuple[int, Json]:
        """The answer of the token endpoint."""
        if self.refusal is not None:
            return _refused(*self.refusal)
        if tenant != self._tenant:
            return _refused(400, "invalid_request", 90002)
        if form.get("grant_type") != "client_credentials" or form.get("scope") != self.scope:
            return _refused(400, "invalid_scope", 70011)
        if form.get("client_id") != self._app_id:
            return _refused(400, "unauthorized_client", 700016)
        if form.get("client_secret") != self.secret:
            return _refused(401, "invalid_client", 7000215)
        token = self._token()
        self._until[token] = self._now() + LASTS
        self.given.append(token)
        return 200, {"token_type": "Bearer", "expires_in": LASTS, "access_token": token}

    def _token(self) -> str:
        """As Entra makes one for an app, of version 1."""
        now = int(self._now())
        claims: Json = {"aud": ISSUER, "iss": f"https://sts.windows.net/{self._tenant}/", "ver": "1.0"}
        claims |= {"appid": self._app_id, "tid": self._tenant, "uti": str(next(self._numbers))}
        claims |= {"iat": now, "nbf": now, "exp": now + LASTS}
        return jwt.encode(claims | self.claims, "nobody but the connector looks at this")

    def revoke(self) -> None:
        """What was given is worth nothing any more."""
        self._until.clear()

    def are_good(self, header: str) -> bool:
        return self._until.get(header.removeprefix("Bearer "), 0) > self._now()


def _refused(status: int, error: str, number: int) -> tuple[int, Json]:
    description = f"AADSTS{number}: Something is wrong. Trace ID: 0000 Correlation ID: 0000"
    return status, {"error": error, "error_description": description, "error_codes": [number]}
