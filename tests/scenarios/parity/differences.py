"""What is not the same on both platforms, and why: the one place where it may be said.

A conversation fails where its platforms differ in anything that is not declared here, and where something
that is declared here is no longer so.
"""

import re
from dataclasses import dataclass

from bot import chat_phrases as say
from bot import follow_phrases, plan_phrases
from bot import suggesting_phrases as suggest
from bot import teams_app_phrases as in_teams
from bot.phrases import ALSO
from expertise.explanation import Also


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How a difference shows: ``slack``, a pattern of what is seen there, reads as ``teams`` in Teams.

    Without ``slack`` it is a pattern of what is seen in Teams alone.
    """

    slack: str = ""
    teams: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``is_everywhere``: in any conversation; else in those alone that declare it.

    ``is_missing``: it is not in the nature of the platforms, and ought to become the same one day.
    """

    name: str
    what: str
    slack: str
    teams: str
    why: str
    facts: tuple[Fact, ...]
    is_everywhere: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What one platform has, and the other nothing like it. ``shown_by`` is a test: its file and name."""

    what: str
    platform: str
    why: str
    shown_by: str


def _words(slack: str, teams: str) -> Fact:
    """The same said in other words."""
    return Fact(slack=re.escape(slack), teams=teams.replace("\\", r"\\"))


def _share(label: str, says: str, title: str, text: str) -> str:
    return f"[{label}] says “{says}” asks “{title} {text} {say.SHARE_YES}”"


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        name="alone in a channel",
        what="where somebody reads what is for them alone",
        slack="in the channel or thread itself, marked *Only visible to you*",
        teams="in their chat with the bot",
        why="Teams has no messages that one person alone sees in a channel.",
        facts=(
            Fact(
                slack=r"alone in (c\d\d\w*|the group)(, in the thread)?:",
                teams="alone in their chat with the bot:",
            ),
        ),
        is_everywhere=True,
    ),
    Difference(
        name="sharing",
        what="the button that shares a private answer",
        slack="*Share here*",
        teams="*Share it there*",
        why="The answer does not stand where it was asked, so “here” would be wrong.",
        facts=(
            _words(
                _share(say.SHARE, say.SHARE_SAYS, say.SHARE_TITLE, say.SHARE_TEXT),
                _share(in_teams.SHARE, in_teams.SHARE_SAYS, in_teams.SHARE_TITLE, in_teams.SHARE_TEXT),
            ),
        ),
        is_everywhere=True,
    ),
    Difference(
        name="names of channels",
        what="what a channel is called",
        slack="by its name: #data",
        teams="with its team: #Platform › data",
        why="Every team of Teams has a General.",
        facts=(
            Fact(slack=r"#c(\d\d)board", teams=r"#C\1Board › c\1board"),
            Fact(slack=r"#(c\d\d(?!board)\w*)", teams=r"#Everyone › \1"),
        ),
        is_everywhere=True,
    ),
    Difference(
        name="profiles",
        what="the name of somebody who is suggested",
        slack="a link to their profile",
        teams="no link",
        why="A link to somebody in Teams opens a chat by their address, which is not kept.",
        facts=(Fact(slack=r"^.* link to the profile of .*$"),),
        is_everywhere=True,
    ),
    Difference(
        name="presence",
        what="who is around now, and what time it is for them",
        slack="told where an answer is for one person alone",
        teams="not told",
        why="Teams tells it only to apps with a permission of their own, over everyone's presence.",
        facts=(Fact(slack=r" Around now(, \d\d:\d\d for them)?\."),),
        is_everywhere=True,
    ),
    Difference(
        name="time zones",
        what="people's titles and time zones",
        slack="known",
        teams="not known",
        why="The connector of Teams does not tell them; the directory (Graph) would, with a permission.",
        facts=(_words('"time_zone": "Europe/Berlin"', '"time_zone": ""'),),
        is_missing=True,
    ),
    Difference(
        name="clocks",
        what="the clock on which one's hours stand on one's page, until one states others",
        slack="that of their profile",
        teams="that of the workspace (`KENNER_TIME_ZONE`)",
        why="The connector of Teams tells no time zones; the directory (Graph) would, with a permission.",
        facts=(
            _words("Monday to Friday (Europe/Berlin).", "Monday to Friday (UTC)."),
            _words("every day (Europe/Berlin).", "every day (UTC)."),
        ),
        is_everywhere=True,
        is_missing=True,
    ),
    Difference(
        name="addresses",
        what="a digest of somebody's e-mail address, by which accounts of one person are known",
        slack="kept where the app was given the permission: `kenner slack manifest --emails`",
        teams="kept",
        why="Teams tells a bot the addresses of whoever is in its teams; Slack wants a scope for it.",
        facts=(_words('"email_digest": null', '"email_digest": "a digest"'),),
    ),
    Difference(
        name="conversations",
        what="the address of somebody's chat with the bot, which is in their copy",
        slack="none is kept",
        teams="kept, until they are silent for 90 days or have it erased",
        why="Teams wants to be told with each message through which door it goes.",
        facts=(_words('"conversations": []', '"conversations": [ "their chat" ]'),),
    ),
    Difference(
        name="own page",
        what="one's own page",
        slack="the bot's home page, and a message for `/whoknows me`",
        teams="a message in the chat with the bot, for the word *me*; its buttons change it",
        why="A home page in Teams would be a web page of its own, with its own login.",
        facts=(
            Fact(slack=rf"^Ben C\d\d, alone in their chat with the bot: {re.escape(say.NOTICE_OPENING)}.*$"),
            Fact(slack=r"^Ben C\d\d, button (my_page|consent) .*$"),
        ),
    ),
    Difference(
        name="a word where it was pressed",
        what="a word under *Ask Maya* in a channel: nothing goes out before one agrees to a plan",
        slack="as a message beside it, marked *Only visible to you*",
        teams="as Teams' own short notice under the card",
        why="Teams shows what a bot replies to a press; a message would stand in the chat, above the plan.",
        facts=(Fact(slack=rf"^.* alone in .*: {re.escape(plan_phrases.COMES)}$"),),
        is_everywhere=True,
    ),
    Difference(
        name="command",
        what="asking without a word before others",
        slack="`/whoknows` in any channel; *Share here* shows the answer to everyone there",
        teams="in the chat with the bot, or by *Who knows?* where one writes a message",
        why="Teams has no slash commands of apps. What is asked in a chat was asked nowhere to share it.",
        facts=(
            Fact(slack=f"{re.escape(say.ONLY_YOU)} "),
            Fact(slack=r"^.* button share .*$"),
            Fact(teams=r"^.* button ask_for_me .*$"),
            _words(ALSO[Also.HERE], ALSO[Also.THERE]),  # for nobody answers in a chat with the bot
        ),
    ),
    Difference(
        name="chats without threads",
        what="where an answer stands in a chat of several",
        slack="in the thread of the question",
        teams="below the question",
        why="Chats of Teams have no threads.",
        facts=(Fact(slack="with all in the group, in the thread:", teams="with all in the group:"),),
    ),
    Difference(
        name="help",
        what="how to ask, as the bot tells it",
        slack="`/whoknows`, `/iknow`, `/til`",
        teams="the words *me*, *notebook*, *I know …* and *TIL …* in the chat with the bot",
        why="Teams has no slash commands of apps.",
        facts=(
            _words(say.help_ask("/whoknows"), in_teams.HELP_HERE),
            _words(say.HELP_DIRECT, in_teams.HELP_ON_A_MESSAGE),
            _words(say.help_me("/whoknows"), in_teams.HELP_ME),
            _words(say.help_notebook("/whoknows"), in_teams.HELP_NOTEBOOK),
            _words(suggest.help_here("/whoknows"), suggest.HELP_HERE_IN_TEAMS),
            _words(say.help_know("/iknow"), in_teams.HELP_KNOW),
            _words(say.help_card("/whoknows"), in_teams.HELP_CARD),
            _words(say.help_aloud("/til"), in_teams.HELP_ALOUD),
            _words(follow_phrases.help_follow("/whoknows"), follow_phrases.HELP_IN_TEAMS),
            _words(say.for_example("/whoknows"), in_teams.FOR_EXAMPLE),
        ),
    ),
)
BY_NAME = {each.name: each for each in DIFFERENCES}
EVERYWHERE = tuple(each for each in DIFFERENCES if each.is_everywhere)

ONLY: tuple[Only, ...] = (
    Only(
        what="people are shown while one types a question, in the message extension *Who knows?*",
        platform="Teams",
        why="Slack asks an app nothing while one types.",
        shown_by="tests/scenarios/test_teams_bot.py::"
        "test_people_are_shown_while_somebody_types_and_nothing_of_it_is_kept",
    ),
    Only(
        what="whoever cannot be written to alone hears so in the thread, and may be answered there",
        platform="Teams",
        why="A bot of Teams cannot write to people who lack its app, or have blocked it.",
        shown_by="tests/scenarios/test_teams_bot.py::"
        "test_whoever_cannot_be_answered_alone_is_told_so_and_may_be_answered_there",
    ),
    Only(
        what="a channel turns private, or public: what is found follows",
        platform="Slack",
        why="A channel of Teams stays what it was made; which teams are open to everyone, the operator says.",
        shown_by="tests/scenarios/slack/test_listening.py::"
        "test_a_channel_that_turns_private_is_found_by_insiders_alone",
    ),
    Only(
        what="channels on the operator's list are joined",
        platform="Slack",
        why="No bot joins anything in Teams: owners of a team add the app.",
        shown_by="tests/scenarios/slack/test_listening.py::test_channels_on_the_list_are_joined_and_read",
    ),
    Only(
        what="the past, and what was said while the bot was away, is read back without a further permission",
        platform="Slack",
        why="The connector of Teams tells nothing of the past; Microsoft Graph does, with a permission.",
        shown_by="tests/scenarios/slack/test_listening.py::"
        "test_what_was_said_while_the_bot_was_away_is_read_afterwards",
    ),
    Only(
        what="a message of which nobody knows whether it was said is looked up before it is said again",
        platform="Slack",
        why="Teams neither lists messages nor keeps a key with them: a reply is said at least once.",
        shown_by="tests/adapters/slack/test_client_outbox.py::"
        "test_a_lost_answer_does_not_say_it_twice_however_long_slack_is_in_trouble",
    ),
)
