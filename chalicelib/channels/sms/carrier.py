"""Which of AWS's two ways a text goes by: the shop's policy says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from chalicelib.channels.model import Carrier, Text
from chalicelib.shops.policy import SenderKind


class TextCarrier:
    """The ``Carrier`` port for ``Text`` in one region; each way is made with its first text.

    SNS, unless the shop names a configuration set, or a pool, which SNS does not know.
    """

    def __init__(
        self, sns: Callable[[], Carrier[Text]], end_user: Callable[[], Carrier[Text]]
    ) -> None:
        self._make_sns = sns
        self._make_end_user = end_user

    @cached_property
    def _sns(self) -> Carrier[Text]:
        return self._make_sns()

    @cached_property
    def _end_user(self) -> Carrier[Text]:
        return self._make_end_user()

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        from_pool = message.sender is not None and message.sender.kind is SenderKind.POOL
        way = self._end_user if message.configuration_set or from_pool else self._sns
        return way.send(message)
