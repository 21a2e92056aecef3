"""What the bot says in tests: one drawn message, and where."""

from tests.support.teams.connecting import WORKSPACE
from tests.support.teams.world import Json

HERE = WORKSPACE.id
CARD: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Maya Lind"}]}
DRAWN: Json = {
    "type": "message",
    "summary": "Maya may know",
    "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}],
}
