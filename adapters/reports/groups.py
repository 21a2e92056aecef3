"""The sections of a report that go channel by channel and topic by topic."""

from collections.abc import Sequence

from adapters.reports.view import Gap, Gaps, Section, Table
from bot import report_phrases as say
from bot.report_types import FEWEST_OF_A_GROUP, MOST_GROUPS, Group
from expertise.shares import Share
from expertise.topics import FEWEST as FEWEST_FOR_TOPICS


def by_channel(groups: Sequence[Group]) -> Section:
    """A line for each channel with enough questions."""
    labels = [say.channel(group.name) if group.name else say.REST for group in groups]
    return Section(
        slug="channels",
        title=say.CHANNELS,
        sentences=(say.small_groups(FEWEST_OF_A_GROUP, MOST_GROUPS),),
        table=_table(say.CHANNELS_TABLE, say.CHANNEL_NAME, labels, groups),
        chart=_chart(labels, groups),
    )


def by_topic(groups: Sequence[Group]) -> Section:
    """A line for each topic; without groups, a word about why there are none."""
    if not groups:
        return Section(
            slug="topics", title=say.TOPICS, sentences=(say.too_few_for_topics(FEWEST_FOR_TOPICS),)
        )
    labels = [group.name or say.REST for group in groups]
    return Section(
        slug="topics",
        title=say.TOPICS,
        table=_table(say.TOPICS_TABLE, say.TOPIC, labels, groups),
        chart=_chart(labels, groups),
        notes=(say.TOPICS_NOTE,),
    )


def _table(caption: str, name: str, labels: Sequence[str], groups: Sequence[Group]) -> Table:
    return Table(
        caption=caption,
        header=(name, say.QUESTIONS, say.KENNER, say.CHANNEL),
        rows=[
            (label, f"{group.kenner.of:,}", _with_interval(group.kenner), _with_interval(group.habit))
            for label, group in zip(labels, groups, strict=True)
        ],
    )


def _with_interval(share: Share) -> str:
    return say.share(share.value, share.low, share.high)


def _chart(labels: Sequence[str], groups: Sequence[Group]) -> Gaps:
    return Gaps(
        gaps=[
            Gap(label=label, ours=group.kenner.value, habit=group.habit.value)
            for label, group in zip(labels, groups, strict=True)
        ],
        ours=say.KENNER,
        habit=say.CHANNEL,
    )
