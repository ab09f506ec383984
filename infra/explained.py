"""What a webhook became, as a row of a table that people read. Shoppers are masked."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from chalicelib.carts.basket import Basket
from chalicelib.carts.money import Money
from chalicelib.intake.events import CartChanged, CartDeleted, Event, Ignored
from chalicelib.shoppers.contact import Contact

KEY_SHOWN_LETTERS = 32
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
    kind = type(event).__name__
    if isinstance(event, Ignored):
        return Row(file=file, topic=topic, event=kind, note=event.why)
    carts = " = ".join(map(_key, event.tokens)) or "none: by contact"
    if isinstance(event, CartDeleted):
        return Row(file=file, topic=topic, event=kind, carts=carts)
    if isinstance(event, CartChanged):
        money = event.basket.money(event.basket.total) if event.basket else None
        lines, note = _lines(event.basket), ""
        contact = _contact(event.contact) if event.contact else NOTHING
    else:
        money = getattr(event, "total", None)
        lines, note = NOTHING, f"order {event.order}" if event.order else "checkout completed"
        contact = _contact(event.contact)
    total, currency = _money(money)
    return Row(
        file=file,
        topic=topic,
        event=kind,
        carts=carts,
        lines=lines,
        total=total,
        currency=currency,
        contact=contact,
        note=note,
    )


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
