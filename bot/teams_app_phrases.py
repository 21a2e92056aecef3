"""What Kenner says in Teams alone: on its cards, and where Teams shows the app."""

# ------------------------------------------------------------------ cards

SEND = {
    "ask_here": "Ask",
    "know": "Add",
    "follow": "Follow",
    "hours": "Set",
    "learn": "Keep it",
    "add_person": "Add",
    "reword": "Change",
    "refer_to": "Ask them",
    "aloud": "Show me",
    "aloud_elsewhere": "Say it there",
    "card_title": "Change",
    "card_topics": "Change",
    "card_words": "Change",
    "card_proposed": "Propose",
}
SEND_SAYS = {
    "ask_here": "Ask who knows",
    "know": "Add this to what I know",
    "follow": "Follow this topic",
    "hours": "Ask me in these hours",
    "learn": "Keep this in my notebook",
    "add_person": "Add them to those who are asked",
    "reword": "Ask it in these words",
    "refer_to": "Let them be asked",
    "aloud": "Show me how it would stand",
    "aloud_elsewhere": "Say it in this channel, with my name",
    "card_title": "Change the title of this card",
    "card_topics": "Change the topics of this card",
    "card_words": "Change what I wrote in this card",
    "card_proposed": "Propose this to the authors of the card",
}
"""The buttons beside the fields of one's own page, which Slack sends by Enter."""

SHARE, SHARE_SAYS = "Share it there", "Share this with everyone where you asked"
SHARE_TITLE = "Share it where you asked?"
SHARE_TEXT = "Everyone there will see your question, and what I find in what all of them can read."

# ------------------------------------------------------------------ help

HELP_HERE = "Write to me here what you need to know: I answer only to you."
HELP_ON_A_MESSAGE = (
    "“Find someone who knows”, in the menu of any message: the answer comes here, and only you see it."
)
HELP_ME = "The word “me”: what I would suggest you for. You can change or erase all of it."
HELP_NOTEBOOK = "The word “notebook”: what you asked, learned and helped with. Only you see it."
HELP_ALOUD = "The word “TIL” and what you just learned: I say it in a channel of your choice, with your name."
HELP_CARD = (
    "“Keep what was learned”, in the menu of a message, or the word “card” and the link of one: I keep what was"
    " worked out there, for the next one. You see it first."
)
HELP_KNOW = "The words “I know” and a topic: tell me what you know and never wrote down."
FOR_EXAMPLE = "For example: restore a Postgres backup"

# ------------------------------------------------------------------ the message extension

NOTHING_TYPED = "Say in a few words what you need to know."
NOT_TO_BE_FOUND = (
    "Nobody stands out in what you can read. Ask me in our chat, and I draft the question for you."
)

# ------------------------------------------------------------------ what Teams shows of the app

APP_NAME = "Kenner"
APP_FULL_NAME = "Kenner: who here knows?"
APP_DESCRIPTION = "Says who may know, and why. Goes by what you can read already."
APP_LONG_DESCRIPTION = (
    "Stuck? Ask Kenner, and it says which colleagues may know, with the words that show why. It goes by what was"
    " already written where you can read it, invents nothing, and answers only to you unless you ask it in front of"
    " others. Everyone sees on their own page what they would be suggested for, and can change, pause or erase it."
    " It runs on a machine of your own company and sends nothing anywhere."
)
FIND, FIND_SAYS = "Find someone who knows", "Ask about this message; only you see the answer"
LEARNED, LEARNED_SAYS = "Say aloud what I learned", "Say your message in a channel as what you learned"
KEEP, KEEP_SAYS = "Keep what was learned", "Make a card of this thread, in its own words; you see it first"
SEARCH, SEARCH_SAYS = "Who knows?", "See who may know, while you write; only you see them"
SEARCHED, SEARCHED_SAYS = "Question", "What you need to know, in a few words"
COMMANDS = (
    ("me", "See and change what I would suggest you for"),
    ("notebook", "See what you asked, learned and helped with"),
    ("card", "Keep what a thread taught: card, and the link of a message in it"),
    ("I know", "Tell me a topic that you know: I know Terraform"),
    ("TIL", "Say aloud what you just learned: TIL pg_restore has --list"),
    ("help", "How to ask me"),
)

MAY = {
    "ChannelMessage.Read.Group": "learn from what is said in the channels of a team that added it, also where nobody says its name",
    "ChatMessage.Read.Chat": "learn from what is said in a group chat that added it, for its members alone",
    "ChannelSettings.Read.Group": "know which channels the team has, and what they are called",
    "TeamMember.Read.Group": "know who is in the team, without which it shows nothing from there",
    "ChatMember.Read.Chat": "know who is in the chat, likewise",
}
"""What each permission is for, after "so that Kenner can"."""

# ------------------------------------------------------------------ kenner teams package

NOT_HTTPS = "Teams takes only an address that begins with https://"


def packed(file: str) -> str:
    return (
        f"The app is in {file}. Upload it in the Teams admin centre, or to try it out in Teams itself, under Apps, Manage"
        " your apps, Upload an app."
    )
