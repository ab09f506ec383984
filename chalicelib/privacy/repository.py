"""Requests and certificates in the table."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from chalicelib.errors import WriteConflict
from chalicelib.privacy.model import CERTIFICATE_KEPT, REQUEST_KEPT, Certificate, Request
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Put, Remove, Table


class PrivacyRecords:
    """Remembers who waits for an answer, and what was done."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def note(self, request: Request) -> bool:
        """Store a request; False when it is known."""
        return self._first(_request_key(request), request, request.asked_at, REQUEST_KEPT)

    def requests(self, shop: str) -> list[Request]:
        """Return a shop's requests, the oldest first."""
        items = self._table.partition(keys.requests_partition(shop))
        found = [msgspec.json.decode(item.document, type=Request) for item in items]
        return sorted(found, key=lambda request: request.asked_at)

    def answered(self, request: Request, at: datetime) -> None:
        """Note that a request was answered; it is shown as that until it is forgotten."""
        document = msgspec.json.encode(replace(request, answered_at=at))
        self._table.write([Put(key=_request_key(request), document=document, if_version=None)])

    def forget_requests(self, shop: str, shoppers: Collection[str]) -> int:
        """Delete the requests of a person and return how many there were."""
        theirs = [r for r in self.requests(shop) if set(r.shoppers) & set(shoppers)]
        for request in theirs:
            self._table.write([Remove(key=_request_key(request))])
        return len(theirs)

    def certify(self, certificate: Certificate) -> None:
        """Store a certificate; of two for the same request the first one counts."""
        moment = f"{certificate.asked_at:%Y-%m-%dT%H:%M:%S.%f}"
        partition = keys.certificates_partition(certificate.shop)
        key = keys.Key(partition, f"{moment}#{certificate.what}")
        self._first(key, certificate, certificate.done_at, CERTIFICATE_KEPT)

    def certificates(self, shop: str) -> list[Certificate]:
        """Return a shop's certificates, the oldest first."""
        items = self._table.partition(keys.certificates_partition(shop))
        return [msgspec.json.decode(item.document, type=Certificate) for item in items]

    def _first(self, key: keys.Key, what: msgspec.Struct, at: datetime, kept: timedelta) -> bool:
        document, expires_at = msgspec.json.encode(what), int((at + kept).timestamp())
        with suppress(WriteConflict):
            self._table.write(
                [Put(key=key, document=document, if_version=ABSENT, expires_at=expires_at)]
            )
            return True
        return False


def _request_key(request: Request) -> keys.Key:
    return keys.Key(keys.requests_partition(request.shop), request.id)
