"""Notifications to browsers over HTTPS (RFC 8030), by urllib3: once, and to push services only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import msgspec
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from chalicelib.channels.model import BrowserPush
from chalicelib.channels.web_push.answers import TAKEN, failure, message_id
from chalicelib.channels.web_push.encryption import encrypted
from chalicelib.channels.web_push.endpoints import host_and_path, is_push_service
from chalicelib.channels.web_push.vapid import authorization
from chalicelib.errors import NotSent, OutcomeUnknown, PlatformDown, PlatformRefused, SendRefused
from chalicelib.platforms.addresses import HTTPS, Resolve, public_address, resolved
from chalicelib.shops.port import Secrets

CONNECT_SECONDS = 2.0
READ_SECONDS = 6.0
# A computer that is switched on later than this may be in its owner's quiet hours.
KEPT_SECONDS = 4 * 3600


class WebPushCarrier:
    """The ``Carrier`` of notifications to browsers; it is the same from every region.

    ``endpoint`` is for the local cloud only: it leads every request to one address there, with the
    push service's host as the first part of the path.
    """

    def __init__(
        self,
        secrets: Secrets,
        clock: Callable[[], datetime],
        *,
        endpoint: str | None = None,
        resolve: Resolve = resolved,
    ) -> None:
        self._secrets = secrets
        self._clock = clock
        self._endpoint = endpoint
        self._resolve = resolve

    def send(self, message: BrowserPush) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        browser = message.browser
        try:
            host, path = host_and_path(browser.endpoint)
            body = encrypted(payload(message), browser.p256dh, browser.auth)
        except ValueError as error:
            raise SendRefused(f"no subscription of a browser: {error}") from None
        if not self._endpoint and not is_push_service(host):
            raise SendRefused("the browser's address is no push service that we know")
        key = self._secrets.find(message.shop).vapid_key
        if key is None:
            raise NotSent("the shop has no key for web push: run infra shop add for it again")
        headers = {
            "Host": host,
            "Authorization": authorization(
                key, f"https://{host}", message.answerable, self._clock()
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "normal",
        }
        # RFC 8030, 5.4: what waits of the same topic is replaced; a cart's name fits its alphabet.
        if cart := message.tags.get("cart"):
            headers["Topic"] = cart
        return self._posted(host, path, headers, body)

    def _posted(self, host: str, path: str, headers: dict[str, str], body: bytes) -> str:
        prefix = f"{urlsplit(self._endpoint).path}/{host}" if self._endpoint else ""
        pool = self._pool(host)
        # No error of urllib3's is passed on: their words hold the path, which is the address.
        try:
            answer = pool.urlopen(
                "POST",
                prefix + path,
                body=body,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            )
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise NotSent(f"{host} was not reached: {type(error).__name__}") from None
        except HTTPError as error:
            raise OutcomeUnknown(f"{host}: {type(error).__name__}") from None
        finally:
            pool.close()
        answer.close()  # what it says beside the status is of no use
        if answer.status not in TAKEN:
            raise failure(host, answer.status)
        return message_id({name.lower(): value for name, value in answer.headers.items()})

    def _pool(self, host: str) -> urllib3.HTTPConnectionPool:
        """Return a connection to a host at the very address that was found public."""
        if self._endpoint:
            return urllib3.connection_from_url(self._endpoint)
        try:
            address = public_address(host, self._resolve)
        except (PlatformDown, PlatformRefused) as error:
            raise NotSent(str(error)) from None
        return urllib3.HTTPSConnectionPool(
            address, HTTPS, server_hostname=host, assert_hostname=host, maxsize=1
        )


def payload(message: BrowserPush) -> bytes:
    """Return what the page's service worker is given, as ``docs/channels/web-push.md`` says.

    ``tag`` has a newer notification of the same cart take the place of an older one.
    """
    shown = {"title": message.title, "body": message.body, "url": message.url}
    return msgspec.json.encode(shown | {"tag": message.tags.get("cart", "")})
