"""What people do with the app: commands, buttons, forms, shortcuts and the home page.

Each returns the ``Delivery``: how the app acknowledged, and what it said in doing so.
"""

from collections.abc import Mapping
from typing import Any

from tests.support.slack.delivery import Delivery, Outbox
from tests.support.slack.elements import chosen, find_element, form_state, missing_inputs
from tests.support.slack.responses import respond
from tests.support.slack.shapes import message_shape
from tests.support.slack.talking import Where, Who
from tests.support.slack.tickets import ResponseUrl, ResponseUrls, Triggers
from tests.support.slack.world import Channel, Json, User, World

CHANNEL_NAME = {"im": "directmessage", "private": "privategroup"}


class Pressing:
    """The half of the fake that uses the app."""

    world: World
    outbox: Outbox
    triggers: Triggers
    response_urls: ResponseUrls
    address: str

    async def command(self, who: Who, command: str, text: str, where: Where) -> Delivery:
        """A slash command, which works in any channel that the person is in, and in no thread."""
        user, channel = self.world.user(who), self.world.place(where)
        if user.id not in channel.members:
            raise ValueError(f"{user.name} is not in {channel.name}")
        payload = {
            "token": "fake-verification",
            "team_id": self.world.team_id,
            "team_domain": self.world.domain,
            "channel_id": channel.id,
            "channel_name": CHANNEL_NAME.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self.world.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel),
            "trigger_id": self.triggers.issue(user.id),
        }
        delivery = await self.outbox.send(Delivery(kind="slash_commands", payload=payload))
        if delivery.reply:
            url = ResponseUrl(user=user.id, channel=channel.id, issued_at=self.world.now())
            respond(self, url, delivery.reply)  # type: ignore[arg-type]  # mixed into FakeSlack
        return delivery

    async def press(
        self,
        who: Who,
        where: Json,
        action_id: str,
        *,
        choose: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Press that button of a message, an ephemeral one, the home page or a form, or choose from a list.

        ``values`` is what stands in the fields beside it, by action id.
        """
        user = self.world.user(who)
        block_id, element = find_element(where["blocks"], action_id)
        action = {"block_id": block_id, "action_ts": self.world.next_ts(), **chosen(element, choose)}
        payload = self._interaction("block_actions", user) | {"actions": [action], "container": {}}
        state = {"values": form_state(where["blocks"], values or {})}
        if where["type"] in {"home", "modal"}:
            container = {"type": "view", "view_id": where["id"]}
            payload |= {"container": container, "view": where | {"state": state}}
        else:
            payload |= {"state": state} | self._of_message(user, where)
        return await self.outbox.send(Delivery(kind="interactive", payload=payload))

    async def shortcut(self, who: Who, message: Json, callback_id: str) -> Delivery:
        """An entry of the menu that every message has, also in threads."""
        user, channel = self.world.user(who), self._home_of(message)
        payload = self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "response_url": self._response_url(user, channel),
            "message_ts": message["ts"],
            "message": message_shape(message),
            "channel": {"id": channel.id, "name": CHANNEL_NAME.get(channel.kind, channel.name)},
            "action_ts": self.world.next_ts(),
        }
        return await self.outbox.send(Delivery(kind="interactive", payload=payload))

    async def submit(self, view: Json, values: Mapping[str, Any]) -> Delivery:
        """Send a form, with values by action id. It closes, changes or shows errors, as the app replies."""
        stack = next(one for one in self.world.modals.values() if view in one)
        user = self.world.user(next(name for name, one in self.world.modals.items() if one is stack))
        if missing := missing_inputs(view["blocks"], values):
            raise ValueError(f"the form does not let itself be sent without {', '.join(missing)}")
        filled = view | {"state": {"values": form_state(view["blocks"], values)}}
        payload = self._interaction("view_submission", user) | {"view": filled, "response_urls": []}
        delivery = await self.outbox.send(Delivery(kind="interactive", payload=payload))
        if delivery.is_acknowledged:
            self._follow(stack, view, user, delivery.reply)
        return delivery

    async def close(self, view: Json) -> Delivery | None:
        """Close a form without sending it; the app hears of it only if it asked to."""
        stack = next(one for one in self.world.modals.values() if view in one)
        user = self.world.user(next(name for name, one in self.world.modals.items() if one is stack))
        stack.remove(view)
        if not view.get("notify_on_close"):
            return None
        payload = self._interaction("view_closed", user) | {"view": view, "is_cleared": False}
        return await self.outbox.send(Delivery(kind="interactive", payload=payload))

    async def open_home(self, who: Who, tab: str = "home") -> None:
        """Look at the app's home page, or at the conversation with it (``messages``)."""
        user = self.world.user(who)
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.world.direct(user).id,
            "tab": tab,
        }
        if tab == "home" and user.id in self.world.homes:
            event["view"] = self.world.homes[user.id]
        await self.outbox.events([event | {"event_ts": self.world.next_ts()}])

    def keep_view(self, view: Json, user: str, view_id: str | None = None) -> Json:
        """The fake's own: a view as Slack gives it back."""
        raise NotImplementedError

    def _interaction(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "api_app_id": self.world.app_id,
            "token": "fake-verification",
            "trigger_id": self.triggers.issue(user.id),
            "team": {"id": self.world.team_id, "domain": self.world.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _of_message(self, user: User, message: Json) -> Json:
        """An ephemeral message is not sent along: the app must know from the action alone."""
        channel = self._home_of(message)
        is_ephemeral = message.get("to") is not None
        if is_ephemeral and message["to"] != user.id:
            raise ValueError(f"{user.name} does not see this message")
        container: Json = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id}
        container["is_ephemeral"] = is_ephemeral
        if message.get("thread_ts"):
            container["thread_ts"] = message["thread_ts"]
        about: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": CHANNEL_NAME.get(channel.kind, channel.name)},
            "response_url": self._response_url(user, channel, message),
        }
        return about if is_ephemeral else about | {"message": message_shape(message)}

    def _home_of(self, message: Json) -> Channel:
        """The channel where it stands, or where one person sees it."""
        if message.get("to"):
            return self.world.channels[message["channel"]]
        return next(one for one in self.world.channels.values() if message["ts"] in one.messages)

    def _response_url(self, user: User, channel: Channel, source: Json | None = None) -> str:
        return f"{self.address}/response/{self.response_urls.issue(user.id, channel.id, source)}"

    def _follow(self, stack: list[Json], view: Json, user: User, reply: Json) -> None:
        """What becomes of a form that was sent."""
        action = reply.get("response_action")
        if action == "errors":
            return
        if action == "clear":
            stack.clear()
        elif action == "update":
            stack[stack.index(view)] = self.keep_view(reply["view"], user.id, view["id"])
        elif action == "push":
            stack.append(self.keep_view(reply["view"], user.id))
        else:
            stack.remove(view)
