"""The table, read past the functions."""

from collections.abc import Sequence

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.messages.claims import Message
from chalicelib.notices.forgetting import notice_in
from chalicelib.notices.model import OrderNotice
from chalicelib.storage import keys
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.expressions import item_of
from infra.local.cloud import LocalCloud
from infra.local.demo_shop import SHOP
from tests.e2e.chaos.journeys import STEPS
from tests.e2e.stage import NAMES
from tests.fakes.table import MemoryTable

EPISODES = 3  # more abandonments of one cart than any journey has


class DirectTable(DynamoTable):
    """The table, with nobody between: no proxy, and no function."""

    @classmethod
    def of(cls, cloud: LocalCloud) -> "DirectTable":
        """Return the table of the stage."""
        return cls(cloud.client("dynamodb"), NAMES.table)

    def everything(self) -> MemoryTable:
        """Return what is in the table now."""
        table = MemoryTable()
        for page in self._client.get_paginator("scan").paginate(
            TableName=self._name, ConsistentRead=True
        ):
            for item in map(item_of, page["Items"]):
                table.items[item.key] = item
        return table

    def claims(self, ids: Sequence[str]) -> frozenset[Message]:
        """Return the claimed steps of some carts as they are now, each as it was when claimed.

        A step that was given back is not among them.
        """
        wanted = [
            keys.message(SHOP, cart, episode, step)
            for cart in ids
            for episode in range(1, EPISODES + 1)
            for step in range(1, STEPS + 1)
        ]
        return frozenset(_as_claimed(item.document) for item in self.get_many(wanted).values())


def carts(table: MemoryTable) -> list[Cart]:
    """Return every cart, with its version."""
    return [
        msgspec.structs.replace(msgspec.json.decode(item.document, type=Cart), version=item.version)
        for key, item in table.items.items()
        if key.sk == "STATE" and item.document.startswith(b"{")
    ]


def notices(table: MemoryTable) -> list[OrderNotice]:
    """Return what buyers are told of their orders, each with its version."""
    return [notice_in(item) for key, item in table.items.items() if key.sk.startswith("NOTICE#")]


def messages(table: MemoryTable) -> frozenset[Message]:
    """Return the claimed steps of all carts, each as it was when claimed."""
    found = (item for key, item in table.items.items() if key.sk.startswith("MESSAGE#"))
    return frozenset(_as_claimed(item.document) for item in found)


def _as_claimed(document: bytes) -> Message:
    message = msgspec.json.decode(document, type=Message)
    return msgspec.structs.replace(message, outcome="claimed", settled_at=None, provider_id=None)
