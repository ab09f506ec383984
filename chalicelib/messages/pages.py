"""The few pages a shopper can reach from a message. Light: no MJML, no Babel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from chalicelib.carts.model import Cart
from chalicelib.links.preferences import Choice
from chalicelib.messages.catalogues import Catalogues, Words
from chalicelib.messages.plain_text import one_line, web_address
from chalicelib.messages.template_files import environment
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

SHOP_NAME_LIMIT = 60  # characters
LINES_ON_PAGE = 100  # all that a cart keeps


class Pages:
    """Renders ``templates/pages/{name}.html.j2`` in the first wanted language that there is.

    There are ``unsubscribe`` and ``preferences`` (which ask, by a form that posts to its own
    address), ``unsubscribed``, ``saved``, ``stopped``, ``link_expired``, ``link_broken`` and
    ``try_again``. None needs a script or anything from another host: ``Content-Security-Policy:
    default-src 'none'; style-src 'unsafe-inline'; form-action 'self'`` fits them all.
    """

    def __init__(self, templates: Path) -> None:
        self._environment = environment(templates)
        self._catalogues = Catalogues(templates)

    def page(
        self,
        name: str,
        *,
        shop: Shop | None = None,
        wanted: Iterable[str | None] = (),
        channel: Channel = Channel.EMAIL,
        choices: Sequence[Choice] = (),
    ) -> str:
        """Return a page as HTML.

        ``shop`` may be unknown (a broken link does not say whose it was); ``wanted`` are BCP 47
        tags, the best first. ``jinja2.TemplateNotFound`` if there is no such page: names come from
        our code, never from a request.
        """
        words = self._catalogues.words((*wanted, shop.locale if shop else None))
        return self._rendered(name, words, shop, channel=channel, choices=choices)

    def cart(
        self, shop: Shop, cart: Cart, code: str | None, wanted: Iterable[str | None] = ()
    ) -> str:
        """Return a page that shows what lies in a cart, and nothing of its shopper's.

        Babel, which writes the prices, is imported with the first one.
        """
        from chalicelib.messages.content import lines_shown
        from chalicelib.messages.setting import lines_set, price_set

        locale = cart.contact.locale or shop.locale
        words = self._catalogues.words((cart.contact.locale, *wanted, shop.locale))
        return self._rendered(
            "cart",
            words,
            shop,
            lines=lines_set(lines_shown(cart.basket, LINES_ON_PAGE), locale),
            total=price_set(cart.basket.money(cart.basket.total), locale),
            code=code,
        )

    def _rendered(self, name: str, words: Words, shop: Shop | None, **more: object) -> str:
        return self._environment.get_template(f"pages/{name}.html.j2").render(
            lang=words.language,
            dir=words.direction,
            say=words.say,
            shop_name=(one_line(shop.name, SHOP_NAME_LIMIT) or None) if shop else None,
            shop_url=web_address(shop.home_url, "https") if shop else None,
            **more,
        )
