"""Which hosts may be called: public ones only, and at the very address that was looked at.

A merchant says where the shop is. A name that leads into the function's own network (the address
that hands out credentials, a private host) must not be asked in our name, also not by a name
server that gives another answer the second time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from chalicelib.errors import PlatformDown, PlatformRefused

HTTPS = 443
Resolve = Callable[[str], list[str]]


def resolved(host: str) -> list[str]:
    """Return a host's addresses by DNS."""
    try:
        answers = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PlatformDown(f"{host} cannot be found: {error.strerror}") from None
    return [str(answer[4][0]) for answer in answers]


def public_address(host: str, resolve: Resolve = resolved) -> str:
    """Return the address to call ``host`` at; ``PlatformRefused`` unless all are public."""
    addresses = resolve(host)
    if not addresses or not all(_is_public(address) for address in addresses):
        raise PlatformRefused(f"{host} is not at a public address")
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_global and not parsed.is_multicast)
