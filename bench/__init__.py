"""``make bench``: measures ourselves, each time beside something bare or beside a peer, in one run.

Not part of the product and never a test: what comes out depends on the machine and on what else it does.
"""
