"""SMS, app push and WhatsApp beside the emulator: with its policies, topics and CloudFormation."""

import re
from pathlib import Path
from typing import Any

from ministack.app import _request_account_scope
from ministack.core import iam_evaluator
from ministack.core.responses import (
    get_account_id,
    get_region,
    request_scope,
    set_request_account_id,
    set_request_region,
)
from ministack.services import sns
from ministack.services.cloudformation import provisioners

from infra.local import emulated_texts
from infra.local.aws_requests import SIGNED_AS, AwsRefusal, AwsRequest
from infra.local.carrier_news import ACCOUNT
from infra.local.carrier_outcome import AwsNews
from infra.local.messages import MESSAGES_LOG
from infra.local.messaging_addresses import URL_FILE
from infra.local.messaging_stand_in import MessagingStandIn
from infra.local.stand_in import Asked
from infra.local.text_settings import TextSettings

_NEWS_TOPIC = re.compile(r":rebasket-[a-z0-9]+-news$")


def mend(state_dir: Path) -> None:
    """Start the stand-in, and have SMS by SNS kept beside what it takes.

    Its URL is in ``messaging.url`` before the emulator answers its first request.
    """
    settings = TextSettings(state_dir)
    _know_configuration_sets(settings)
    emulated_texts.mend(state_dir / MESSAGES_LOG)
    stand_in = MessagingStandIn(state_dir, announce=_publish, permit=_permit, settings=settings)
    stand_in.__enter__()  # it lives as long as this process
    (state_dir / URL_FILE).write_text(stand_in.url, "utf-8")


def _publish(news: AwsNews) -> None:
    """Publish to the topic that is meant, or to the region's topics of news, if AWS may."""
    with request_scope(ACCOUNT, news.region):
        topics = [news.topic] if news.topic else list(filter(_NEWS_TOPIC.search, sns._topics))  # noqa: SLF001 - it has no other way
        for topic in topics:
            if sns.topic_policy_allows(topic, news.principal, news.source, ACCOUNT):
                sns.publish_internal(topic, dict(news.body))


def _permit(asked: Asked, request: AwsRequest) -> None:
    """Check signature and policies as the emulator does for its own services."""
    set_request_account_id(_request_account_scope(request.access_key))
    set_request_region(request.region)
    headers = [(name.encode(), value.encode()) for name, value in asked.headers.items()]
    iam_evaluator.pin_signed_request(asked.method, asked.path, dict(asked.query), headers)
    iam_evaluator.pin_signed_body(asked.body)
    prefix = next(name for name, service in SIGNED_AS.items() if service == request.service)
    action, resource = f"{prefix}:{request.operation}", _resource(prefix, request)
    denied = iam_evaluator.enforce(
        request.access_key, action, prefix, request.region, resource_arn=resource
    )
    if denied is not None:
        raise AwsRefusal(_DENIED[prefix], f"not authorized to perform: {action} on {resource}")


_DENIED = {
    "mobiletargeting": "ForbiddenException",
    "sms-voice": "AccessDeniedException",
    "social-messaging": "AccessDeniedException",
}


def _resource(prefix: str, request: AwsRequest) -> str:
    """Return the ARN of what is used, as IAM's service authorization reference words it."""
    arn = f"arn:aws:{prefix}:{request.region}:{get_account_id()}"
    wanted = request.parameters
    if prefix == "mobiletargeting":
        return f"{arn}:apps/{wanted['ApplicationId']}/messages"
    if prefix == "social-messaging":
        return f"{arn}:phone-number-id/{wanted['originationPhoneNumberId'].rpartition('/')[2]}"
    sender = str(wanted.get("OriginationIdentity", "shared"))
    if sender.startswith("arn:"):
        return sender
    if sender.startswith("pool-"):
        return f"{arn}:pool/{sender}"
    is_name = sender.isalnum() and not sender.isdecimal() and sender != "shared"
    return f"{arn}:{'sender-id' if is_name else 'phone-number'}/{sender.lstrip('+')}"


def _know_configuration_sets(settings: TextSettings) -> None:
    """Teach CloudFormation ``AWS::SMSVOICE::ConfigurationSet``."""

    def put(name: str, properties: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        settings.sets[get_region(), name] = list(properties.get("EventDestinations") or [])
        return name, {}

    provisioners._RESOURCE_HANDLERS["AWS::SMSVOICE::ConfigurationSet"] = {  # noqa: SLF001
        "create": lambda logical_id, new, _stack: put(
            new.get("ConfigurationSetName", logical_id), new
        ),
        "update": lambda name, _old, new, _stack: put(name, new),
        "delete": lambda name, _properties: settings.sets.pop((get_region(), name), None),
    }
