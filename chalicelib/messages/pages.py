"""The few pages a shopper can reach from a message. Light: no MJML, no Babel."""

from __future__ import annotations

from pathlib import Path

from chalicelib.carts.model import Cart
from chalicelib.messages.languages import WORDS_LANGUAGE, direction
from chalicelib.messages.plain_text import one_line, web_address
from chalicelib.messages.template_files import environment
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

SHOP_NAME_LIMIT = 60  # characters
MESSAGES = {
    Channel.EMAIL: "emails",
    Channel.SMS: "text messages",
    Channel.PUSH: "notifications",
    Channel.WEB_PUSH: "notifications",
    Channel.WHATSAPP: "WhatsApp messages",
}
LINES_ON_PAGE = 100  # all that a cart keeps


class Pages:
    """Renders ``templates/pages/{name}.html.j2``.

    There are ``unsubscribe`` (asks, by a form that posts to its own address), ``unsubscribed``,
    ``link_expired``, ``link_broken`` and ``try_again``. None needs a script or anything from
    another host: ``Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline';
    form-action 'self'`` fits them all.
    """

    def __init__(self, templates: Path) -> None:
        self._environment = environment(templates)

    def page(
        self,
        name: str,
        *,
        shop_name: str | None = None,
        shop_url: str | None = None,
        locale: str = "en",
        channel: Channel = Channel.EMAIL,
    ) -> str:
        """Return a page as HTML.

        ``channel`` is what its reader does, or did, unsubscribe from.

        ``shop_name`` may be unknown (a broken link does not say whose it was); ``shop_url`` is
        linked if it is an ``https`` or ``http`` address. ``jinja2.TemplateNotFound`` if there is
        no such page: names come from our code, never from a request.
        """
        return self._environment.get_template(f"pages/{name}.html.j2").render(
            lang=WORDS_LANGUAGE,
            dir=direction(locale),
            shop_name=one_line(shop_name or "", SHOP_NAME_LIMIT) or None,
            shop_url=web_address(shop_url, "https", "http"),
            messages=MESSAGES[channel],
        )

    def cart(self, shop: Shop, cart: Cart, code: str | None) -> str:
        """Return a page that shows what lies in a cart, and nothing of its shopper's.

        Babel, which writes the prices, is imported with the first one.
        """
        from chalicelib.messages.content import lines_shown
        from chalicelib.messages.setting import lines_set, price_set

        locale = cart.contact.locale or shop.locale
        return self._environment.get_template("pages/cart.html.j2").render(
            lang=WORDS_LANGUAGE,
            dir=direction(locale),
            shop_name=one_line(shop.name, SHOP_NAME_LIMIT) or None,
            shop_url=web_address(shop.home_url, "https"),
            lines=lines_set(lines_shown(cart.basket, LINES_ON_PAGE), locale),
            total=price_set(cart.basket.money(cart.basket.total), locale),
            code=code,
        )
