"""What one plan is worth over another, future by future."""

from simulation.decide.futures import Futures
from simulation.decide.gain import gain_of
from simulation.decide.pace import Pace
from tests.simulation.decide.optimise.purses import knapsack


def test_a_plan_is_never_better_than_itself() -> None:
    """Equal in every future: better in none of them, where a share of ties would say "in half of the futures"."""
    with Futures(20, 1, Pace(1)) as futures:
        outcome = futures.try_portfolio(knapsack())
        gain = gain_of(outcome, outcome)
    assert gain.value.value == 0.0
    assert gain.p_better == 0.0
