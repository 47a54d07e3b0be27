"""One more person in each team."""

from __future__ import annotations

import math
import pickle
import threading

import numpy as np
import pytest

from models.portfolio import Portfolio
from models.uncertainty import History, Quantity
from models.walk import put
from simulation.decide.matters.people import one_more_person
from simulation.progress import Cancelled
from tests.networks import initiative, portfolio, q, stage, team
from tests.portfolios import example_portfolio

ARRIVALS, MONTHS = 200, 200
"""One arrival a month on average."""

SERVICE = 0.5
"""Months; one person is busy half of the time."""


def queue(people: int) -> Portfolio:
    """Initiatives that arrive at random times, each an exponential length of work for one person.

    Independent uniform times are a Poisson process, given how many there are.  The exponential is given by 200 means of
    its slices of equal chance.
    """
    edges = np.linspace(0, 1, 201)
    left = np.where(edges < 1, 1 - edges, 1.0)
    tails = np.where(edges < 1, left * (1 - np.log(left)), 0.0)  # E[x; x beyond the quantile] of a mean of 1
    slices = History(tuple((-np.diff(tails) * 200 * SERVICE).round(6).tolist()))
    delay = q(f"Uniform(0, {MONTHS})")
    arriving = [initiative(f"x{n}", stage(f"s{n}", 1, {"t": 1}), start_delay=delay) for n in range(ARRIVALS)]
    plan = portfolio(arriving, [team("t", people)], months=MONTHS + 20, start_threshold=1.0)
    return put(plan, "stage:*.duration", Quantity(slices))


def erlang_wait(load: float, servers: int, service: float) -> float:
    """Mean wait in M/M/c (Erlang 1917): C(c, a) service / (c - a)."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last) * service / (servers - load)


def test_one_more_server() -> None:
    """The wait that a second server saves in M/M/1: 0.5 months at a load of 0.5, against 0.033 that are left.

    In whatever order the waiting are served, so long as it does not look at their work, the mean wait is the same.
    5 % for the queue's empty beginning and end.
    """
    saved = erlang_wait(0.5, 1, SERVICE) - erlang_wait(0.5, 2, SERVICE)
    assert saved == pytest.approx(0.5 - 1 / 30)
    found = one_more_person(queue(1), trials=100, seed=3).rows[0]
    assert found.months.value == pytest.approx(saved, abs=3 * found.months.error + 0.05 * saved)
    assert found.months.error < 0.05 * saved


def test_a_person_costs_their_pay() -> None:
    """Nobody waits: 12 months at 100, 1,200 less and not a day gained."""
    lone = initiative("x", stage("a", 1, {"t": 1}))
    plan = portfolio([lone], [team("t", 1, monthly_rate=q(100))], months=12, discount_rate=q(0))
    found = one_more_person(plan, trials=10).rows[0]
    assert (found.value.value, found.cost.value, found.months.value) == (-1200.0, 1200.0, 0.0)


def test_each_team_apart() -> None:
    """Two initiatives of a month each for one team: a second person there saves the second one a month."""
    both = [initiative(name, stage(f"s{name}", 1, {"busy": 1})) for name in ("x", "y")]
    found = one_more_person(portfolio(both, [team("busy", 1), team("idle", 1)]), trials=10)
    rows = {one.team: one for one in found.rows}
    assert rows["busy"].months.value == 0.5
    assert [months.value for _, months in rows["busy"].launches] == [0.0, 1.0]
    assert rows["idle"].months.value == 0.0


def test_what_does_not_launch_counts_at_the_horizon() -> None:
    """Three initiatives of 5 months in a row, a horizon of 12: the third goes from 12 (not launched) to 10."""
    row = [initiative(name, stage(f"s{name}", 5, {"t": 1}), rank=rank) for rank, name in enumerate("xyz")]
    found = one_more_person(portfolio(row, [team("t", 1)], months=12), trials=10)
    assert [months.value for _, months in found.rows[0].launches] == [0.0, 5.0, 2.0]
    assert found.not_launched == 1.0


def test_an_example_with_everything() -> None:
    """Teams by the money that one more brings; the answer can be sent between processes."""
    found = one_more_person(example_portfolio(), trials=300)
    assert {one.team for one in found.rows} == {"platform", "design"}
    assert found.rows[0].value.value >= found.rows[1].value.value
    assert pickle.loads(pickle.dumps(found)) == found


def test_it_can_be_cancelled() -> None:
    """A set flag ends it at its next step."""
    stop = threading.Event()
    with pytest.raises(Cancelled):
        one_more_person(example_portfolio(), telling=lambda _: stop.set(), cancel=stop)
