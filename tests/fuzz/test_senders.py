"""Webhooks of every platform: signed but odd ones harm nothing, unproven ones change nothing."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.intake.service import platforms
from chalicelib.links.tokens import LinkTarget, Purpose, sign
from chalicelib.messages.mail import Mail
from chalicelib.messages.outgoing import Asked
from chalicelib.shops.policy import Channel
from infra.adobe_signing import ADOBE
from tests.fuzz.effort import Effort, fuzzed
from tests.fuzz.odd import at, bodies, different_places, mutated, places, replaced, torn, words_like
from tests.fuzz.senders import SENDERS, Sample, Sender
from tests.fuzz.target import Target
from tests.http import requests
from tests.http.requests import Answer

PRESSED = {"Sec-Fetch-User": "?1"}
TAKEN = {200, 400, 401}  # some platforms say in the body whose it is
MAIL_MAX_BYTES = 100_000  # Gmail cuts a mail off at 102 kB, the link to unsubscribe with it
EVERY = [
    pytest.param(name, sample, id=f"{name}-{number}")
    for name, sender in SENDERS.items()
    for number, sample in enumerate(sender.samples)
]


def post(target: Target, sender: Sender, raw: bytes, headers: dict[str, str]) -> Answer:
    event = requests.webhook(raw, headers, shop=sender.shop.id, is_base64=True)
    return target.send(event, f"{sender.shop.id}, signed")


def post_unproven(
    target: Target, sender: Sender, raw: bytes, headers: dict[str, str], shop: str | None = None
) -> int:
    event = requests.webhook(raw, headers, shop=shop or sender.shop.id, is_base64=True)
    return target.send_unproven(event, f"{sender.shop.id}, unproven").status


def drawn(data: st.DataObject, name: str) -> tuple[Sender, Sample, bytes]:
    sender = SENDERS[name]
    sample = data.draw(st.sampled_from(sender.samples))
    return sender, sample, json.dumps(sample.body).encode()


def test_every_platform_that_is_taken_in_is_fuzzed() -> None:
    fuzzed_ones = {sender.shop.platform for sender in SENDERS.values()}
    assert fuzzed_ones == set(platforms(lambda: ADOBE)), "give it an entry in senders.py"


@pytest.mark.parametrize(("name", "sample"), EVERY)
def test_a_sample_is_taken_as_it_is(target: Target, name: str, sample: Sample) -> None:
    sender, raw = SENDERS[name], json.dumps(sample.body).encode()
    target.fresh()
    assert post(target, sender, raw, sender.signed(sample.topic, raw)).status == 200


@pytest.mark.parametrize("name", SENDERS)
@fuzzed()
@given(data=st.data())
def test_signed_bodies_that_are_odd(target: Target, name: str, data: st.DataObject) -> None:
    sender, sample, _ = drawn(data, name)
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
            event = requests.link(method, purpose, token, headers=PRESSED)
            answer = target.send(event, f"{method} /{purpose}")
            assert answer.status == 200 or leads_to(answer, sender)


def leads_to(answer: Answer, sender: Sender) -> bool:
    """Tell if an answer leads to the shop, and to nobody else."""
    location = urlsplit(answer.headers["location"])
    return (
        answer.status == 302
        and location.scheme == "https"
        and location.hostname in sender.shop.hosts
    )


@pytest.mark.parametrize("name", SENDERS)
def test_every_word_in_the_place_of_every_other_of_its_kind(target: Target, name: str) -> None:
    sender = SENDERS[name]
    cases = [
        (sample, replaced(sample.body, place, json.dumps(word)).encode())
        for sample in sender.samples
        for place in different_places(sample.body)
        if isinstance(at(sample.body, place), str)
        for word in words_like(at(sample.body, place))
    ]
    every = max(1, 2 * len(cases) // Effort.examples)
    for sample, raw in cases[::every]:
        target.fresh()
        answer = post(target, sender, raw, sender.signed(sample.topic, raw))
        assert answer.status in TAKEN, raw
        write_about(target, sender)


@pytest.mark.parametrize("name", SENDERS)
@fuzzed(0.25)
@given(data=st.data())
def test_whatever_was_taken_in_can_be_written_about(
    target: Target, name: str, data: st.DataObject
) -> None:
    sender = SENDERS[name]
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
        asked = Asked(
            shop=sender.shop,
            cart=addressed,
            step=1,
            template="reminder-1",
            region="eu-central-1",
            now=datetime.now(UTC),
        )
        mail = target.stage.wiring.dispatch.compose(Channel.EMAIL, asked).outgoing
        assert isinstance(mail, Mail)
        whole = mail.content.subject + mail.content.html + mail.content.text
        assert len(whole.encode()) < MAIL_MAX_BYTES


def tells_of_lines(sample: Sample) -> bool:
    """Tell if a sample may be of a cart."""
    return any(isinstance(at(sample.body, place), list) for place in places(sample.body))


@pytest.mark.parametrize("name", SENDERS)
@fuzzed(0.5)
@given(data=st.data())
def test_a_body_that_was_changed_after_it_was_signed(
    target: Target, name: str, data: st.DataObject
) -> None:
    sender, sample, raw = drawn(data, name)
    headers = sender.signed(sample.topic, raw)
    altered = data.draw(torn(raw).filter(lambda changed: changed != raw))
    target.fresh()
    assert post_unproven(target, sender, altered, headers) == 401


@pytest.mark.parametrize("name", SENDERS)
@fuzzed(0.5)
@given(data=st.data())
def test_a_proof_that_is_missing_or_somebody_elses(
    target: Target, name: str, data: st.DataObject
) -> None:
    sender, sample, raw = drawn(data, name)
    headers = sender.signed(sample.topic, raw)
    of_another = sender.signed(sample.topic, raw + b" ")
    header = data.draw(st.sampled_from(sender.proof))
    value = data.draw(st.none() | st.text(max_size=100) | st.just("A" * 44))
    altered = {key: each for key, each in headers.items() if key != header}
    target.fresh()
    assert (
        post_unproven(target, sender, raw, altered | ({} if value is None else {header: value}))
        == 401
    )
    if of_another[header] != headers[header]:
        assert post_unproven(target, sender, raw, headers | {header: of_another[header]}) == 401


@pytest.mark.parametrize(("name", "sample"), EVERY)
def test_another_shops_webhook(target: Target, name: str, sample: Sample) -> None:
    sender, raw = SENDERS[name], json.dumps(sample.body).encode()
    target.fresh()
    headers = sender.signed(sample.topic, raw)
    assert post_unproven(target, sender, raw, headers, shop=sender.neighbour.id) == 401


@pytest.mark.parametrize(("name", "sample"), EVERY)
def test_a_webhook_from_another_time(target: Target, name: str, sample: Sample) -> None:
    sender, raw = SENDERS[name], json.dumps(sample.body).encode()
    if sender.tolerance is None:
        return  # its signature says nothing of time
    secret, slack = sender.secrets.webhook[0], timedelta(seconds=2)
    for off in (-sender.tolerance - slack, sender.tolerance + slack, timedelta(days=-3650)):
        headers = sender.sign(sample.topic, raw, secret, sender.shop, datetime.now(UTC) + off)
        assert post_unproven(target, sender, raw, headers) == 401
