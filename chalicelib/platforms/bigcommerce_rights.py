"""Which rights a BigCommerce token lacks, found by trying what needs them and changes nothing.

https://developer.bigcommerce.com/docs/start/authentication/api-accounts - nothing tells a token's
scopes; a request beyond them is answered with 403, before anybody looks at what it asks.
"""

from __future__ import annotations

from chalicelib.platforms.bigcommerce_store import FORBIDDEN, Store, fine

NO_CART = "00000000-0000-4000-8000-000000000000"
UNAUTHORIZED = 401
# Of what may be changed, something is asked that nobody could do: without lines, code or name.
TRIES: tuple[tuple[str, str, object], ...] = (
    ("Information & Settings: read-only", "/v2/store", None),
    ("Orders: read-only", "/v2/orders?limit=1", None),
    ("Customers: read-only", "/v3/customers/subscribers?limit=1", None),
    ("Carts: modify", "/v3/carts", {"line_items": []}),
    ("Checkouts: modify", f"/v3/checkouts/{NO_CART}/coupons", {}),
    ("Marketing: modify", "/v2/coupons", {}),
)


def missing_rights(store: Store) -> tuple[str, ...]:
    """Return the rights that we need and the token lacks, as the control panel names them."""
    return tuple(right for right, path, body in TRIES if not _is_granted(store, path, body))


def _is_granted(store: Store, path: str, body: object) -> bool:
    answer = store.get(path) if body is None else store.post(path, body, repeatable=True)
    if answer.status == UNAUTHORIZED:
        fine(answer)
    return answer.status != FORBIDDEN
