"""The figures that the outside was promised. Written down once more, and not taken from the
program: else whoever breaks one there would move the judge along."""

from datetime import timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ECHO = 10 * MINUTE
"""What is told of the time until then after a purchase is an echo of it (decision 6)."""
DELAYS = (HOUR, 24 * HOUR, 72 * HOUR)
GAPS = (timedelta(0), 23 * HOUR, 48 * HOUR)
"""How long after the shopper's last touch, and after the step before, each step comes."""
LATEST = DAY
"""A step so much overdue is skipped."""
PATIENCE = 8 * HOUR
"""How long a step whose sender died waits for SES's word (decision 12)."""
TAKEN_IN = 15 * MINUTE
"""News of a mail is taken in within that time, or a dead letter."""
OVERDUE, SWEPT_EVERY = 5 * MINUTE, 15 * MINUTE
KEPT = {"CART#": 90 * DAY, "SHOPPER#": 3 * 365 * DAY}
"""How long what holds personal data is kept, counted from each writing."""
COUNTED = r"ordered|order cancelled|reopened|ended|clicked|unsubscribed|step \d+ .+"
"""The lines of a timeline that are counted (decision 10)."""
