"""The app as Teams takes it: a zip of the manifest and two icons. Pure: the same input, the same bytes.

It asks for no more than is used. To read what is said without the bot's name, the owners of each team and
the members of each chat consent when they add it (resource-specific consent): no administrator grants all.
"""

import io
import json
from importlib.metadata import version
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.teams import icons
from adapters.teams.extension import ASK, QUESTION
from adapters.teams.pressed import FIND, KEEP, LEARNED
from bot import teams_app_phrases as say

SCHEMA_VERSION = "1.22"
MANIFEST, COLOR, OUTLINE = "manifest.json", "color.png", "outline.png"
PERMISSIONS = tuple(say.MAY)
_SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v{0}/MicrosoftTeams.schema.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell: two packages of the same manifest are the same file."""


def package(app_id: UUID, company: str, website: str) -> bytes:
    """The zip. ``app_id`` is that of the bot in Entra; ``website`` tells people who runs it: https."""
    files = {
        MANIFEST: json.dumps(manifest(app_id, company, website), ensure_ascii=False, indent=2).encode(),
        COLOR: icons.color(),
        OUTLINE: icons.outline(),
    }
    zipped = io.BytesIO()
    with ZipFile(zipped, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _LONG_AGO), content)
    return zipped.getvalue()


def manifest(app_id: UUID, company: str, website: str) -> dict[str, Any]:
    """The manifest as JSON. The app's own id follows from the bot's: packed again, it is the same app."""
    return {
        "$schema": _SCHEMA.format(SCHEMA_VERSION),
        "manifestVersion": SCHEMA_VERSION,
        "version": version("kenner"),
        "id": str(uuid5(NAMESPACE_URL, f"kenner:{app_id}")),
        "developer": {
            "name": company[:32],
            "websiteUrl": website,
            "privacyUrl": website,
            "termsOfUseUrl": website,
        },
        "name": {"short": say.APP_NAME, "full": say.APP_FULL_NAME},
        "description": {"short": say.APP_DESCRIPTION, "full": say.APP_LONG_DESCRIPTION},
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": icons.ACCENT,
        "bots": [_bot(app_id)],
        "composeExtensions": [_extension(app_id)],
        "webApplicationInfo": {"id": str(app_id)},
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": name, "type": "Application"} for name in PERMISSIONS]
            }
        },
    }


def _bot(app_id: UUID) -> dict[str, Any]:
    commands = [{"title": title, "description": what} for title, what in say.COMMANDS]
    return {
        "botId": str(app_id),
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }


def _extension(app_id: UUID) -> dict[str, Any]:
    """On a message it acts at once: there is nothing to fill in. Where messages are written it searches."""
    find = _on_a_message(FIND, say.FIND, say.FIND_SAYS)
    keep = _on_a_message(KEEP, say.KEEP, say.KEEP_SAYS)
    learned = _on_a_message(LEARNED, say.LEARNED, say.LEARNED_SAYS)
    ask = {
        "id": ASK,
        "type": "query",
        "title": say.SEARCH,
        "description": say.SEARCH_SAYS,
        "context": ["compose", "commandBox"],
        "parameters": [{"name": QUESTION, "title": say.SEARCHED, "description": say.SEARCHED_SAYS}],
    }
    return {"botId": str(app_id), "commands": [find, keep, learned, ask]}


def _on_a_message(name: str, title: str, says: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "action",
        "title": title,
        "description": says,
        "context": ["message"],
        "fetchTask": True,
    }
