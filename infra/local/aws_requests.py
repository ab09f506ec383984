"""A request to an AWS service, taken apart by botocore's own service model."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import unquote

import botocore.session
from botocore.model import OperationModel, ServiceModel, StructureShape

from infra.local import aws_shapes
from infra.local.stand_in import Asked, Told

# The names by which these services sign, and botocore's names for them.
SIGNED_AS = {
    "mobiletargeting": "pinpoint",
    "sms-voice": "pinpoint-sms-voice-v2",
    "social-messaging": "socialmessaging",
}
_SIGNATURE = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[a-z0-9-]+)/(?P<name>[a-z-]+)"
    r"/aws4_request, ?SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, ?Signature=[0-9a-f]{64}"
)


class AwsRefusal(Exception):
    """An error that the service answers with: its code, and the members of its shape."""

    def __init__(self, code: str, message: str, **members: Any) -> None:
        super().__init__(message)
        self.code = code
        self.members = members


@dataclass(frozen=True, slots=True)
class AwsRequest:
    """One request that the model allows. ``parameters`` have botocore's names and types."""

    service: str
    operation: str
    region: str
    access_key: str
    parameters: Mapping[str, Any]


@cache
def model_of(service: str) -> ServiceModel:
    """Return botocore's description of a service."""
    return botocore.session.get_session().get_service_model(service)


def signed_for(asked: Asked) -> tuple[str, str, str]:
    """Return botocore's service name, the region and the access key of a SigV4 signature."""
    found = _SIGNATURE.fullmatch(asked.headers.get("authorization", ""))
    if found is None:
        raise AwsRefusal("MissingAuthenticationTokenException", "no SigV4 Authorization header")
    if found["name"] not in SIGNED_AS:
        raise AwsRefusal("InvalidSignatureException", f"signed for {found['name']}: not here")
    return SIGNED_AS[found["name"]], found["region"], found["key"]


def read(asked: Asked) -> AwsRequest:
    """Return the request; ``AwsRefusal`` for one that botocore's model does not allow."""
    service, region, key = signed_for(asked)
    operation, labels = _operation(model_of(service), asked)
    try:
        parameters = aws_shapes.read(_members(operation, asked, labels), _input(operation))
    except (aws_shapes.Mismatch, json.JSONDecodeError, UnicodeDecodeError) as problem:
        raise AwsRefusal(_invalid(service), str(problem)) from None
    return AwsRequest(service, operation.name, region, key, parameters)


def _operation(model: ServiceModel, asked: Asked) -> tuple[OperationModel, dict[str, str]]:
    """Find the operation: the json protocol names it in a header, rest-json by path."""
    if model.protocol == "json":
        prefix, _, name = asked.headers.get("x-amz-target", "").partition(".")
        if prefix == model.metadata["targetPrefix"] and name in model.operation_names:
            return model.operation_model(name), {}
    else:
        for name in model.operation_names:
            operation = model.operation_model(name)
            pattern = re.sub(r"\{([^}]+)\}", _label, operation.http["requestUri"])
            found = re.fullmatch(pattern, asked.path)
            if found and operation.http["method"] == asked.method:
                return operation, {k: unquote(v) for k, v in found.groupdict().items()}
    raise AwsRefusal("UnknownOperationException", f"{asked.method} {asked.path}")


def _label(found: re.Match[str]) -> str:
    return f"(?P<{found[1].replace('-', '_')}>[^/]+)"


def _members(operation: OperationModel, asked: Asked, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return the input's members by their names on the wire."""
    body = json.loads(asked.body or b"{}")
    shape = _input(operation)
    payload = shape.serialization.get("payload")
    members = {shape.members[payload].serialization.get("name", payload): body} if payload else body
    if not isinstance(members, dict):
        raise aws_shapes.Mismatch("$ must be an object")
    for member in shape.members.values():
        wire_name = member.serialization.get("name", "")
        if member.serialization.get("location") == "uri":
            members[wire_name] = labels[wire_name.replace("-", "_")]
    return members


def _input(operation: OperationModel) -> StructureShape:
    return cast("StructureShape", operation.input_shape)


def _invalid(service: str) -> str:
    return "BadRequestException" if service == "pinpoint" else "ValidationException"


def answer(request: AwsRequest, result: Mapping[str, Any]) -> Told:
    """Return an answer on the wire; ``Mismatch`` when it is not what the service answers."""
    shape = cast(
        "StructureShape",
        model_of(request.service).operation_model(request.operation).output_shape,
    )
    aws_shapes.read(result, shape)
    payload = shape.serialization.get("payload")
    return Told(200, json.dumps(result[payload] if payload else result).encode())


def refusal(service: str, problem: AwsRefusal) -> Told:
    """Return an error on the wire, in the status that the model gives it."""
    model = model_of(service)
    shapes = {shape.name: shape for shape in model.error_shapes}
    shape = shapes.get(problem.code)
    by_default = 500 if problem.code.startswith("Internal") else 400
    status = shape.metadata.get("error", {}).get("httpStatusCode", by_default) if shape else 403
    word = "message" if service == "socialmessaging" else "Message"
    body = {"__type": problem.code, word: str(problem), **problem.members}
    return Told(status, json.dumps(body).encode(), {"x-amzn-ErrorType": problem.code})
