"""The ledger: what a webhook and a message cost, in calls, units, CPU time, start-up and size."""
