"""Every promise broken once on purpose, to see who notices: ``make sabotage``.

A breakage changes a line or two in a copy of the tree, never in place. The tests named beside it
must fail then; what the simulation makes of it is shown as well.
"""
