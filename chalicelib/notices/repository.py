"""Notices in the table: one item each, kept as long as a cart."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import expiry
from chalicelib.insights.facts import counting
from chalicelib.notices.forgetting import notice_in
from chalicelib.notices.model import OrderNotice
from chalicelib.storage import keys
from chalicelib.storage.port import Put, Table, Write


class Notices:
    """Reads notices and says how to write them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, shop: str, notice: str, step: int) -> OrderNotice | None:
        """Return a notice; None when it was never asked for, or is forgotten."""
        item = self._table.get(keys.order_notice(shop, notice, step))
        return notice_in(item) if item else None

    def put(self, notice: OrderNotice, now: datetime) -> list[Write]:
        """Say how to store a notice, on the condition that nobody else did since it was read.

        One that has come to its end is counted in the same breath.
        """
        writing = Put(
            key=keys.order_notice(notice.shop, notice.id, notice.step),
            document=msgspec.json.encode(replace(notice, version=0)),
            if_version=notice.version,
            expires_at=expiry(now),
        )
        ends = () if notice.status == "asked" else (f"notice {notice.kind} {notice.status}",)
        return [writing, *counting(notice.shop, notice.id, ends, notice.contact.country, now)]
