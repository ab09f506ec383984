"""When marketing may come in while a shop says nothing of hours. Pure.

E-mail waits in its box, so it may come at any time. What makes a phone ring or light up comes from
9 until 20 by the shopper's clock. That is within the hours of the laws known to us:

- US: 8 to 21 (47 CFR 64.1200(c)(1), for texts too); until 20 in Florida (§ 501.059(8)), Oklahoma
  and Washington; from 9 in Texas (Bus. & Com. Code § 301.051). A number does not tell the state, so
  the strictest holds in all. Texas opens at noon on Sundays, and some states close: so do we.
- FR: not on Sundays, nor from 20 to 8: what the operators' charter asks of SMS.
- IN: 10 to 21 (TRAI's TCCCPR of 2018).
- KR: 8 to 21, unless there is a consent for nights (Network Act, article 50(3)).

Left to the shop and its lawyers: public holidays, laws of single states and cities, countries that
are not named here. A shop's own hours for a country take the place of all of this.
"""

from __future__ import annotations

from chalicelib.shops.policy import Channel, Hours

SUNDAY = 7
RINGING = (Channel.SMS, Channel.WHATSAPP, Channel.PUSH, Channel.WEB_PUSH)
GENERAL = {
    Channel.EMAIL: Hours(channel=Channel.EMAIL, opens=0, closes=24),
    **{channel: Hours(channel=channel, opens=9, closes=20) for channel in RINGING},
}
_NO_SUNDAYS = frozenset({SUNDAY})
LAWS = (
    Hours(channel=Channel.SMS, country="US", opens=9, closes=20, closed_on=_NO_SUNDAYS),
    Hours(channel=Channel.SMS, country="FR", opens=8, closes=20, closed_on=_NO_SUNDAYS),
    Hours(channel=Channel.SMS, country="IN", opens=10, closes=21),
    Hours(channel=Channel.SMS, country="KR", opens=8, closes=21),
)


def hours_of(channel: Channel, country: str | None, own: tuple[Hours, ...]) -> Hours:
    """Return when a channel may be used in a country, ``own`` being the shop's hours.

    Its hours for this country count alone. Else its general ones, or ours, are narrowed to what the
    country's law allows; in an unknown country to what every law does. What is left may be no hour.
    """
    of_channel = [each for each in own if each.channel is channel]
    for each in of_channel:
        if country is not None and each.country == country:
            return each
    general = next((each for each in of_channel if each.country is None), GENERAL[channel])
    for law in LAWS:
        if law.channel is channel and country in (None, law.country):
            general = _narrowed(general, law)
    return general


def _narrowed(hours: Hours, law: Hours) -> Hours:
    return Hours(
        channel=hours.channel,
        country=hours.country,
        opens=max(hours.opens, law.opens),
        closes=min(hours.closes, law.closes),
        closed_on=hours.closed_on | law.closed_on,
    )
