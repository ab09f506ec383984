"""Events as Lambda hands them over: API Gateway's REST proxy, and SQS."""

from types import SimpleNamespace
from typing import Any

REGION = "us-east-1"
ACCOUNT = "123456789012"
STAGE = "dev"
DOMAIN = f"abcdefghij.execute-api.{REGION}.amazonaws.com"


def context() -> SimpleNamespace:
    """Return Lambda's context, as far as we and our libraries look at it."""
    name = f"rebasket-{STAGE}"
    return SimpleNamespace(
        function_name=name,
        function_version="$LATEST",
        memory_limit_in_mb=512,
        aws_request_id="7d1f1b4e-0000-4000-8000-000000000000",
        invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
    )


def api_event(
    method: str, resource: str, path: str, headers: dict[str, str], body: str | None = None
) -> dict[str, Any]:
    """Return a request; ``resource`` has one ``{name}``, which ``path`` fills in at its end."""
    name = resource[resource.index("{") + 1 : resource.index("}")]
    sent = {"Host": DOMAIN, "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"} | headers
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {key: [value] for key, value in sent.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {name: path.rpartition("/")[2]},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "domainName": DOMAIN,
            "stage": "api",
            "accountId": ACCOUNT,
            "requestId": "5f0b7c3e-0000-4000-8000-000000000000",
            "identity": {"sourceIp": "192.0.2.7", "userAgent": "Shopify-Captain-Hook"},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def sqs_event(body: str) -> dict[str, Any]:
    """Return one message of the due queue."""
    return {
        "Records": [
            {
                "messageId": "059f36b4-0000-4000-8000-000000000000",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:rebasket-{STAGE}-due",
                "awsRegion": REGION,
            }
        ]
    }
