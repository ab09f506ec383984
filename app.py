"""rebasket's functions: the API, and a short delegate for every other event.

Event handlers are declared here and not in blueprints, where Chalice would deploy them past this
file (https://github.com/aws/chalice/issues/1566).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from chalice.app import CloudWatchEvent, Rate, SQSEvent

from chalicelib.http import links, push, webhooks
from chalicelib.http.door import Api
from chalicelib.settings import Settings
from chalicelib.wiring import Wiring, now
from chalicelib.workers import due_steps as due_steps_worker
from chalicelib.workers import errands as errands_worker
from chalicelib.workers import feedback as feedback_worker
from chalicelib.workers import reconcile as reconcile_worker
from chalicelib.workers import sweep as sweep_worker

# As many senders at once as SES's first quota outside the sandbox, 14 mails a second, can feed.
SENDERS = 10
# Platforms throttle who asks too much at once; BigCommerce gives a store 150 calls in 30 seconds.
ERRANDS = 5
settings = Settings.from_env()
# Powertools writes the logs; Chalice's own handler would write every line a second time.
app = Api(app_name="rebasket", configure_logs=False)
# Webhooks and pages are text, whatever type a careless sender gives; a body that API Gateway took
# for binary would also have to be answered in binary.
app.api.binary_types = []


@cache
def _wiring(function_arn: str) -> Wiring:
    """Build once a container; the account is the fifth part of the function's own ARN."""
    return Wiring(settings, account=function_arn.split(":")[4])


def wiring(context: Any = None) -> Wiring:
    """Return what this container was built with."""
    return _wiring((context or app.lambda_context).invoked_function_arn)


app.register_blueprint(webhooks.blueprint(lambda: wiring().intake, lambda: settings.public_url))
app.register_blueprint(links.blueprint(lambda: wiring().links, lambda: wiring().pages))
app.register_blueprint(push.blueprint(lambda: wiring().web_push_keys))


@app.on_sqs_message(
    queue=f"{settings.table}-due", batch_size=1, maximum_concurrency=SENDERS, name="due_steps"
)
def due_steps(event: SQSEvent) -> None:
    """Run the steps that are due; one message a time, so that none fails with another."""
    for record in event:
        receives = int(record.to_dict()["attributes"]["ApproximateReceiveCount"])
        due_steps_worker.run(wiring(event.context).steps, record.body, receives)


@app.on_sqs_message(queue=f"{settings.table}-feedback", batch_size=1, name="feedback")
def feedback(event: SQSEvent) -> None:
    """Take in what providers tell of messages, and what shoppers answer."""
    built = wiring(event.context)
    for record in event:
        feedback_worker.run(built.feedback, lambda: built.conversations, record.body, now())


@app.on_sqs_message(
    queue=f"{settings.table}-errands", batch_size=1, maximum_concurrency=ERRANDS, name="errands"
)
def errands(event: SQSEvent) -> None:
    """Do what webhooks asked for: look things up, forget people."""
    for record in event:
        errands_worker.run(wiring(event.context).errand_runner, record.body)


@app.schedule(Rate(15, unit=Rate.MINUTES), name="sweep")
def sweep(event: CloudWatchEvent) -> None:
    """Queue carts again whose timer was lost."""
    sweep_worker.run(wiring(event.context).sweeper)


@app.schedule(Rate(30, unit=Rate.MINUTES), name="reconcile")
def reconcile(event: CloudWatchEvent) -> None:
    """Have every shop's platform looked at for what no webhook told."""
    reconcile_worker.run(wiring(event.context).round)
