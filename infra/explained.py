"""What a webhook became, as a row of a table that people read. Shoppers are masked."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from chalicelib.carts.basket import Basket
from chalicelib.carts.money import Money
from chalicelib.intake.events import (
    ChangeAnnounced,
    ConsentChanged,
    ErasureAsked,
    Event,
    ExportAsked,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
)
from chalicelib.shoppers.contact import Contact

KEY_SHOWN_LETTERS = 36  # a UUID
NOTHING = "-"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One body's row; a ``-`` where this kind of event says nothing."""

    file: str
    topic: str
    event: str
    carts: str = NOTHING
    lines: str = NOTHING
    total: str = NOTHING
    currency: str = NOTHING
    contact: str = NOTHING
    note: str = ""

    @property
    def refused(self) -> bool:
        """The sender would get a 4xx."""
        return self.event == "REFUSED"


HEADINGS = Row(
    file="FILE",
    topic="TOPIC",
    event="EVENT",
    carts="CART KEYS",
    lines="LINES",
    total="TOTAL",
    currency="CURRENCY",
    contact="CONTACT",
    note="NOTE",
)


def in_words(file: str, topic: str, event: Event) -> Row:
    """Put an event into the cells of a row."""
    known = event.known if isinstance(event, ChangeAnnounced) else None
    told = known or event
    basket = getattr(told, "basket", None)
    total, currency = _money(getattr(told, "total", None) or _of_basket(basket))
    return Row(
        file=file,
        topic=topic,
        event=type(event).__name__,
        carts=_carts(told),
        lines=_lines(basket),
        total=total,
        currency=currency,
        contact=_contact(contact) if (contact := getattr(told, "contact", None)) else NOTHING,
        note=_note(event),
    )


def _note(event: Event) -> str:
    """Say what a kind of event tells besides cart, money and contact."""
    match event:
        case Ignored():
            note = event.why
        case OrderPlaced() | OrderCancelled():
            note = f"order {event.order}" if event.order else "checkout completed"
        case OrderShipped():
            note = f"order {event.order}, parcels: {len(event.parcels)}"
        case ConsentChanged():
            note = f"{event.channel}: {event.state}"
        case ErasureAsked() | ExportAsked():
            note = f"orders named: {len(event.orders)}"
        case ChangeAnnounced():
            note = f"to be asked for: {event.resource} {_key(event.ref)}"
        case _:
            note = ""
    return note


def _carts(event: Event) -> str:
    tokens: tuple[str, ...] | None = getattr(event, "tokens", None)
    if tokens is None:
        return NOTHING
    return " = ".join(map(_key, tokens)) or "none: by contact"


def _of_basket(basket: Basket | None) -> Money | None:
    return basket.money(basket.total) if basket else None


def table(rows: Sequence[Row]) -> str:
    """Return the rows under their headings, aligned; a column of nothing is left out."""
    cells = [astuple(row) for row in (HEADINGS, *rows)]
    shown = [column for column in zip(*cells, strict=True) if set(column[1:]) - {NOTHING, ""}]
    padded = [[cell.ljust(max(map(len, column))) for cell in column] for column in shown]
    return "\n".join("  ".join(line).rstrip() for line in zip(*padded, strict=True))


def _key(token: str) -> str:
    return token if len(token) <= KEY_SHOWN_LETTERS else f"{token[: KEY_SHOWN_LETTERS - 1]}…"


def _lines(basket: Basket | None) -> str:
    if basket is None:
        return NOTHING
    return str(len(basket.lines) + basket.lines_left_out)


def _money(money: Money | None) -> tuple[str, str]:
    return (f"{money.amount:f}", money.currency) if money else (NOTHING, NOTHING)


def _contact(contact: Contact) -> str:
    """Say how a shopper could be reached; of an address only enough to recognise one's own."""
    if contact.email:
        return f"{contact.email[0]}…{contact.email[contact.email.rindex('@') :]}"
    ways = [way for way in ("phone", "customer") if getattr(contact, way)]
    return f"no e-mail, {' and '.join(ways)}" if ways else "nobody"
