"""Stands in for one BigCommerce store's API: credentials, scopes, shapes, and what is in store.

It answers at ``api.bigcommerce.com``, as all stores do, under the store's hash.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from infra.local.bigcommerce_answers import NO_SCOPE, bare, page, refused, refused_bare
from infra.local.bigcommerce_carts import Carts
from infra.local.bigcommerce_held import Coupons, Hooks
from infra.local.bigcommerce_orders import Orders
from infra.local.bigcommerce_webhooks import Delivery, Teller
from infra.local.stand_in import Asked, Told

ALL_RIGHTS = frozenset(
    {
        "store_v2_information_read_only",
        "store_v2_orders_read_only",
        "store_v2_customers_read_only",
        "store_cart",
        "store_checkout",
        "store_v2_marketing",
    }
)
MAY_READ = {right.removesuffix("_read_only") for right in ALL_RIGHTS}


@dataclass
class BigCommerceStandIn:
    """One store. ``rights`` are its token's scopes; ``_read_only`` ones do not allow changes."""

    account: str = "t3asteep"
    token: str = "s3cret-token"  # noqa: S105  (of a store that does not exist)
    client_secret: str = "hush"  # noqa: S105
    host: str = "teashop.example"
    name: str = "Tea & Co"
    rights: frozenset[str] = ALL_RIGHTS
    customers: list[dict[str, Any]] = field(default_factory=list)
    subscribers: list[dict[str, Any]] = field(default_factory=list)
    orders: Orders = field(default_factory=Orders)
    coupons: Coupons = field(default_factory=Coupons)
    hooks: Hooks = field(default_factory=Hooks)

    def __post_init__(self) -> None:
        self.carts = Carts(self.host)
        self.teller = Teller(self.account, self.client_secret)

    def answer(self, asked: Asked) -> Told:
        """Answer as the store would."""
        path = asked.path.removeprefix(f"/stores/{self.account}")
        refuse = refused_bare if path.startswith("/v2/") else refused
        if path == asked.path or asked.headers.get("x-auth-token") != self.token:
            return refuse(401, "Unauthorized - the token is not valid for this store.")
        if asked.headers.get("accept") != "application/json":
            return refuse(406, "Not Acceptable")
        if asked.body and asked.headers.get("content-type") != "application/json":
            return refuse(415, "Unsupported Media Type")
        for method, pattern, right, answer in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == asked.method:
                granted = self._may(right, changes=method != "GET")
                return answer(self, asked, *match.groups()) if granted else refuse(403, NO_SCOPE)
        return refuse(404, "The requested resource was not found.")

    def _may(self, right: str | None, *, changes: bool) -> bool:
        reading = {f"{right}_read_only"} if not changes else set()
        return right is None or bool(({right} | reading) & self.rights)

    def tell(self, scope: str, data: dict[str, Any], at: float) -> list[Delivery]:
        """Return the webhooks of an event, as they go to all that listen to it."""
        return self.teller.deliveries(list(self.hooks.hooks.values()), scope, data, at)

    def store(self, _: Asked) -> Told:
        """``GET /v2/store``."""
        return bare(
            {
                "id": self.account,
                "domain": self.host,
                "secure_url": f"https://{self.host}",
                "control_panel_base_url": f"https://store-{self.account}.mybigcommerce.example",
                "name": self.name,
                "language": "en",
                "currency": "EUR",
                "store_id": 1001005,
            }
        )

    def accounts(self, asked: Asked) -> Told:
        """``GET /v3/customers``."""
        ids = asked.query.get("id:in", "").split(",")
        return page([each for each in self.customers if str(each["id"]) in ids], asked.query)

    def agreed(self, asked: Asked) -> Told:
        """``GET /v3/customers/subscribers``."""
        email = asked.query.get("email")
        found = [each for each in self.subscribers if email in (None, each["email"])]
        return page(found, asked.query)


def _body(asked: Asked) -> Any:
    try:
        return json.loads(asked.body)
    except ValueError:
        return None


def _codes(store: BigCommerceStandIn) -> set[str]:
    return {each["code"] for each in store.coupons.coupons}


S = BigCommerceStandIn
ROUTES: tuple[tuple[str, str, str | None, Callable[..., Told]], ...] = (
    ("GET", "/v2/store", "store_v2_information", S.store),
    (
        "GET",
        r"/v3/abandoned-carts/([^/]+)",
        "store_v2_information",
        lambda s, _, t: s.carts.abandoned(t),
    ),
    ("GET", r"/v3/carts/([^/]+)", "store_cart", lambda s, a, c: s.carts.get(c, a.query)),
    ("POST", "/v3/carts", "store_cart", lambda s, a: s.carts.create(_body(a), a.query)),
    ("GET", r"/v3/checkouts/([^/]+)", "store_checkout", lambda s, _, c: s.carts.checkout(c)),
    (
        "POST",
        r"/v3/checkouts/([^/]+)/coupons",
        "store_checkout",
        lambda s, a, c: s.carts.apply(c, _body(a), _codes(s)),
    ),
    ("GET", "/v3/customers", "store_v2_customers", S.accounts),
    ("GET", "/v3/customers/subscribers", "store_v2_customers", S.agreed),
    ("GET", "/v2/orders", "store_v2_orders", lambda s, a: s.orders.listed(a.query)),
    ("GET", r"/v2/orders/(\d+)", "store_v2_orders", lambda s, _, n: s.orders.get(n)),
    (
        "GET",
        r"/v2/orders/(\d+)/(products|shipments)",
        "store_v2_orders",
        lambda s, a, n, kind: s.orders.part(n, kind, a.query),
    ),
    ("GET", "/v2/coupons", "store_v2_marketing", lambda s, a: s.coupons.listed(a.query)),
    ("POST", "/v2/coupons", "store_v2_marketing", lambda s, a: s.coupons.create(_body(a))),
    ("GET", "/v3/hooks", None, lambda s, a: s.hooks.listed(a.query)),
    ("POST", "/v3/hooks", None, lambda s, a: s.hooks.create(_body(a))),
    ("PUT", r"/v3/hooks/(\d+)", None, lambda s, a, n: s.hooks.change(n, _body(a))),
    ("DELETE", r"/v3/hooks/(\d+)", None, lambda s, _, n: s.hooks.remove(n)),
)
