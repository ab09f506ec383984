"""Set up a region that messages go out from: mail, SMS, and the way for AWS's news of them.

Running it again changes what is asked for. Home, too, needs it for SMS and for replies to mails.
"""

import argparse
from pathlib import Path

from chalicelib.errors import SetupError
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.errors import StackError
from infra.names import StageNames
from infra.regions import checked_region, client_in, note_region
from infra.stack import Stacks

REGION_TEMPLATE = Path(__file__).with_name("region.yaml")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("region", help="AWS's name of it, such as eu-west-1")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument(
        "--reply-domain", help="a domain whose mail is handed over as replies; kept until changed"
    )
    command.add_argument(
        "--rule-set", help="the receipt rule set that is active there already, if any"
    )
    command.add_argument(
        "--no-texts", action="store_true", help="where AWS End User Messaging SMS is not to be had"
    )


def run(arguments: argparse.Namespace) -> int:
    """Bring the region's stack to what is asked for, and say what is left to do by hand."""
    names = StageNames(arguments.stage)
    region = checked_region(arguments.region)
    wiring = stage_wiring(arguments.stage)
    _check_home(wiring, names)
    outputs = _apply(wiring, names, region, arguments)
    note_region(wiring, names, region)
    if arguments.reply_domain:
        print(_activated(names, region, arguments.rule_set))
    print(what_is_left(region, outputs["NewsTopicArn"], arguments.reply_domain))
    return 0


def _check_home(wiring: Wiring, names: StageNames) -> None:
    sqs = wiring.client("sqs")
    try:
        sqs.get_queue_url(QueueName=names.feedback_queue)
    except sqs.exceptions.QueueDoesNotExist:
        home = wiring.settings.region
        raise SetupError(
            f"stage {names.stage} is not deployed in {home}: set AWS_REGION to where it is"
        ) from None


def _apply(
    wiring: Wiring, names: StageNames, region: str, asked: argparse.Namespace
) -> dict[str, str]:
    parameters = {"Stage": names.stage, "HomeRegion": wiring.settings.region}
    parameters["Texts"] = "no" if asked.no_texts else "yes"
    if asked.reply_domain is not None:
        parameters["ReplyDomain"] = asked.reply_domain
    if asked.rule_set is not None:
        parameters["RuleSet"] = asked.rule_set
    stacks = Stacks(client_in(region, "cloudformation"), print)
    print(f"stack {names.region_stack} in {region}")
    try:
        return stacks.apply(names.region_stack, REGION_TEMPLATE.read_text("utf-8"), parameters)
    except StackError as error:
        if "SMSVOICE" not in str(error):
            raise
        told = f"{error}; if SMS is not to be had in {region}, say --no-texts"
        raise StackError(told) from error


def _activated(names: StageNames, region: str, rule_set: str | None) -> str:
    """Make our receipt rule set the active one where none is; never take another's place."""
    ses = client_in(region, "ses")
    active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    ours = rule_set or names.table
    if active == ours:
        return f"replies: the rule set {ours} is active"
    if active:
        return (
            f"replies: NOT received, for {active} is the active rule set in {region}: "
            f"run this again with --rule-set {active}"
        )
    ses.set_active_receipt_rule_set(RuleSetName=ours)
    return f"replies: the rule set {ours} was made the active one"


def what_is_left(region: str, topic: str, reply_domain: str | None) -> str:
    """Return what no command can do, in lines."""
    steps = [
        f"verify your shops' domains in SES in {region}, and ask for production access there",
        (
            "for SMS: have numbers, pools or sender ids registered there, and let two-way numbers "
            f"publish to {topic}"
        ),
        f"for WhatsApp: let the business account's event destination be {topic}",
    ]
    if reply_domain:
        host = f"inbound-smtp.{region}.amazonaws.com"
        steps.append(f"for replies: an MX record of {reply_domain} to 10 {host}")
    return "\n".join(["left to do by hand:", *(f"- {step}" for step in steps)])
