"""What was sent in this run, and what was answered."""

from collections import Counter

COUNTED: Counter[tuple[str, int]] = Counter()
"""Every request, by the route that was meant and the status of its answer."""
