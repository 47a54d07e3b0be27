"""What is remembered of chance is what would be drawn anew, bit for bit, whatever was asked for before."""

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.portfolio import Portfolio
from simulation.memory import GateMemory, QuantityMemory
from simulation.plan import compile_plan
from simulation.sampling.draw import draw_gates, quantity_draws
from tests.any_portfolio import portfolios
from tests.places import sample_portfolio


def without(portfolio: Portfolio, *collections: str) -> Portfolio:
    """The portfolio with nothing in some of its collections."""
    return msgspec.structs.replace(portfolio, **dict.fromkeys(collections, ()))


def assert_remembered(memory: QuantityMemory, portfolio: Portfolio, block: int, seed: int = 1) -> None:
    """The memory gives the draws of the portfolio."""
    plan = compile_plan(portfolio)
    np.testing.assert_array_equal(memory.values(plan, seed), quantity_draws(plan, seed, block), strict=True)


def assert_gates_remembered(memory: GateMemory, portfolio: Portfolio, block: int, seed: int = 1) -> None:
    """The memory gives the draws at the portfolio's gates."""
    plan = compile_plan(portfolio)
    values = quantity_draws(plan, seed, block)
    np.testing.assert_array_equal(memory.gates(plan, values, seed), draw_gates(plan, values, seed, block), strict=True)


@settings(max_examples=8, deadline=None)
@given(st.lists(portfolios(), min_size=2, max_size=3), st.integers(0, 3))
def test_quantities_and_gates_of_one_portfolio_after_another(some: list[Portfolio], block: int) -> None:
    """Portfolios with records of the same ids: rows change, come, go and move, with them groups, drivers and methods.

    Each is asked for twice: what correlations and drivers did to the draws must not be done to them again.
    """
    memory, gates = QuantityMemory(block), GateMemory(block)
    for portfolio in (*some, some[-1], *some):
        assert_remembered(memory, portfolio, block)
        assert_gates_remembered(gates, portfolio, block)


def test_quantities_and_gates_of_another_seed() -> None:
    """Nothing is taken from the seed before."""
    memory, gates, portfolio = QuantityMemory(0), GateMemory(0), sample_portfolio()
    for seed in (1, 2, 1):
        assert_remembered(memory, portfolio, 0, seed)
        assert_gates_remembered(gates, portfolio, 0, seed)


def test_quantities_without_their_correlations_and_drivers() -> None:
    """The same rows, freed of what tied them together, and tied together again."""
    memory, portfolio = QuantityMemory(0), sample_portfolio()
    assert portfolio.correlations
    assert portfolio.drivers
    for one in (portfolio, without(portfolio, "correlations"), portfolio, without(portfolio, "drivers"), portfolio):
        assert_remembered(memory, one, 0)


def test_only_what_moved_together_with_something_new_is_correlated_again() -> None:
    """The draws of a group are the same object as long as none of its quantities changes."""
    memory, portfolio = QuantityMemory(0), sample_portfolio()
    memory.values(compile_plan(portfolio), 1)
    groups = dict(memory._groups)
    memory.values(compile_plan(without(portfolio, "risks")), 1)
    assert groups == memory._groups
