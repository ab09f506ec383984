"""The telling half of the BigCommerce stand-in: bodies with their hash, signed, to every hook."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

from chalicelib.shops.model import Platform
from infra.signing import signed_headers


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook on its way."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Teller:
    """Tells of one store's events."""

    account: str
    client_secret: str

    def body(self, scope: str, data: Mapping[str, Any], at: float) -> bytes:
        """Return an event's body; the same event has the same hash."""
        event = {"scope": scope, "data": data, "created_at": int(at)}
        digest = hashlib.sha1(json.dumps(event, sort_keys=True).encode())  # noqa: S324  (theirs)
        said = {"producer": f"stores/{self.account}", "store_id": "1001005"}
        return json.dumps(event | said | {"hash": digest.hexdigest()}).encode()

    def headers(self, body: bytes, at: float) -> dict[str, str]:
        """Return the headers that sign a body."""
        return signed_headers(
            Platform.BIGCOMMERCE,
            body,
            self.client_secret,
            topic="",
            host="",
            now=datetime.fromtimestamp(at, UTC),
        )

    def deliveries(
        self, hooks: Iterable[Mapping[str, Any]], scope: str, data: Mapping[str, Any], at: float
    ) -> list[Delivery]:
        """Return what goes to the hooks that listen to a scope, with the headers they ask for."""
        body = self.body(scope, data, at)
        return [
            Delivery(hook["destination"], self.headers(body, at) | (hook["headers"] or {}), body)
            for hook in hooks
            if hook["is_active"] and fnmatchcase(scope, hook["scope"])
        ]
