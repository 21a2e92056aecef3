"""The text of Slack's rich text blocks, for messages whose ``text`` is empty.

Depth is fixed by the format (block, part, list item, leaf), so nothing here recurses.
Unlike ``text``, what stands in blocks is not escaped.
"""

from collections.abc import Sequence

from adapters.json_fields import Raw, child, children, flag, text
from adapters.plain import link
from adapters.slack.text import Names, harmless


def rich_text(blocks: Sequence[Raw], names: Names) -> str:
    """Give the blocks' plain text, a line for each part; '' without rich text."""
    parts = [
        _part(part, names)
        for block in blocks
        if text(block, "type") == "rich_text"
        for part in children(block, "elements")
    ]
    return harmless("\n".join(part for part in parts if part))


def _part(part: Raw, names: Names) -> str:
    match text(part, "type"):
        case "rich_text_list":
            return _list(part, names)
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _line(part, names).split("\n"))
        case "rich_text_preformatted":
            return f"```\n{_line(part, names)}\n```"
        case _:
            return _line(part, names)


def _list(part: Raw, names: Names) -> str:
    indent = part.get("indent")
    space = "  " * min(indent, 8) if isinstance(indent, int) else ""
    ordered = text(part, "style") == "ordered"
    return "\n".join(
        f"{space}{f'{number}.' if ordered else '•'} {_line(item, names)}"
        for number, item in enumerate(children(part, "elements"), 1)
    )


def _line(section: Raw, names: Names) -> str:
    leaves = children(section, "elements")
    return "".join(_leaf(leaf, names) for leaf in leaves).rstrip("\n")


def _leaf(leaf: Raw, names: Names) -> str:
    match text(leaf, "type"):
        case "user" | "usergroup" | "channel" | "broadcast" as kind:
            return _mention(leaf, kind, names)
        case "link":
            return link(text(leaf, "url"), text(leaf, "text"))
        case "emoji":
            return f":{text(leaf, 'name')}:"
        case "text" if flag(child(leaf, "style"), "code"):
            return f"`{text(leaf, 'text')}`"
        case _:
            return text(leaf, "text", "fallback", "value")


def _mention(leaf: Raw, kind: str, names: Names) -> str:
    match kind:
        case "user":
            return names.person(text(leaf, "user_id"))
        case "channel":
            return names.channel(text(leaf, "channel_id"))
        case "broadcast":
            return f"@{text(leaf, 'range') or 'channel'}"
        case _:
            return "@group"
