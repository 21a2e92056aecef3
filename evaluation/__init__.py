"""``make eval``: replays a set of past questions, and measures the bot beside what it must beat.

Not part of the product. Its protocol: no ranking knows anything written at or after its question;
every query of the qrels counts, one that is left out as 0.
"""
