"""Who followed a link: a person, or one of the machines that open every link in a mail. Pure.

Mail gateways fetch all links to look for malware. They must neither count as clicks nor find
anything to press. How a person is told:

- A browser says ``Sec-Fetch-User: ?1`` when, and only when, somebody pressed something (W3C Fetch
  Metadata Request Headers, 2.4). A browser driven by a machine sends the others without it.
- Older browsers send none of these headers. They count if they call themselves a browser, name no
  machine, and come later than scanners do, which look while the mail is being delivered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

SCANNED_WITHIN = timedelta(seconds=60)
MACHINE = re.compile(
    r"bot|crawl|spider|scan|preview|proxy|monitor|headless|curl|python", re.IGNORECASE
)


def is_person(headers: Mapping[str, str], sent_at: datetime | None, now: datetime) -> bool:
    """Tell if a person followed a link of a mail sent then; ``headers`` by lower-case name."""
    if headers.get("sec-fetch-user") == "?1":
        return True
    if any(name.startswith("sec-fetch-") for name in headers):
        return False
    agent = headers.get("user-agent", "")
    browser = agent.startswith("Mozilla/") and not MACHINE.search(agent)
    return browser and (sent_at is None or now >= sent_at + SCANNED_WITHIN)
