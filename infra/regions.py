"""The regions that a stage's messages go out from: which were set up, and who wants which."""

import re
from collections.abc import Mapping
from typing import Any

import boto3

from chalicelib.errors import SetupError
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Policy
from chalicelib.wiring import Wiring
from infra.names import StageNames

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")


def checked_region(region: str) -> str:
    """Return the region's name; ``SetupError`` when it is none."""
    if not _REGION.fullmatch(region):
        raise SetupError(f"{region!r} is no region: use AWS's name, such as eu-west-1")
    return region


def client_in(region: str, service: str) -> Any:
    """Return an AWS client of one region."""
    return boto3.client(service, region_name=region)  # type: ignore[call-overload]


def set_up_regions(wiring: Wiring, names: StageNames) -> tuple[str, ...]:
    """Return the regions that ``region add`` has set up, sorted; home counts once it was."""
    ssm = wiring.client("ssm")
    try:
        value = ssm.get_parameter(Name=names.regions_parameter)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return ()
    return tuple(sorted(str(value).split(",")))


def note_region(wiring: Wiring, names: StageNames, region: str) -> None:
    """Note that a region was set up."""
    known = {*set_up_regions(wiring, names), region}
    wiring.client("ssm").put_parameter(
        Name=names.regions_parameter,
        Value=",".join(sorted(known)),
        Type="StringList",
        Overwrite=True,
    )


def shops_by_region(wiring: Wiring) -> Mapping[str, tuple[Shop, ...]]:
    """Return whose messages may go out from each region; a shop that names none is at home."""
    wanted: dict[str, tuple[Shop, ...]] = {}
    for name in wiring.shops.names():
        found = wiring.shops.find(name)
        if found and found.shop.removed_at is None:
            for region in regions_of(found.shop.policy) or (wiring.settings.region,):
                wanted[region] = (*wanted.get(region, ()), found.shop)
    return wanted


def regions_of(policy: Policy) -> tuple[str, ...]:
    """Return every region that a policy names, sorted."""
    pinned = (region for regions in policy.pins.values() for region in regions)
    return tuple(sorted({*policy.regions, *pinned}))
