"""What ends exactly at the horizon has ended (R1), also where its length is no binary fraction."""

import pytest

from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from simulation import forecast

q = Quantity.parse


def relay(length: float, count: int, horizon: int) -> Portfolio:
    """Stages of one length, one after the other, up to the horizon."""
    stages = tuple(Stage(id=f"s{number}", duration=q(length)) for number in range(count))
    option = Option(id="way", stages=stages)
    return Portfolio(
        name="Relay",
        settings=Settings(start="2027-01", horizon_months=horizon),
        initiatives=(Initiative(id="one", name="One", options=(option,), selected="way"),),
    )


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
@pytest.mark.parametrize(
    ("length", "count", "horizon"),
    [
        (1.0, 3, 3),
        (0.1, 10, 1),
        (0.7, 10, 7),
    ],
)
def test_a_relay_that_fills_the_horizon_is_launched(length: float, count: int, horizon: int, engine: str) -> None:
    """On paper the last stage ends with the last month: 10 x 0.7 = 7."""
    found = forecast(relay(length, count, horizon), trials=2, engine=engine)
    assert float(found.figures.launches.mean()) == 1
