"""Whether the demo went as it should: every mail and no other, and how every cart ended."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from infra.local.demo_shoppers import Shopper
from infra.local.mail import SentMail

CODE = re.compile(r"with the code (\S+)")


def code_in(mail: SentMail) -> str | None:
    """Return the coupon's code that a mail holds."""
    found = CODE.search(mail.text)
    return found[1] if found else None


def wrong_mails(shoppers: Iterable[Shopper], mails: Iterable[SentMail]) -> Iterator[str]:
    """Yield whoever got other mails than they should have."""
    got: dict[str, Counter[str | None]] = defaultdict(Counter)
    for mail in mails:
        got[mail.to[0]][mail.template] += 1
    wanted = {each.email: Counter[str | None](each.gets) for each in shoppers if each.email}
    for address in sorted({*got, *wanted}):
        should, did = wanted.get(address, Counter()), got[address]
        if did != should:
            yield f"{address} got {_list(did)} instead of {_list(should)}"


def wrong_ends(
    shoppers: Iterable[Shopper], timelines: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Yield the carts that did not end as they should have; timelines are by token."""
    for shopper in shoppers:
        if shopper.ends not in timelines.get(shopper.token, ()):
            yield f"{shopper.cart} did not come to: {shopper.ends}"


def wrong_coupons(mails: Iterable[SentMail], made: Collection[str]) -> Iterator[str]:
    """Yield if the codes that were mailed are not the codes that the platform has."""
    mailed = sorted(code for code in map(code_in, mails) if code)
    if mailed != sorted(made) or not mailed:
        yield f"the codes {mailed} were mailed, and {sorted(made)} were made"


def remembered(shoppers: Iterable[Shopper], stored: Collection[str]) -> Iterator[str]:
    """Yield whoever asked to be forgotten and was not, and whoever was without asking."""
    for shopper in shoppers:
        is_stored = any(shopper.email in item for item in stored) if shopper.email else False
        if shopper.email and is_stored == shopper.asks_to_be_forgotten:
            yield f"{shopper.email} is {'still' if is_stored else 'not'} stored"


def _list(templates: Counter[str | None]) -> str:
    return ", ".join(sorted(map(str, templates.elements()))) or "nothing"
