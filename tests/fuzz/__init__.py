"""Every route of the real app, on a stage in moto, under whatever may be sent to it.

Whatever it is: never an answer of 500 or above, never an exception, never long, and nothing
written or sent unless who sent it has proven to be a shop, or to have been written to by one.

A new platform joins by an entry in ``senders.py``, a new kind of path parameter by one in
``gateway.py``; a new route is found by itself. ``python -m tests.fuzz --examples N`` tries harder.
"""
