"""What is said before, and when, something that helped is posted where it was asked."""


def may_we(channel: str, helper: str) -> str:
    return (
        f"May I post it in #{channel}, where you asked, with your name and {helper}'s? I ask {helper} first."
    )


YES_IF_AGREED, NO = "Yes, post it", "No"
YES_SAYS, NO_SAYS = "Yes, post what helped where I asked", "Do not post it"
NOT_POSTED = "All right, it stays between us."


def asked_helper(helper: str) -> str:
    return f"Thank you. I ask {helper}, and post it if they say yes."


def may_we_name_you(asker: str, channel: str) -> str:
    return f"{asker} would like others to find what you worked out. May I post this in #{channel}, with both your names?"


HELPER_NO_MATTER = "No is a fine answer; nobody hears it."
HELPER_YES, HELPER_YES_SAYS = "Yes, post it", "Yes, post it with my name"
POSTED = "It is posted. Thank you, both of you."
CHANGED = "The words have changed since I asked you, so I posted nothing."


def posted(asker: str, helper: str) -> str:
    return f"This is solved: {asker} worked it out with {helper}. In {asker}'s words:"
