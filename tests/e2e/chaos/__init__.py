"""The packaged functions while everything around them fails.

A fault-injecting proxy stands between the functions and the local cloud, function processes are
killed, and many shoppers leave carts, change them, buy and leave for good. The platform is played
as platforms are: it sends again until it is answered. Afterwards every promise is counted from
the outbox and from the table, read past the functions.

``python -m tests.e2e.chaos --carts 300`` plays it and prints what was counted.
"""
