"""What WooCommerce's REST API is asked, as data. Pure.

https://woocommerce.github.io/woocommerce-rest-api-docs/ (version wc/v3), over https with the
consumer key and secret as HTTP Basic credentials: never in the query, which servers log.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from chalicelib.offers.model import Coupon, Kind
from chalicelib.platforms.calls import ApiCall

API = "wc/v3"
PAGE = 100  # WooCommerce's own limit
# Lines make an order some kB large, one of hundreds of lines some hundred: with twenty to a page an
# answer stays below what we are willing to hold.
PAGE_WITH_LINES = 20
ORDER_FIELDS = (
    *("id", "number", "status", "created_via", "currency", "total", "prices_include_tax"),
    *("customer_id", "payment_method", "billing", "shipping"),
    *("date_created_gmt", "date_modified_gmt", "date_paid_gmt"),
)
CART_FIELDS = (*ORDER_FIELDS, "line_items", "meta_data")
# Named one by one: asked for all of "environment", WooCommerce calls two other servers first.
ENVIRONMENT_FIELDS = (
    *("environment.home_url", "environment.version", "environment.language"),
    "settings.currency",
)
MARK = "_rebasket"  # the metadata by which we know our own coupons again
DISCOUNTS = {Kind.PERCENT: "percent", Kind.AMOUNT: "fixed_cart"}


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Where a shop's API is, and what opens it. ``path`` is that of a site below its host."""

    host: str
    path: str
    consumer_key: str
    consumer_secret: str

    def index(self) -> ApiCall:
        """Ask what is there; everybody may."""
        fields = {"_fields": "name,url,home,namespaces"}
        return ApiCall(method="GET", path=f"{self.path}/wp-json/?{urlencode(fields)}")

    def get(self, what: str, **query: object) -> ApiCall:
        """Read something."""
        return self._call("GET", what, query)

    def post(self, what: str, body: Mapping[str, Any], *, repeatable: bool = True) -> ApiCall:
        """Make something."""
        return self._call("POST", what, {}, body, repeatable=repeatable)

    def put(self, what: str, body: Mapping[str, Any]) -> ApiCall:
        """Change something."""
        return self._call("PUT", what, {}, body)

    def delete(self, what: str) -> ApiCall:
        """Delete something for good: webhooks know no trash."""
        return self._call("DELETE", what, {"force": "true"})

    def _call(
        self,
        method: str,
        what: str,
        query: Mapping[str, object],
        body: Mapping[str, Any] | None = None,
        *,
        repeatable: bool = True,
    ) -> ApiCall:
        asked = f"?{urlencode(query, safe=',:')}" if query else ""
        pair = b64encode(f"{self.consumer_key}:{self.consumer_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return ApiCall(
            method=method,
            path=f"{self.path}/wp-json/{API}/{what}{asked}",
            headers=headers,
            body=None if body is None else msgspec.json.encode(body),
            repeatable=repeatable,
        )


def in_utc(moment: datetime) -> str:
    """Write a time as WooCommerce does those it calls GMT: without saying so."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def changed_orders(
    after: datetime, page: int, statuses: Sequence[str], fields: Sequence[str], size: int
) -> dict[str, object]:
    """Return the query for orders changed after a moment, the oldest change first."""
    return {
        "status": ",".join(statuses),
        "modified_after": in_utc(after),
        "dates_are_gmt": "true",
        "orderby": "modified",
        "order": "asc",
        "per_page": size,
        "page": page,
        "_fields": ",".join(fields),
    }


def coupon_body(coupon: Coupon) -> dict[str, Any]:
    """Return a coupon that works once and ends.

    Its end goes into ``date_expires``, with its zone. WooCommerce documents ``date_expires_gmt``
    too, but drops it without a word when it is written, and the code would never end
    (``prepare_object_for_database`` of WC_REST_Coupons_V2_Controller).
    """
    offer = coupon.offer
    body: dict[str, Any] = {
        "code": coupon.code.lower(),
        "discount_type": DISCOUNTS[offer.kind],
        "amount": f"{offer.value:f}",
        "individual_use": True,
        "usage_limit": 1,
        "usage_limit_per_user": 1,
        "date_expires": f"{in_utc(coupon.expires_at)}Z",
        "description": "rebasket: for one cart that was left behind",
        "meta_data": [{"key": MARK, "value": "1"}],
    }
    return body | ({"minimum_amount": f"{offer.minimum_spend:f}"} if offer.minimum_spend else {})


def webhook_body(topic: str, url: str, secret: str) -> dict[str, Any]:
    """Return a webhook that is sent from now on."""
    return {
        "name": f"rebasket: {topic}",
        "topic": topic,
        "delivery_url": url,
        "secret": secret,
        "status": "active",
    }
