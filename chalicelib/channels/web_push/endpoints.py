"""Which addresses of browsers are ever called. Pure.

A subscription comes from a browser, so from anybody: it could name a host in our own network. Only
the browser makers' push services are called.
"""

from __future__ import annotations

from urllib.parse import urlsplit

# Chrome and its kin: https://firebase.google.com/docs/cloud-messaging
# Firefox: https://mozilla-services.github.io/autopush-rs/http.html
# Safari, "any subdomain of push.apple.com":
# https://developer.apple.com/documentation/usernotifications/sending-web-push-notifications-in-web-apps-and-browsers
# Edge, "the domain is notify.windows.com":
# https://learn.microsoft.com/windows/apps/develop/notifications/push-notifications/wns-overview
HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
DOMAINS = (".push.apple.com", ".notify.windows.com")


def host_and_path(endpoint: str) -> tuple[str, str]:
    """Split an endpoint; ``ValueError`` unless it is ``https`` at the usual port, and plain."""
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise ValueError("no plain address")
    parts = urlsplit(endpoint)
    host = parts.netloc.lower()
    if parts.scheme != "https" or not host or host != parts.hostname or parts.fragment:
        raise ValueError("no https address of a host alone")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_push_service(host: str) -> bool:
    """Tell if a host is a known push service."""
    return host in HOSTS or host.endswith(DOMAINS)
