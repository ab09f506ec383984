"""Webhooks of every platform: signed but odd ones harm nothing, unproven ones change nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.intake.service import PLATFORMS
from chalicelib.links.tokens import LinkTarget, Purpose, sign
from chalicelib.shops.model import Platform
from tests.fuzz.effort import Effort, fuzzed
from tests.fuzz.odd import at, bodies, mutated, places, replaced, torn, words_like
from tests.fuzz.senders import SENDERS, Sample, Sender
from tests.fuzz.target import Target
from tests.http import requests
from tests.http.requests import Answer

TAKEN = {200, 400}
MAIL_MAX_BYTES = 100_000  # Gmail cuts a mail off at 102 kB, the link to unsubscribe with it
EVERY = [
    pytest.param(platform, sample, id=f"{platform}-{number}")
    for platform, sender in SENDERS.items()
    for number, sample in enumerate(sender.samples)
]


def post(target: Target, sender: Sender, raw: bytes, headers: dict[str, str]) -> Answer:
    event = requests.webhook(raw, headers, shop=sender.shop.id, is_base64=True)
    return target.send(event, f"{sender.shop.platform}, signed")


def post_unproven(
    target: Target, sender: Sender, raw: bytes, headers: dict[str, str], shop: str | None = None
) -> int:
    event = requests.webhook(raw, headers, shop=shop or sender.shop.id, is_base64=True)
    return target.send_unproven(event, f"{sender.shop.platform}, unproven").status


def drawn(data: st.DataObject, platform: Platform) -> tuple[Sender, Sample, bytes]:
    sender = SENDERS[platform]
    sample = data.draw(st.sampled_from(sender.samples))
    return sender, sample, json.dumps(sample.body).encode()


def test_every_platform_that_is_taken_in_is_fuzzed() -> None:
    assert set(SENDERS) == set(PLATFORMS), "give the new platform an entry in senders.py"


@pytest.mark.parametrize(("platform", "sample"), EVERY)
def test_a_sample_is_taken_as_it_is(target: Target, platform: Platform, sample: Sample) -> None:
    sender, raw = SENDERS[platform], json.dumps(sample.body).encode()
    target.fresh()
    assert post(target, sender, raw, sender.signed(sample.topic, raw)).status == 200


@pytest.mark.parametrize("platform", SENDERS)
@fuzzed(2)
@given(data=st.data())
def test_signed_bodies_that_are_odd(
    target: Target, platform: Platform, data: st.DataObject
) -> None:
    sender, sample, _ = drawn(data, platform)
    raw = data.draw(bodies(sample.body))
    target.fresh()
    answer = post(target, sender, raw, sender.signed(sample.topic, raw))
    assert answer.status in TAKEN
    for cart in target.carts():
        follow_links(target, sender, cart.id, (*cart.shoppers, "s" * 20)[0])


def follow_links(target: Target, sender: Sender, cart: str, shopper: str) -> None:
    """Follow every link that a message about a cart could have."""
    for purpose in Purpose:
        named = LinkTarget(
            purpose=purpose, shop=sender.shop.id, cart=cart, shopper=shopper, episode=1, step=1
        )
        token = sign(named, sender.secrets.link_key, datetime.now(UTC))
        for method in ("GET",) if purpose is Purpose.CLICK else ("GET", "POST"):
            answer = target.send(requests.link(method, purpose, token), f"{method} /{purpose}")
            assert answer.status == (302 if purpose is Purpose.CLICK else 200)


@pytest.mark.parametrize("platform", SENDERS)
def test_every_word_in_the_place_of_every_other_of_its_kind(
    target: Target, platform: Platform
) -> None:
    sender = SENDERS[platform]
    cases = [
        (sample, replaced(sample.body, place, json.dumps(word)).encode())
        for sample in sender.samples
        for place in places(sample.body)
        if isinstance(at(sample.body, place), str)
        for word in words_like(at(sample.body, place))
    ]
    every = max(1, len(cases) // (3 * Effort.examples))
    for sample, raw in cases[::every]:
        target.fresh()
        answer = post(target, sender, raw, sender.signed(sample.topic, raw))
        assert answer.status in TAKEN, raw
        write_about(target, sender)


@pytest.mark.parametrize("platform", SENDERS)
@fuzzed(0.5)
@given(data=st.data())
def test_whatever_was_taken_in_can_be_written_about(
    target: Target, platform: Platform, data: st.DataObject
) -> None:
    sender = SENDERS[platform]
    sample = data.draw(st.sampled_from([each for each in sender.samples if tells_of_lines(each)]))
    raw = json.dumps(data.draw(mutated(sample.body))).encode()
    target.fresh()
    post(target, sender, raw, sender.signed(sample.topic, raw))
    write_about(target, sender)


def write_about(target: Target, sender: Sender) -> None:
    """Write the mail about every cart that is stored, whoever it would go to."""
    for cart in target.carts():
        known = replace(cart.contact, email=cart.contact.email or "ann@example.com")
        addressed = replace(cart, contact=known, api_url=requests.API)
        mail = target.stage.wiring.mails.compose(
            sender.shop, addressed, 1, "reminder-1", datetime.now(UTC)
        )
        whole = mail.content.subject + mail.content.html + mail.content.text
        assert len(whole.encode()) < MAIL_MAX_BYTES


def tells_of_lines(sample: Sample) -> bool:
    """Tell if a sample may be of a cart."""
    return any(isinstance(at(sample.body, place), list) for place in places(sample.body))


@pytest.mark.parametrize("platform", SENDERS)
@fuzzed()
@given(data=st.data())
def test_a_body_that_was_changed_after_it_was_signed(
    target: Target, platform: Platform, data: st.DataObject
) -> None:
    sender, sample, raw = drawn(data, platform)
    headers = sender.signed(sample.topic, raw)
    altered = data.draw(torn(raw).filter(lambda changed: changed != raw))
    target.fresh()
    assert post_unproven(target, sender, altered, headers) == 401


@pytest.mark.parametrize("platform", SENDERS)
@fuzzed()
@given(data=st.data())
def test_a_proof_that_is_missing_or_somebody_elses(
    target: Target, platform: Platform, data: st.DataObject
) -> None:
    sender, sample, raw = drawn(data, platform)
    headers = sender.signed(sample.topic, raw)
    of_another = sender.signed(sample.topic, raw + b" ")
    name = data.draw(st.sampled_from(sender.proof))
    value = data.draw(st.none() | st.text(max_size=100) | st.just("A" * 44))
    altered = {key: each for key, each in headers.items() if key != name}
    target.fresh()
    assert (
        post_unproven(target, sender, raw, altered | ({} if value is None else {name: value}))
        == 401
    )
    if of_another[name] != headers[name]:
        assert post_unproven(target, sender, raw, headers | {name: of_another[name]}) == 401


@pytest.mark.parametrize(("platform", "sample"), EVERY)
def test_another_shops_webhook(target: Target, platform: Platform, sample: Sample) -> None:
    sender, raw = SENDERS[platform], json.dumps(sample.body).encode()
    target.fresh()
    headers = sender.signed(sample.topic, raw)
    assert post_unproven(target, sender, raw, headers, shop=sender.neighbour.id) == 401


@pytest.mark.parametrize(("platform", "sample"), EVERY)
def test_a_webhook_from_another_time(target: Target, platform: Platform, sample: Sample) -> None:
    sender, raw = SENDERS[platform], json.dumps(sample.body).encode()
    if sender.tolerance is None:
        return  # its signature says nothing of time
    secret, slack = sender.secrets.webhook[0], timedelta(seconds=2)
    for off in (-sender.tolerance - slack, sender.tolerance + slack, timedelta(days=-3650)):
        headers = sender.sign(sample.topic, raw, secret, sender.shop, datetime.now(UTC) + off)
        assert post_unproven(target, sender, raw, headers) == 401
