"""rebasket under a virtual clock, with everything going wrong that can.

The real services and decisions run over ports in memory. A seed decides what shoppers do, how
their webhooks are delivered, which worker goes on at every port call, and what fails there; the
same seed plays the same history again. ``python -m tests.simulation --seed N`` prints one.
"""
