"""What people do with the bot's own means: commands, the message shortcut, buttons and forms."""

from collections.abc import Callable, Iterator, Mapping

from adapters.json_fields import Raw, child, children, text
from adapters.plain import link_of_a_card
from adapters.slack.blocks import ABOUT
from adapters.slack.errors import MalformedPayloadError
from adapters.slack.payloads import Reading, place_of, required
from adapters.slack.spoken import question
from adapters.slack.text import plain_text
from adapters.slack.times import moment
from bot.incoming import Asked, Command, Commanded, Incoming, Pressed, Submitted, Via
from bot.typed_words import about_a_topic
from bot.views import Action
from expertise.types import MessageTs

_WORDS = {
    "": Command.HELP,
    "help": Command.HELP,
    "me": Command.ME,
    "notebook": Command.NOTEBOOK,
    "here": Command.HERE,
    "shadow": Command.SHADOW,
}


def command(payload: Raw, reading: Reading) -> Iterator[Incoming]:
    """A slash command: a question, or one of the words that are none."""
    name, person = text(payload, "command"), required(payload, "user_id", "command")
    words = plain_text(text(payload, "text"), reading.names.people, reading.names.channels).strip()
    if name == reading.entrances.know:
        yield _commanded(Command.KNOW, person, words, payload)
    elif name == reading.entrances.aloud:
        yield _commanded(Command.ALOUD, person, words, payload)
    elif name != reading.entrances.ask:
        return
    elif words.casefold() in _WORDS:
        yield _commanded(_WORDS[words.casefold()], person, "", payload)
    elif (link := link_of_a_card(words)) is not None:
        yield _commanded(Command.CARD, person, link, payload)
    elif found := about_a_topic(words):
        yield _commanded(found[0], person, found[1], payload)
    else:
        yield Asked(
            via=Via.COMMAND,
            asker=person,
            text=words,
            channel=text(payload, "channel_id") or None,
            response_url=text(payload, "response_url") or None,
        )


def shortcut(payload: Raw, reading: Reading) -> Iterator[Incoming]:
    """On somebody's message: its words are a question, what its author learned, or a thread to be kept."""
    chosen, raw = text(payload, "callback_id"), child(payload, "message")
    known: Mapping[str, Callable[[Raw, Raw, Reading], Incoming]] = {
        reading.entrances.find: _asked,
        reading.entrances.learned: _learned,
        reading.entrances.keep: _kept,
    }
    read = known.get(chosen)
    if read is None:
        return
    if not raw:
        raise MalformedPayloadError("message_action", "message")
    yield read(payload, raw, reading)


def _kept(payload: Raw, raw: Raw, _reading: Reading) -> Pressed:
    place = place_of(payload)
    return Pressed(
        action=Action.KEEP,
        value=f"{place} {text(raw, 'ts')}",
        person=_who(payload, "message_action"),
        channel=place or None,
        ts=None,
        thread_ts=_ts(raw, "thread_ts"),
        response_url=text(payload, "response_url") or None,
    )


def _asked(payload: Raw, raw: Raw, reading: Reading) -> Asked:
    return Asked(
        via=Via.MESSAGE,
        asker=_who(payload, "message_action"),
        text=question(raw, reading, reading.bot),
        channel=place_of(payload) or None,
        thread_ts=_ts(raw, "thread_ts"),
        ts=_ts(raw, "ts"),
        written_at=moment(text(raw, "ts")),
        response_url=text(payload, "response_url") or None,
    )


def _learned(payload: Raw, raw: Raw, reading: Reading) -> Commanded:
    """Somebody else's words are not theirs to say: they are asked for their own."""
    who = _who(payload, "message_action")
    return Commanded(
        command=Command.ALOUD,
        person=who,
        text=question(raw, reading, reading.bot) if text(raw, "user") == who else "",
        channel=place_of(payload) or None,
        response_url=text(payload, "response_url") or None,
    )


def actions(payload: Raw, _reading: Reading) -> Iterator[Incoming]:
    """Buttons pressed, or fields of the home page sent. A link's button is one, and asks for nothing."""
    person, pressed = _who(payload, "block_actions"), children(payload, "actions")
    if not pressed:
        raise MalformedPayloadError("block_actions", "actions")
    for action in pressed:
        name = required(action, "action_id", "block_actions").partition(".")[0]
        if name == Action.ASK_HERE:
            yield Asked(via=Via.HOME, asker=person, text=_value(action).strip(), channel=None)
        else:
            yield _pressed(payload, action, name, person)


def form(payload: Raw, _reading: Reading) -> Iterator[Incoming]:
    """A form was sent: its fields by their action ids, in the order of the form."""
    view = child(payload, "view")
    blocks = child(child(view, "state"), "values")
    fields = [
        (name, _value(value))
        for block in blocks.values()
        if isinstance(block, dict)
        for name, value in block.items()
        if isinstance(value, dict)
    ]
    yield Submitted(
        form=required(view, "callback_id", "view_submission"),
        person=_who(payload, "view_submission"),
        fields=tuple(fields),
        value=text(view, "private_metadata"),
    )


def _commanded(command_: Command, person: str, words: str, payload: Raw) -> Commanded:
    return Commanded(
        command=command_,
        person=person,
        text=words,
        channel=text(payload, "channel_id") or None,
        response_url=text(payload, "response_url") or None,
        trigger=text(payload, "trigger_id") or None,
    )


def _pressed(payload: Raw, action: Raw, name: str, person: str) -> Pressed:
    container, shown = child(payload, "container"), child(payload, "message")
    return Pressed(
        action=name,
        value=_carried(action),
        person=person,
        channel=place_of(payload) or text(container, "channel_id") or None,
        ts=_ts(container, "message_ts") or _ts(shown, "ts"),
        thread_ts=_ts(container, "thread_ts") or _ts(shown, "thread_ts"),
        is_ephemeral=container.get("is_ephemeral") is True,
        response_url=text(payload, "response_url") or None,
        trigger=text(payload, "trigger_id") or None,
    )


def _carried(action: Raw) -> str:
    """What a button or field says, after what it is about."""
    block = text(action, "block_id")
    about = block.removeprefix(ABOUT).partition("#")[0] if block.startswith(ABOUT) else ""
    return f"{about} {_value(action)}" if about else _value(action)


def _value(element: Raw) -> str:
    """What a button carries, or what was typed or chosen; several choices stand a line each."""
    chosen = child(element, "selected_option") or element
    several = [text(option, "value") for option in children(element, "selected_options")]
    return "\n".join(several) or text(
        chosen,
        "value",
        "selected_user",
        "selected_channel",
        "selected_conversation",
        "selected_date",
        "selected_time",
    )


def _who(payload: Raw, kind: str) -> str:
    return required(child(payload, "user"), "id", kind)


def _ts(raw: Raw, key: str) -> MessageTs | None:
    ts = text(raw, key)
    return MessageTs(ts) if moment(ts) else None
