"""Teams' activities as the inbox keeps them: which go before talk."""

from typing import Any

import pytest

from adapters.teams.envelopes import envelope
from adapters.teams.extension import ASK
from tests.adapters.storage.building import NOON
from tests.support.teams_activities import (
    CHANNEL,
    activity,
    group,
    happened,
    invoke,
    mention,
    message,
    personal,
    pressed,
)


def updated(what: str, **fields: Any) -> dict[str, Any]:
    whole = message(type="messageUpdate", **fields)
    return whole | {"channelData": whole["channelData"] | {"eventType": what}}


@pytest.mark.parametrize(
    ("kept", "is_urgent"),
    [
        (message(), False),
        (group(), False),
        (message(entities=[mention(whose="29:bob", label="Bob")]), False),
        (message(entities=[mention()]), True),
        (group(entities=[mention()]), True),
        (personal(text="restore a backup"), True),
        (activity(value=pressed("helped")), True),
        (invoke("adaptiveCard/action", {"action": {"data": pressed("helped")}}), True),
        (invoke("composeExtension/submitAction", {"commandId": ASK}), True),
        (updated("editMessage"), False),
        (updated("editMessage", entities=[mention()]), True),
        (updated("undeleteMessage"), True),
        (activity("messageDelete"), True),
        (activity("installationUpdate", action="remove"), True),
        (happened("teamMemberAdded"), True),
        (happened("channelRenamed", channel={"id": CHANNEL}), True),
        (happened("channelDeleted", channel={"id": CHANNEL}), False),
        (happened("channelRestored", channel={"id": CHANNEL}), False),
        (happened("teamHardDeleted"), False),
    ],
)
def test_what_somebody_waits_for_and_what_changes_who_sees_what_goes_before_talk(
    kept: dict[str, Any], *, is_urgent: bool
) -> None:
    delivery = envelope(kept, NOON)

    assert delivery is not None
    assert delivery.is_urgent is is_urgent
