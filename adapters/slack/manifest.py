"""The app's manifest, as an installation wants it: its command names, and Socket Mode or an address."""

from importlib.resources import files

from adapters.slack.payloads import Entrances

_ASK, _KNOW = "/whoknows", "/iknow"
_SOCKET_MODE = "  socket_mode_enabled: true\n"
_COMMAND = "    - command: "
_INTERACTIVITY = "  interactivity:\n    is_enabled: true\n"
_EVENTS = "  event_subscriptions:\n"


def manifest(entrances: Entrances, address: str | None = None) -> str:
    """YAML for Slack. ``address`` is where Slack posts over HTTPS; None: Socket Mode."""
    text = files("adapters.slack").joinpath("manifest.yaml").read_text("utf-8")
    for shipped, own in ((_ASK, entrances.ask), (_KNOW, entrances.know)):
        text = text.replace(f"{_COMMAND}{shipped}\n", f"{_COMMAND}{own}\n")
    return text if address is None else _over_http(text, address, entrances)


def _over_http(text: str, address: str, entrances: Entrances) -> str:
    for command in (entrances.ask, entrances.know):
        own = f"{_COMMAND}{command}\n"
        text = text.replace(own, f"{own}      url: {address}\n")
    text = text.replace(_SOCKET_MODE, _SOCKET_MODE.replace("true", "false"))
    text = text.replace(_INTERACTIVITY, f"{_INTERACTIVITY}    request_url: {address}\n")
    return text.replace(_EVENTS, f"{_EVENTS}    request_url: {address}\n")
