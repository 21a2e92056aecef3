"""Web API: coming into a workspace, staying, and leaving it."""

from tests.support.slack import happenings
from tests.support.slack.calls import Call, Method, good
from tests.support.slack.limits import TIERS
from tests.support.slack.tokens import ROTATION_SECONDS
from tests.support.slack.world import Json, Refused


def oauth_access(call: Call) -> Json:
    """A code, or a refresh token, for a bot token; who asks shows the app's id and secret."""
    tokens, world = call.slack.tokens, call.world
    if call.text("client_id") != tokens.client_id:
        raise Refused("invalid_client_id")
    if call.text("client_secret") != tokens.client_secret:
        raise Refused("bad_client_secret")
    if call.text("grant_type") == "refresh_token":
        token = tokens.refreshed(call.text("refresh_token"))
    else:
        token = tokens.exchange(call.text("code"))
    body = good(
        access_token=token.value,
        token_type="bot",
        scope=",".join(sorted(token.scopes)),
        bot_user_id=world.bot_user,
        app_id=world.app_id,
        team={"id": world.team_id, "name": world.team_name},
        enterprise=None,
        authed_user={"id": "U0INSTALLER"},
        is_enterprise_install=False,
    )
    if tokens.rotates:
        body |= {"refresh_token": tokens.refresh, "expires_in": ROTATION_SECONDS}
    return body


def auth_revoke(call: Call) -> Json:
    """``test`` only tells what would be."""
    if call.flag("test"):
        return good(revoked=False)
    call.token.trouble = "token_revoked"
    return good(revoked=True)


def apps_uninstall(call: Call) -> Json:
    tokens = call.slack.tokens
    if (call.text("client_id"), call.text("client_secret")) != (tokens.client_id, tokens.client_secret):
        raise Refused("bad_client_secret")
    tokens.revoke()
    call.slack.tell_later(happenings.uninstalled(call.world))
    return good()


METHODS = {
    "oauth.v2.access": Method(answer=oauth_access, per_minute=TIERS[4], wants_no_token=True),
    "auth.revoke": Method(answer=auth_revoke, per_minute=TIERS[3]),
    "apps.uninstall": Method(answer=apps_uninstall, per_minute=TIERS[1]),
}
