"""What Teams is told at once when somebody presses something there, before anything has come of it."""

DONE = "Got it."
IN_OUR_CHAT = "Got it. If there is something to say to you, it comes in our chat."
