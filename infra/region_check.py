"""Say in plain words what works in each region that messages go out from, and what does not."""

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.shops.model import Shop
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.finding import Finding
from infra.names import StageNames
from infra.regions import checked_region, client_in, set_up_regions, shops_by_region


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("region", nargs="?", help="one region; else every one that is used")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 1 when something does not work."""
    wiring, names = stage_wiring(arguments.stage), StageNames(arguments.stage)
    wanted = shops_by_region(wiring)
    if arguments.region:
        regions = [checked_region(arguments.region)]
    else:
        regions = sorted({wiring.settings.region, *set_up_regions(wiring, names), *wanted})
    all_work = True
    for region in regions:
        print(region)
        for finding in findings(wiring, names, region, wanted.get(region, ())):
            print(finding, flush=True)
            all_work = all_work and finding.works
    return 0 if all_work else 1


def findings(
    wiring: Wiring, names: StageNames, region: str, shops: Iterable[Shop]
) -> Iterator[Finding]:
    """Yield all that can be found out about one region, one after the other."""
    add = f"run `region add {region} --stage {names.stage}`"
    yield _account(region)
    yield _mail(names, region, add)
    yield _news(wiring, names, region, add)
    yield _texts(names, region, add)
    for shop in shops:
        yield _sender(shop, region)


def _account(region: str) -> Finding:
    """Tell if SES sends to everybody there: each region has a sandbox of its own."""
    found = client_in(region, "sesv2").get_account()
    if not found.get("SendingEnabled", True):
        return Finding(works=False, what="SES has paused sending", do="look at SES's console")
    if not found.get("ProductionAccessEnabled", True):
        told = "SES sends to verified addresses only: it is in its sandbox"
        return Finding(works=False, what=told, do="ask AWS for production access in this region")
    return Finding(works=True, what="SES sends to everybody")


def _mail(names: StageNames, region: str, add: str) -> Finding:
    name = names.mail_configuration
    found = _asked(
        client_in(region, "sesv2").get_configuration_set_event_destinations,
        ConfigurationSetName=name,
    )
    destinations = found["EventDestinations"] if found else []
    topics = [one.get("SnsDestination", {}).get("TopicArn", "") for one in destinations]
    if any(topic.endswith(f":{names.news_topic}") for topic in topics):
        return Finding(works=True, what=f"SES tells what becomes of mails of {name}")
    told = f"SES's configuration set {name} is not there, or tells nothing"
    return Finding(works=False, what=told, do=add)


def _news(wiring: Wiring, names: StageNames, region: str, add: str) -> Finding:
    """Tell if the region's topic leads to the queue at home."""
    sqs = wiring.client("sqs")
    url = sqs.get_queue_url(QueueName=names.feedback_queue)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    _, partition, _, _, account, _ = attributes["QueueArn"].split(":")
    topic = f"arn:{partition}:sns:{region}:{account}:{names.news_topic}"
    found = _asked(client_in(region, "sns").list_subscriptions_by_topic, TopicArn=topic)
    ends = [one["Endpoint"] for one in found["Subscriptions"]] if found else []
    if attributes["QueueArn"] in ends:
        return Finding(works=True, what=f"news go from {names.news_topic} to the queue at home")
    told = f"the topic {names.news_topic} does not lead to the queue at home"
    return Finding(works=False, what=told, do=add)


def _texts(names: StageNames, region: str, add: str) -> Finding:
    """Tell if SMS are told of. That is no fault: not every shop texts, nor every region."""
    client = client_in(region, "pinpoint-sms-voice-v2")
    try:
        found = client.describe_configuration_sets(ConfigurationSetNames=[names.table])
    except (ClientError, BotoCoreError) as error:
        told = f"SMS are not told of: {names.table} is not to be had ({type(error).__name__})"
        return Finding(works=True, what=told, do=f"if shops text from here: {add}")
    if any(one["EventDestinations"] for one in found["ConfigurationSets"]):
        return Finding(works=True, what=f"SMS sent with {names.table} are told of")
    return Finding(works=False, what=f"SMS sent with {names.table} are not told of", do=add)


def _sender(shop: Shop, region: str) -> Finding:
    """Tell if SES may send for a shop there: its address or its domain is verified."""
    boxes = {box.region: box.sender for box in shop.policy.mailboxes}
    sender = boxes.get(region, shop.sender)
    for identity in (sender, sender.rpartition("@")[2]):
        found = _asked(client_in(region, "sesv2").get_email_identity, EmailIdentity=identity)
        if found and (
            found.get("VerificationStatus") == "SUCCESS" or found.get("VerifiedForSendingStatus")
        ):
            return Finding(works=True, what=f"{shop.id}: SES sends for {identity}")
    told = f"{shop.id}: SES does not send for {sender}"
    return Finding(works=False, what=told, do=f"verify its domain in SES in {region}")


def _asked(ask: Any, **parameters: Any) -> dict[str, Any] | None:
    """Return an answer; None for what is not there."""
    try:
        return dict(ask(**parameters))
    except ClientError as error:
        if "NotFound" not in error.response["Error"]["Code"]:
            raise
        return None
