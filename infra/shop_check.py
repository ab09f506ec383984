"""Say in plain words what works for a shop and what does not, and what to do about it."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.port import ShopApi
from chalicelib.shops.model import Platform, Shop, webhook_url
from chalicelib.wiring import Wiring
from infra.console import stage_wiring
from infra.finding import Finding
from infra.shop_hooks import hooks
from infra.shop_policy import policy_lines
from infra.shop_secrets import known_secrets

LOOKED_AT_WITHIN = timedelta(hours=2)  # the round goes every half hour


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 1 when something does not work."""
    wiring = stage_wiring(arguments.stage)
    shop = wiring.shops.get(arguments.shop).shop
    all_work = True
    for finding in findings(wiring, shop, datetime.now(UTC)):
        print(finding, flush=True)
        all_work = all_work and finding.works
    return 0 if all_work else 1


def findings(wiring: Wiring, shop: Shop, now: datetime) -> Iterator[Finding]:
    """Yield all that can be found out about a shop, one after the other."""
    if shop.removed_at is not None:
        told = f"the shop took our access away on {shop.removed_at:%Y-%m-%d}: nothing is sent"
        yield Finding(works=False, what=told, do="connect it again with `shop add`")
    secrets = known_secrets(wiring, shop.id)
    if secrets is None:
        yield Finding(works=False, what="it has no secrets", do="give them with `shop add`")
        return
    yield _rotation(shop.id, len(secrets.webhook))
    yield _sender(wiring, shop)
    yield from _policy(shop)
    yield from _platform(wiring, shop)
    if secrets.api:
        yield _last_look(wiring, shop, now)


def _policy(shop: Shop) -> Iterator[Finding]:
    """Tell how the shop may reach its shoppers."""
    lines = policy_lines(shop.policy)
    for line in lines or ["policy: the strictest; see docs/policy.md"]:
        yield Finding(works=True, what=line)


def _rotation(shop: str, accepted: int) -> Finding:
    if accepted == 1:
        return Finding(works=True, what="one webhook secret is accepted")
    told = f"{accepted} webhook secrets are accepted: a rotation is under way"
    return Finding(works=True, what=told, do=f"end it with `shop rotate-secret {shop} --finish`")


def _sender(wiring: Wiring, shop: Shop) -> Finding:
    """Tell if SES may send for the shop: its address or its domain is verified."""
    ses: Any = wiring.client("sesv2")
    for identity in (shop.sender, shop.sender.rpartition("@")[2]):
        try:
            found = ses.get_email_identity(EmailIdentity=identity)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NotFoundException":
                raise
        else:
            done = found.get("VerificationStatus") == "SUCCESS"
            if done or found.get("VerifiedForSendingStatus"):
                return Finding(works=True, what=f"SES sends for {identity}")
    told = f"SES does not send for {shop.sender}"
    return Finding(works=False, what=told, do="verify its domain in SES, see docs/operating.md")


def _platform(wiring: Wiring, shop: Shop) -> Iterator[Finding]:
    api = wiring.apis.of(shop)
    if api is None:
        if shop.platform is not Platform.GENERIC:
            told = "the platform cannot be asked: no coupons, and lost webhooks stay lost"
            yield Finding(works=False, what=told, do="give API credentials with `shop add`")
        return
    try:
        yield from _asked(api, shop)
    except (PlatformDown, PlatformRefused) as error:
        yield Finding(works=False, what=f"the platform does not answer as it should: {error}")


def _asked(api: ShopApi, shop: Shop) -> Iterator[Finding]:
    about = api.about()
    yield Finding(works=True, what=f"the platform answers: {about.name}")
    for lack in about.lacks:
        yield Finding(works=False, what=lack)
    foreign = [host for host in about.hosts if host.lower() not in shop.hosts]
    if foreign:
        told = f"the platform knows hosts that are not registered: {', '.join(foreign)}"
        yield Finding(works=False, what=told, do="add them with `shop add --host`")
    for right in api.missing_rights():
        yield Finding(works=False, what=f"the right {right} is missing", do="grant it there")
    if shop.api_url is None:
        yield Finding(works=False, what="our own address is unknown", do="run `shop add` again")
        return
    for hook in hooks(api, webhook_url(shop.api_url, shop.id)):
        do = "`shop add` or the next look subscribes it" if hook.problem else ""
        problem = f": {hook.problem}" if hook.problem else ""
        unseen = ": only the platform's own pages tell if it is sent" if hook.by_hand else ""
        what = f"webhook {hook.topic}{problem}{unseen}"
        yield Finding(works=not hook.problem, what=what, do=do)


def _last_look(wiring: Wiring, shop: Shop, now: datetime) -> Finding:
    look = wiring.reconciliation.last_look(shop.id)
    if look is None:
        return Finding(works=True, what="the platform was not looked at yet: within half an hour")
    told = f"the platform was looked at {look.looked_at:%Y-%m-%d %H:%M}Z"
    if look.problem:
        return Finding(works=False, what=f"{told}, in vain: {look.problem}")
    if now - look.looked_at > LOOKED_AT_WITHIN:
        return Finding(works=False, what=told, do="look at the log of the function reconcile")
    missed = f", which found {look.missed} things that no webhook told" if look.missed else ""
    renewed = f"; subscribed again: {', '.join(look.renewed)}" if look.renewed else ""
    return Finding(works=True, what=told + missed + renewed)
