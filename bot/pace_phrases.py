"""What an operator hears about the times of asking people, where they cannot be."""

_THREE = "write one time for all, or three, for today, this week and no hurry"
_LIKE = "each is like 15m or 2h, from 1m to 200h"

ODD_TIMES = f"{_THREE}; {_LIKE}"
ODD_TIMES_OR_OFF = f"{_THREE}; {_LIKE}, or it is off"
NOBODY_NEXT = "each time in KENNER_ASK_NEXT_AFTER is shorter than its like in KENNER_ASK_FOR_AT_MOST, or nobody would be asked next"
