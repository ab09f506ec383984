"""Where the stand-in for SMS, app push, WhatsApp and web push listens in a local cloud."""

from collections.abc import Mapping
from pathlib import Path

URL_FILE = "messaging.url"
# botocore takes a service's endpoint from the environment, by its service id.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
_ENDPOINTS = {
    "pinpoint": "AWS_ENDPOINT_URL_PINPOINT",
    "pinpoint-sms-voice-v2": "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2",
    "socialmessaging": "AWS_ENDPOINT_URL_SOCIALMESSAGING",
}


def endpoint_of(service: str, state_dir: Path) -> str | None:
    """Return the endpoint of a service that the emulator lacks; None for all others."""
    return _url(state_dir) if service in _ENDPOINTS else None


def messaging_environment(state_dir: Path) -> Mapping[str, str]:
    """Return the variables that lead functions and clients to the stand-in."""
    url = _url(state_dir)
    return dict.fromkeys(_ENDPOINTS.values(), url) | {"PUSH_ENDPOINT": url}


def _url(state_dir: Path) -> str:
    return (state_dir / URL_FILE).read_text("utf-8")
