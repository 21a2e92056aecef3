"""Bars that what is asked in a test reaches: how sure is sure enough is tested elsewhere."""

from bot.bar_ports import Bar, Mode
from tests.support.builders import START

LOW = [
    Bar(channel_id=None, language=None, mode=mode, bar=0.4, measured=0.4, aim=0.8, judged=60, at=START)
    for mode in Mode
]
