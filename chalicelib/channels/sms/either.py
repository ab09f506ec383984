"""Texts by the one service or the other, as the shop's policy has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.channels.model import Text
from chalicelib.channels.sms.end_user import EndUserTexts
from chalicelib.channels.sms.sns import SnsTexts

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client
    from mypy_boto3_sns import SNSClient


class Texts:
    """The ``Carrier`` of texts in one region; clients are made with the first text."""

    def __init__(
        self,
        sns: Callable[[], SNSClient],
        end_user: Callable[[], PinpointSMSVoiceV2Client],
    ) -> None:
        self._sns = sns
        self._end_user = end_user
        self._plain: SnsTexts | None = None
        self._told: EndUserTexts | None = None

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        if message.configuration_set is None:
            self._plain = self._plain or SnsTexts(self._sns())
            return self._plain.send(message)
        self._told = self._told or EndUserTexts(self._end_user())
        return self._told.send(message)
