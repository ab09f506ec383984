"""Any request to any route: an answer, never a fault of ours, and nothing changed."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.effort import fuzzed
from tests.fuzz.gateway import PARAMETERS, misshapen, requests_to, routes_of
from tests.fuzz.target import Target


def test_every_parameter_of_every_route_is_drawn(target: Target) -> None:
    named = {name for route in routes_of(target.stage.app) for name in route.parameters}
    assert named <= PARAMETERS.keys(), "say in PARAMETERS what may stand in its place"


@fuzzed(8)
@given(data=st.data())
def test_any_request(target: Target, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(routes_of(target.stage.app)))
    target.fresh()
    target.send_unproven(data.draw(requests_to(route)), str(route))


@fuzzed(8)
@given(data=st.data())
def test_what_is_no_request(target: Target, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(routes_of(target.stage.app)))
    target.fresh()
    target.send_unproven(data.draw(misshapen(route)), f"{route}, misshapen")
