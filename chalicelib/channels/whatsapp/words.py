"""What is said where a cart says nothing: Meta refuses an empty parameter. Pure.

They stand in sentences that we do not know, so each is as plain as can be, and polite.
"""

from __future__ import annotations

from chalicelib.channels.whatsapp.languages import language_of

NOBODYS_NAME = {  # after a "Hello"
    "ar": "عميلنا العزيز",
    "de": "liebe Kundin, lieber Kunde",
    "en": "there",
    "es": "cliente",
    "fr": "cher client",
    "he": "לקוח יקר",
    "hi": "ग्राहक",
    "id": "Kak",
    "it": "cliente",
    "ja": "お客様",
    "ko": "고객님",
    "ms": "pelanggan",
    "nl": "beste klant",
    "pl": "Kliencie",
    "pt": "cliente",
    "ru": "покупатель",
    "th": "คุณลูกค้า",
    "tr": "değerli müşterimiz",
    "vi": "bạn",
    "zh-hans": "顾客",
    "zh-hant": "顧客",
}
ANYBODY = "👋"
UNTITLED = {
    "ar": "سلتك",
    "de": "Ihr Warenkorb",
    "en": "your cart",
    "es": "tu carrito",
    "fr": "votre panier",
    "he": "העגלה שלך",
    "hi": "आपका कार्ट",
    "id": "keranjang Anda",
    "it": "il tuo carrello",
    "ja": "カートの商品",
    "ko": "장바구니 상품",
    "ms": "troli anda",
    "nl": "je winkelwagen",
    "pl": "Twój koszyk",
    "pt": "seu carrinho",
    "ru": "ваша корзина",
    "th": "ตะกร้าของคุณ",
    "tr": "sepetiniz",
    "vi": "giỏ hàng của bạn",
    "zh-hans": "您的购物车",
    "zh-hant": "您的購物車",
}
ANYTHING = "🛒"
UNKNOWN = "–"


def instead_of(variable: str, language: str) -> str:
    """Return what stands for an empty variable in a template of this language."""
    if variable == "shopper_name":
        return NOBODYS_NAME.get(language_of(language), ANYBODY)
    if variable == "first_line":
        return UNTITLED.get(language_of(language), ANYTHING)
    return UNKNOWN
