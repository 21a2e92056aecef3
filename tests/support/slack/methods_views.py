"""Web API: the home page, forms, and the way into Socket Mode."""

from tests.support.slack.blocks import refuse_bad_view
from tests.support.slack.calls import Call, Method, good
from tests.support.slack.limits import TIERS
from tests.support.slack.world import Json, Refused

MOST_FORMS = 3
CONNECTIONS_PER_MINUTE = 60
"""Slack says "1+" of it, and in practice allows reconnecting at once."""


def views_open(call: Call) -> Json:
    view = refuse_bad_view(call.arguments.get("view"), "modal")
    user = call.slack.triggers.take(call.text("trigger_id"))
    kept = call.slack.keep_view(view, user)
    call.world.modals[user] = [kept]
    return good(view=kept)


def views_push(call: Call) -> Json:
    view = refuse_bad_view(call.arguments.get("view"), "modal")
    user = call.slack.triggers.take(call.text("trigger_id"))
    stack = call.world.modals.setdefault(user, [])
    if len(stack) >= MOST_FORMS:
        raise Refused("push_limit_reached")
    kept = call.slack.keep_view(view, user)
    stack.append(kept)
    return good(view=kept)


def views_update(call: Call) -> Json:
    view = refuse_bad_view(call.arguments.get("view"), "modal", "home")
    for user, stack in _stacks(call):
        for number, old in enumerate(stack):
            if _is_meant(call, old):
                _refuse_stale(call, old)
                stack[number] = call.slack.keep_view(view, user, old["id"])
                if view["type"] == "home":
                    call.world.homes[user] = stack[number]
                return good(view=stack[number])
    raise Refused("not_found")


def views_publish(call: Call) -> Json:
    user = call.person("user_id")
    view = refuse_bad_view(call.arguments.get("view"), "home")
    old = call.world.homes.get(user.id)
    if old is not None:
        _refuse_stale(call, old)
    kept = call.slack.keep_view(view, user.id, old["id"] if old else None)
    call.world.homes[user.id] = kept
    return good(view=kept)


def connections_open(call: Call) -> Json:
    return good(url=call.slack.socket_mode.new_address())


def _stacks(call: Call) -> list[tuple[str, list[Json]]]:
    homes = [(user, [view]) for user, view in call.world.homes.items()]
    return [*call.world.modals.items(), *homes]


def _is_meant(call: Call, view: Json) -> bool:
    if call.text("view_id"):
        return bool(view["id"] == call.text("view_id"))
    external = call.text("external_id")
    return bool(external) and view.get("external_id") == external


def _refuse_stale(call: Call, view: Json) -> None:
    if call.text("hash") and call.text("hash") != view["hash"]:
        raise Refused("hash_conflict")


METHODS = {
    "views.open": Method(answer=views_open, per_minute=TIERS[4]),
    "views.push": Method(answer=views_push, per_minute=TIERS[4]),
    "views.update": Method(answer=views_update, per_minute=TIERS[4]),
    "views.publish": Method(answer=views_publish, per_minute=TIERS[4]),
    "apps.connections.open": Method(
        answer=connections_open,
        per_minute=CONNECTIONS_PER_MINUTE,
        scopes=("connections:write",),
        wants_app_token=True,
    ),
}
