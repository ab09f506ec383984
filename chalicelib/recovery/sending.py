"""Claim a step, send it, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.model import Cart, expiry
from chalicelib.carts.service import CartService
from chalicelib.channels.model import Outgoing
from chalicelib.delivery.routing import Route
from chalicelib.delivery.service import RegionService
from chalicelib.errors import (
    AddressGone,
    NotSent,
    OutcomeUnknown,
    PlatformDown,
    PlatformRefused,
    SendRefused,
    Unavailable,
    WriteConflict,
)
from chalicelib.messages.claims import Message, claiming
from chalicelib.messages.dispatch import Dispatch
from chalicelib.messages.outgoing import Asked, Composed
from chalicelib.offers.model import Coupon, Refused
from chalicelib.offers.service import OfferService
from chalicelib.recovery.attempt import NOT_SENT, Attempt, Claimed
from chalicelib.recovery.case import Case
from chalicelib.recovery.decide import due_at
from chalicelib.recovery.decision import Send
from chalicelib.recovery.permission import NAMES
from chalicelib.recovery.progress import claimed
from chalicelib.shoppers.frequency import Sent
from chalicelib.shoppers.service import ShopperService
from chalicelib.storage.port import Table, Write
from chalicelib.storage.races import Pause, won

# A platform that does not answer is asked again every few minutes; after this long that is a no.
OFFER_WAITED_FOR = timedelta(hours=1)
REASON_LETTERS = 200  # a platform's own words, on a timeline that must stay small


class StepSender:
    """Sends one step, at most once whatever happens."""

    def __init__(
        self,
        *,
        dispatch: Dispatch,
        regions: RegionService,
        offers: OfferService,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        new_owner: Callable[[], str],
        pause: Pause,
    ) -> None:
        self._dispatch = dispatch
        self._regions = regions
        self._offers = offers
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._new_owner = new_owner
        self._pause = pause

    def send(self, case: Case, decision: Send) -> Attempt:
        """Claim and send; the outcome is ``sent``, ``refused``, ``skipped``, or ``not sent``.

        The last means that it never left and is tried again; skipped is what cannot have its offer.

        Raises ``WriteConflict`` when the claim was lost, ``OutcomeUnknown`` when the message may
        have left (the claim stays).
        """
        now, step, route = self._clock(), decision.step, decision.route
        coupon = self._coupon(case, step)
        composed = self._composed(case, decision, route.regions[0], coupon)
        message = Message(
            shop=case.cart.shop,
            cart=case.cart.id,
            episode=case.cart.episode,
            step=step,
            channel=route.channel,
            region=route.regions[0],
            template=case.sequence.steps[step - 1].template,
            claimed_at=now,
        )
        ours = Claimed(cart=self._claimed(case, message, composed.writes, now), message=message)
        if coupon is None:
            return self._sent(case, ours, decision, composed.outgoing)
        return self._with_offer(case, ours, decision, composed.outgoing, coupon)

    def _coupon(self, case: Case, step: int) -> Coupon | None:
        offer = case.sequence.steps[step - 1].offer
        if offer is None:
            return None
        due = due_at(case.cart, case.sequence, step)
        return self._offers.coupon(case.shop, case.cart, step, offer, due)

    def _composed(self, case: Case, decision: Send, region: str, coupon: Coupon | None) -> Composed:
        asked = Asked(
            shop=case.shop,
            cart=case.cart,
            step=decision.step,
            template=case.sequence.steps[decision.step - 1].template,
            region=region,
            now=self._clock(),
            number=case.number,
            number_country=case.number_country,
            coupon=coupon,
        )
        return self._dispatch.compose(decision.route.channel, asked)

    def _with_offer(
        self, case: Case, ours: Claimed, decision: Send, message: Outgoing, coupon: Coupon
    ) -> Attempt:
        """Have the coupon made, now that its message is claimed; else do as the sequence says."""
        try:
            self._offers.make(case.shop, coupon)
        except PlatformDown as failure:
            now = self._clock()
            if now < due_at(case.cart, case.sequence, ours.message.step) + OFFER_WAITED_FOR:
                return ours.came_to(NOT_SENT, f"its offer must wait: {failure}", now)
            return self._without_offer(case, ours, decision, coupon, str(failure))
        except PlatformRefused as refusal:
            return self._without_offer(case, ours, decision, coupon, str(refusal))
        return self._sent(case, ours, decision, message, coupon=coupon)

    def _without_offer(
        self, case: Case, ours: Claimed, decision: Send, coupon: Coupon, why: str
    ) -> Attempt:
        reason, now = f"its offer was refused: {why[:REASON_LETTERS]}", self._clock()
        if coupon.offer.if_refused is Refused.SKIP:
            return ours.came_to("skipped", reason, now)
        plain = self._composed(case, decision, ours.message.region, None)
        return self._sent(case, ours, decision, plain.outgoing, besides=f"; {reason}")

    def _claimed(
        self, case: Case, message: Message, besides: tuple[Write, ...], now: datetime
    ) -> Cart:
        """Write the claim, on the condition that nothing the decision saw has changed since."""
        owner = self._new_owner()
        cart = claimed(case.cart, message, owner, now)
        again = case.given_back is not None
        sent = Sent(
            at=now,
            channel=message.channel,
            cart=cart.id,
            episode=message.episode,
            step=message.step,
        )
        writes = [*self._carts.put(cart, now), claiming(message, expiry(now), again=again)]
        try:
            self._table.write(
                [*writes, *besides, *self._shoppers.remembering(case.shopper, sent, now)]
            )
        except (WriteConflict, Unavailable):
            # The answer may have been lost after the claim was stored: then it is ours.
            stored = self._carts.get(cart.shop, cart.id)
            if stored is None or stored.claim is None or stored.claim.owner != owner:
                raise
            return stored
        return replace(cart, version=cart.version + 1, unsaved=())

    def _sent(
        self,
        case: Case,
        ours: Claimed,
        decision: Send,
        message: Outgoing,
        *,
        besides: str = "",
        coupon: Coupon | None = None,
    ) -> Attempt:
        """Hand it over in the first region that takes it; a claim always names the one that tries.

        In a further region only after the one before surely did not take it.
        """
        route, failures = decision.route, list[str]()
        for region in route.regions:
            if region != ours.message.region:
                moved = self._moved(case, ours, region)
                if moved is None:
                    failures.append("meanwhile something changed")
                    break
                ours = moved
                message = self._composed(case, decision, region, coupon).outgoing
            try:
                provider_id = self._handed_over(case, route, region, message)
            except AddressGone as gone:
                return self._gone(case, ours, decision, message, str(gone))
            except SendRefused as refusal:
                return ours.came_to("refused", str(refusal), self._clock())
            except NotSent as failure:
                failures.append(str(failure))
                continue
            why = _told(ours.message, route, failures, besides)
            code = coupon.code if coupon else None
            return ours.came_to("sent", why, self._clock(), provider_id=provider_id, coupon=code)
        return ours.came_to(NOT_SENT, "; ".join(failures), self._clock())

    def _gone(
        self, case: Case, ours: Claimed, decision: Send, message: Outgoing, why: str
    ) -> Attempt:
        """Never use a dead address again; a step with further channels then goes by the next."""
        shop, channel, now = case.cart.shop, decision.route.channel, self._clock()
        dead = message.tags["shopper"]

        def refused() -> None:
            point = self._shoppers.shopper(shop, (dead,))
            writes = self._shoppers.refusing(point, channel, why, now, of_all=True)
            if writes:
                self._table.write(writes)

        with suppress(Unavailable):  # then it is found out once more
            won(refused, "a dead address kept changing", self._pause)
        others = case.sequence.steps[decision.step - 1].channels
        is_last = channel is others[-1]
        return ours.came_to("refused" if is_last else NOT_SENT, why, now)

    def _handed_over(self, case: Case, route: Route, region: str, message: Outgoing) -> str:
        """Send, and let all functions know how the region did."""
        choice = len(route.regions) > 1 or bool(case.board)
        try:
            provider_id = self._dispatch.send(route.channel, region, message)
        except (NotSent, OutcomeUnknown):
            if choice:
                self._regions.note_failed(case.board, region, route.channel)
            raise
        self._regions.note_worked(case.board, region, route.channel)
        return provider_id

    def _moved(self, case: Case, ours: Claimed, region: str) -> Claimed | None:
        """Have the claim name another region, while all else is as it was; None when it is not."""
        claim, message = ours.cart.claim, replace(ours.message, region=region)
        if claim is None:
            return None
        now = self._clock()
        cart = replace(ours.cart, claim=replace(claim, region=region))
        fresh = self._shoppers.shopper(cart.shop, (p.id for p in case.shopper.profiles))
        if not fresh.says_as(case.shopper):
            return None
        writes = [*self._carts.put(cart, now), claiming(message, expiry(now), again=True)]
        try:
            self._table.write([*writes, *self._shoppers.unchanged(fresh)])
        except (WriteConflict, Unavailable):
            return None
        return Claimed(cart=replace(cart, version=cart.version + 1, unsaved=()), message=message)


def _told(message: Message, route: Route, failures: list[str], besides: str) -> str:
    """Say for the timeline what went, whence, and why so."""
    words = [f"{NAMES[route.channel]} {message.template}{besides}"]
    if route.why:
        words.append(f"from {message.region} ({route.why})")
    words += [f"after {each}" for each in failures]
    words += [f"not otherwise: {each}" for each in route.passed_over]
    return "; ".join(words)
