"""SMS by SNS in the emulator: held to SNS's limits, and each one kept."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from ministack.core.responses import get_region
from ministack.services import sns

from infra.local.messages import SentMessage, keep

TEXT_MAX_LETTERS = 1600  # https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
_NUMBER = re.compile(r"\+?[1-9]\d{6,14}")
_HTTP_OK = 200
_MESSAGE_ID = re.compile(r"<MessageId>([^<]+)</MessageId>")

type _Answer = tuple[int, dict[str, str], Any]
type _Handler = Callable[..., Awaitable[_Answer]]


def mend(log: Path) -> None:
    """Have each SMS that SNS takes kept as one JSON line in ``log``."""
    sns.handle_request = _keeping_texts(sns.handle_request, log)


def _keeping_texts(handle: _Handler, log: Path) -> _Handler:
    """Wrap SNS: an SMS is held to SNS's limits, and kept."""

    async def handle_and_keep(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> _Answer:
        wanted = {**query, **parse_qs(body.decode())} if method == "POST" else query
        number = (wanted.get("PhoneNumber") or [""])[0]
        if not number:
            return await handle(method, path, headers, body, query)
        text = (wanted.get("Message") or [""])[0]
        problem = _sms_problem(number, text)
        if problem:
            return sns._error("InvalidParameter", f"Invalid parameter: {problem}", 400)  # type: ignore[no-any-return]  # noqa: SLF001
        answer = await handle(method, path, headers, body, query)
        if answer[0] == _HTTP_OK:
            keep(log, _text(answer[2], number, text, sns._parse_message_attributes(wanted)))  # noqa: SLF001
        return answer

    return handle_and_keep


def _sms_problem(number: str, text: str) -> str | None:
    if not _NUMBER.fullmatch(number):
        return f"PhoneNumber Reason: {number} is not valid to publish to"
    return None if 0 < len(text) <= TEXT_MAX_LETTERS else "Message is empty or too long"


def _text(body: Any, number: str, text: str, attributes: dict[str, Any]) -> SentMessage:
    found = _MESSAGE_ID.search(body if isinstance(body, str) else body.decode())
    request: dict[str, Any] = {"PhoneNumber": number, "Message": text}
    return SentMessage(
        service="sns",
        operation="Publish",
        region=get_region(),
        message_id=found[1] if found else "",
        request=request | ({"MessageAttributes": attributes} if attributes else {}),
    )
