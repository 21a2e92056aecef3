"""Web API: the app itself, the workspace, and people."""

from tests.support.slack.calls import Call, Method, good
from tests.support.slack.limits import SPECIAL, TIERS
from tests.support.slack.paging import page, with_cursor
from tests.support.slack.shapes import user_shape
from tests.support.slack.tokens import EMAIL_SCOPE
from tests.support.slack.world import Json, Refused, User

MOST_IN_ONE_QUESTION = 50


def auth_test(call: Call) -> Json:
    world = call.world
    return good(
        url=f"https://{world.domain}.slack.com/",
        team=world.team_name,
        user=world.users[world.bot_user].name,
        team_id=world.team_id,
        user_id=world.bot_user,
        bot_id=world.bot_id,
        is_enterprise_install=False,
    )


def team_info(call: Call) -> Json:
    world = call.world
    return good(team={"id": world.team_id, "name": world.team_name, "domain": world.domain})


def bots_info(call: Call) -> Json:
    world = call.world
    if call.text("bot", world.bot_id) != world.bot_id:
        raise Refused("bot_not_found")
    bot = {"id": world.bot_id, "deleted": False, "name": "Kenner", "updated": 1}
    return good(bot=bot | {"app_id": world.app_id, "user_id": world.bot_user})


def users_list(call: Call) -> Json:
    users, cursor = page(
        list(call.world.users.values()), lambda one: one.id, call.arguments, default=200, most=1000
    )
    members = [_shape(call, one) for one in users]
    return with_cursor(good(members=members, cache_ts=int(call.world.now())), cursor)


def users_info(call: Call) -> Json:
    return good(user=_shape(call, call.person()))


def _shape(call: Call, user: User) -> Json:
    return user_shape(user, with_email=EMAIL_SCOPE in call.token.scopes)


def users_get_presence(call: Call) -> Json:
    return good(presence=call.person().presence)


def dnd_info(call: Call) -> Json:
    return good(**_dnd(call.person()))


def dnd_team_info(call: Call) -> Json:
    call.require("users")
    ids = call.text("users").split(",")
    if len(ids) > MOST_IN_ONE_QUESTION:
        raise Refused("too_many_users")
    known = [call.world.users[one] for one in ids if one in call.world.users]
    return good(users={one.id: _dnd(one) for one in known})


def _dnd(user: User) -> Json:
    """Slack says 1 and 1 for people without hours of do-not-disturb."""
    start, end = user.dnd or (1, 1)
    return {"dnd_enabled": user.dnd is not None, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


METHODS = {
    "auth.test": Method(answer=auth_test, per_minute=SPECIAL),
    "team.info": Method(answer=team_info, per_minute=TIERS[3], scopes=("team:read",)),
    "bots.info": Method(answer=bots_info, per_minute=TIERS[3], scopes=("users:read",)),
    "users.list": Method(answer=users_list, per_minute=TIERS[2], scopes=("users:read",)),
    "users.info": Method(answer=users_info, per_minute=TIERS[4], scopes=("users:read",)),
    "users.getPresence": Method(answer=users_get_presence, per_minute=TIERS[3], scopes=("users:read",)),
    "dnd.info": Method(answer=dnd_info, per_minute=TIERS[3], scopes=("dnd:read",)),
    "dnd.teamInfo": Method(answer=dnd_team_info, per_minute=TIERS[2], scopes=("dnd:read",)),
}
