"""What is said about accounts of one person, to them and to operators: read it as a whole."""

from collections.abc import Sequence

from bot.accounts import How
from bot.phrases import counted, number
from bot.types import Platform

PLATFORMS = {Platform.SLACK: "Slack", Platform.TEAMS: "Microsoft Teams"}

# ------------------------------------------------------------------ on one's own page

_TOLD = {
    How.EMAIL: "Both accounts have the same e-mail address.",
    How.OPERATOR: "Whoever runs me here told me so.",
}
NOT_BOTH_ME = "These are not both me"
NOT_BOTH_ME_SAYS = "Say that these accounts are not both mine"
PART_TITLE = "Two different people?"
PART_TEXT = "Then they are two people for me from now on, and I do not take them for one again. What holds for each now stays as it is; yours you can change here."
PART_YES, PART_NO = "Two people", "Both are me"


def elsewhere_title(platform: Platform) -> str:
    return f"You in {PLATFORMS[platform]}"


def also_known(name: str, platform: Platform, how: How) -> str:
    where = PLATFORMS[platform]
    return f"You are also known to me as {name} in {where}. {_TOLD[how]} What you choose holds in both; what you said in one stays there."


def both_data(platforms: Sequence[Platform]) -> str:
    where = _several([PLATFORMS[each] for each in platforms])
    return f"Both cover what I keep about you in {where} too; that copy comes to you there."


def erased_too(platforms: Sequence[Platform]) -> str:
    return f"I do the same in {_several([PLATFORMS[each] for each in platforms])}."


def erased_there(platforms: Sequence[Platform]) -> str:
    return f"The same goes for what I knew about you in {_several([PLATFORMS[each] for each in platforms])}."


# ------------------------------------------------------------------ kenner people

WHO = "Say who is meant, by one of their accounts: --slack or --teams."


def linked(new: int, known: int) -> str:
    again = f" Linked before: {counted(known, 'person', 'people')}." if known else ""
    return f"Linked: {counted(new, 'person', 'people')}.{again}"


def unlinked(name: str) -> str:
    return (
        f"{name} stands alone again, and is not linked by an e-mail address any more. A list may link them."
    )


def not_linked(name: str) -> str:
    return f"{name} is not linked to anybody. Nothing was changed."


# ------------------------------------------------------------------ what went wrong


def no_such_email(platform: Platform) -> str:
    return f"No member's account in {PLATFORMS[platform]} has that e-mail address, as far as the platform vouches for it."


def not_a_member(name: str, platform: Platform) -> str:
    return f"{name} is no member of {PLATFORMS[platform]}, but a bot, a guest, or somebody who has left."


def named_twice(name: str, line: int) -> str:
    return f"{name} stands in line {line:,} already."


def linked_otherwise(name: str) -> str:
    return f"{name} is linked to somebody else by an operator. To change that, unlink them first."


def parted(name: str) -> str:
    return f"{name} said that these are not both them. If they have asked you to link them after all, add --after-all."


def no_workspace(platform: Platform) -> str:
    return f"There is no workspace of {PLATFORMS[platform]} yet. Run kenner serve with it once, so that I know who is there."


def which_workspace(platform: Platform, known: Sequence[str]) -> str:
    return (
        f"There are several workspaces of {PLATFORMS[platform]}. Say which one is meant: {', '.join(known)}."
    )


def bad_lines(count: int, some: Sequence[str]) -> str:
    more = count - len(some)
    rest = f" And {number(more)} more." if more > 0 else ""
    return f"Nobody was linked: {counted(count, 'line')} of the list cannot be. {' '.join(some)}{rest}"


# ------------------------------------------------------------------ kenner status

PEOPLE = "People with accounts in several workspaces"


def _several(names: Sequence[str]) -> str:
    return " and ".join(names)
