"""Every port call of every event, gone wrong in every way there is: the table of ``make crashes``.

Each play disturbs one call, then delivers everything again, as platforms and queues do, and lets
days pass. It must end as if nothing had happened.
"""
