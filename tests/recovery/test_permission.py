"""Who may be written to: every state, channel and purpose, for a strict shop and for a lax one."""

from itertools import product

import pytest
from msgspec.structs import replace

from chalicelib.channels.model import Purpose
from chalicelib.intake.events import ConsentState
from chalicelib.recovery.permission import NAMES, not_allowed
from chalicelib.shoppers.consent import Consent
from chalicelib.shoppers.contact import Browser, Contact, Device
from chalicelib.shoppers.model import Profile, Refusal, Shopper
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel, Policy
from tests.fakes.edges import NOON
from tests.fakes.world import shop

EMAIL, SMS, WHATSAPP = Channel.EMAIL, Channel.SMS, Channel.WHATSAPP
PUSH, WEB_PUSH = Channel.PUSH, Channel.WEB_PUSH
MARKETING, TRANSACTIONAL = Purpose.MARKETING, Purpose.TRANSACTIONAL
GIVEN, PENDING = ConsentState.GIVEN, ConsentState.PENDING
REFUSED, NONE = ConsentState.REFUSED, ConsentState.NONE
STRICT = shop()
LAX = shop(policy=Policy(soft_opt_in=frozenset({"GB"})))
DOUBLE = shop(policy=Policy(double_opt_in=frozenset({"DE"})))
ANN = Contact(
    email="ann@example.com",
    phone="+44 20 7946 0000",
    devices=(Device(service="APNS", token="t"),),
    browsers=(Browser(endpoint="https://push.example/1", p256dh="p", auth="a"),),
)
POINTS = ("address", "number", "customer")
OWN = {EMAIL: 0, SMS: 1, WHATSAPP: 1, PUSH: 1, WEB_PUSH: 1}


def shopper(at: int = 0, *consents: Consent, refusals: tuple[Refusal, ...] = ()) -> Shopper:
    """Ann, of whom something is known under one of three contact points."""
    profiles = [Profile(shop="tea", id=point) for point in POINTS]
    profiles[at] = replace(profiles[at], consents=consents, refusals=refusals)
    return Shopper(profiles=tuple(profiles))


def word(
    channel: Channel,
    state: ConsentState,
    purpose: Purpose = MARKETING,
    confirmed: bool | None = None,
    source: str = "",
) -> Consent:
    return Consent(
        channel=channel, state=state, at=NOON, purpose=purpose, confirmed=confirmed, source=source
    )


def expected(
    state: ConsentState | None, channel: Channel, purpose: Purpose, policy: Shop
) -> str | None:
    """What the rules say of one word for the very address, told in a different way."""
    name = NAMES[channel]
    if state is REFUSED:
        return f"the shop tells that {purpose} by {name} was refused"
    if purpose is TRANSACTIONAL:
        return None
    if state is PENDING:
        return f"consent to marketing by {name} is not confirmed yet"
    free = channel in {PUSH, WEB_PUSH} or (channel is EMAIL and policy is LAX)
    return None if state is GIVEN or free else f"no consent to marketing by {name}"


EVERY = list(product((None, *ConsentState), Channel, Purpose, (STRICT, LAX)))


@pytest.mark.parametrize(("state", "channel", "purpose", "policy"), EVERY)
def test_every_word_on_every_channel_for_every_purpose(
    state: ConsentState | None, channel: Channel, purpose: Purpose, policy: Shop
) -> None:
    words = (word(channel, state, purpose),) if state else ()
    ann = shopper(OWN[channel], *words)
    said = not_allowed(policy, ann, ANN, channel, "GB", purpose=purpose)
    assert said == expected(state, channel, purpose, policy)


def test_the_table_is_the_whole_table() -> None:
    assert len(EVERY) == 5 * 5 * 2 * 2


@pytest.mark.parametrize(
    ("channel", "purpose", "of_all", "at"), list(product(Channel, Purpose, (True, False), range(3)))
)
def test_what_we_heard_ourselves_beats_every_yes_under_any_contact_point(
    channel: Channel, purpose: Purpose, of_all: bool, at: int
) -> None:
    no = Refusal(channel=channel, at=NOON, why="stopped", of_all=of_all)
    yes = word(channel, GIVEN, confirmed=True)
    contact = replace(ANN, accepts_email=True, accepts_sms=True, accepts_whatsapp=True)
    said = not_allowed(
        LAX, shopper(at, yes, refusals=(no,)), contact, channel, "GB", purpose=purpose
    )
    stops = of_all or purpose is MARKETING
    assert said == (f"{NAMES[channel]} refused: stopped" if stops else None)


@pytest.mark.parametrize(("channel", "other"), list(product(Channel, Channel)))
def test_a_no_is_its_channels_alone(channel: Channel, other: Channel) -> None:
    ann = shopper(0, refusals=(Refusal(channel=other, at=NOON, why="stopped", of_all=True),))
    contact = replace(ANN, accepts_email=True, accepts_sms=True, accepts_whatsapp=True)
    assert (not_allowed(STRICT, ann, contact, channel, "GB") is None) is (channel is not other)


@pytest.mark.parametrize(("channel", "at"), list(product((EMAIL, SMS, WHATSAPP), range(3))))
def test_a_yes_is_its_addresss_and_a_no_is_the_persons(channel: Channel, at: int) -> None:
    allowed = not_allowed(STRICT, shopper(at, word(channel, GIVEN)), ANN, channel, "GB") is None
    assert allowed is (at == OWN[channel])
    refused = shopper(at, word(channel, REFUSED))
    ticked = replace(ANN, accepts_email=True, accepts_sms=True, accepts_whatsapp=True)
    assert not_allowed(STRICT, refused, ticked, channel, "GB") is not None


@pytest.mark.parametrize("tick", [True, False, None])
def test_a_tick_is_a_yes_on_its_own_channel(tick: bool | None) -> None:
    for channel, contact in (
        (EMAIL, replace(ANN, accepts_email=tick)),
        (SMS, replace(ANN, accepts_sms=tick)),
        (WHATSAPP, replace(ANN, accepts_whatsapp=tick)),
    ):
        for other in (EMAIL, SMS, WHATSAPP):
            said = not_allowed(STRICT, shopper(), contact, other, "GB")
            assert (said is None) is (tick is True and other is channel)


@pytest.mark.parametrize(("country", "is_allowed"), [("GB", True), ("DE", False), (None, False)])
def test_without_a_yes_only_mail_and_only_where_the_shop_says_so(
    country: str | None, is_allowed: bool
) -> None:
    assert (not_allowed(LAX, shopper(), ANN, EMAIL, country) is None) is is_allowed
    assert not_allowed(LAX, shopper(), ANN, SMS, country) == "no consent to marketing by SMS"
    said = not_allowed(LAX, shopper(), ANN, WHATSAPP, country)
    assert said == "no consent to marketing by WhatsApp"


@pytest.mark.parametrize(
    ("confirmed", "country", "is_allowed"),
    [
        *((True, country, True) for country in ("DE", "GB", None)),
        (False, "DE", False),
        (None, "DE", False),
        (False, "GB", True),
        (None, "GB", True),
        # somewhere that nobody knows may be there
        (False, None, False),
        (None, None, False),
    ],
)
@pytest.mark.parametrize("channel", [EMAIL, SMS, WHATSAPP])
def test_where_a_yes_must_be_confirmed_one_that_is_not_is_none(
    channel: Channel, confirmed: bool | None, country: str | None, is_allowed: bool
) -> None:
    ann = shopper(OWN[channel], word(channel, GIVEN, confirmed=confirmed))
    said = not_allowed(DOUBLE, ann, ANN, channel, country)
    why = f"consent to marketing by {NAMES[channel]} was not confirmed"
    assert said == (None if is_allowed else why)


def test_a_tick_confirms_nothing() -> None:
    ticked = replace(ANN, accepts_email=True)
    why = "consent to marketing by e-mail was not confirmed"
    assert not_allowed(DOUBLE, shopper(), ticked, EMAIL, "DE") == why
    assert not_allowed(DOUBLE, shopper(), ticked, EMAIL, "GB") is None


def test_who_has_no_app_and_no_browser_has_not_said_yes_to_them() -> None:
    bare = Contact(email="ann@example.com")
    assert not_allowed(STRICT, shopper(), bare, PUSH, "GB") == "no consent to marketing by push"
    said = not_allowed(STRICT, shopper(), bare, WEB_PUSH, "GB")
    assert said == "no consent to marketing by web push"


def test_what_was_refused_on_our_own_page_is_not_the_shops_word() -> None:
    ann = shopper(0, word(SMS, REFUSED, source="preference page"))
    said = not_allowed(STRICT, ann, ANN, SMS, "GB")
    assert said == "marketing by SMS was refused on the preference page"


def test_who_has_a_number_and_no_address_is_known_by_the_number_first() -> None:
    contact = Contact(phone="+44 20 7946 0000")
    ann = Shopper(profiles=(Profile(shop="tea", id="number", consents=(word(SMS, GIVEN),)),))
    assert not_allowed(STRICT, ann, contact, SMS, "GB") is None
    mailed = Shopper(profiles=(replace(ann.profiles[0], consents=(word(EMAIL, GIVEN),)),))
    said = not_allowed(STRICT, mailed, contact, EMAIL, "GB")
    assert said == "no consent to marketing by e-mail"
