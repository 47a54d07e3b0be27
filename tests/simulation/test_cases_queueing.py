"""Queues: initiatives of one stage that arrive at random, and a team that serves c of them at a time."""

import heapq
import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.delivery.contract import DeliveryPlan, Engine, Workload, snap
from tests.cases import case_path
from tests.engines import ENGINES
from tests.networks import compiled_inputs, initiative, portfolio, stage, team

ARRIVALS = 2000
WARM_UP = 500
A_MONTH = 25.0
"""Arrivals in a month: the cases' time is scaled to it, so that months matter little."""

BATCHES = 40
"""Of 10 trials each: 600,000 arrivals after warm-up."""

QUEUES = [(1, 2, 1), (2, 1, 3), (0.8, 1, 1), (1.5, 1, 2), (4, 1, 5), (8, 1, 10), (6, 1, 8), (18, 1, 20)]
"""Arrival rate, service rate, servers: the closer to full, the longer a mean takes to settle."""


@cache
def queue(trials: int) -> tuple[DeliveryPlan, Workload]:
    """Initiatives in order of arrival, whose arrivals and lengths are still to be set."""
    arriving = [initiative(f"x{n}", stage(f"s{n}", 1, {"t": 1})) for n in range(ARRIVALS)]
    months = int(1.5 * ARRIVALS / A_MONTH)
    plan, work = compiled_inputs(portfolio(arriving, [team("t", 1)], months=months, start_threshold=1.0))
    return plan, replace(work, **{name: np.repeat(array, trials, axis=0) for name, array in vars(work).items()})


def loaded(
    rng: np.random.Generator, trials: int, rate: float, service: float, servers: int
) -> tuple[DeliveryPlan, Workload]:
    """A queue with exponential times between arrivals and of service."""
    plan, work = queue(trials)
    between = rng.exponential(1 / A_MONTH, (trials, ARRIVALS))
    length = rng.exponential(rate / (A_MONTH * service), (trials, ARRIVALS))
    capacity = np.full_like(work.capacity, servers)
    return plan, replace(work, earliest=snap(between.cumsum(axis=1)), duration=snap(length), capacity=capacity)


def kiefer_wolfowitz(arrives: FloatArray, length: FloatArray, servers: int) -> FloatArray:
    """Starts of service in order of arrival, each with the server that is free first."""
    free = [0.0] * servers
    starts = []
    for comes, takes in zip(arrives, length, strict=True):
        start = max(comes, heapq.heappop(free))
        heapq.heappush(free, float(snap(start + takes)))
        starts.append(start)
    return np.array(starts)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("servers", [1, 3])
def test_first_come_first_served_exactly(engine: Engine, servers: int) -> None:
    """Every start is that of the recursion of Kiefer & Wolfowitz (1955), to the last bit of the grid."""
    plan, work = loaded(np.random.default_rng(1), 1, 0.8 * servers, 1.0, servers)
    delivery = engine(plan, work)
    np.testing.assert_array_equal(delivery.start[0], kiefer_wolfowitz(work.earliest[0], work.duration[0], servers))


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "service", "servers"), QUEUES)
def test_mean_wait(rate: float, service: float, servers: int) -> None:
    """The mean wait of M/M/c (Erlang C), within 5 %; by the fast engine, whose starts are those of the reference."""
    assert mean_wait(rate, service, servers) == pytest.approx(expected(rate, service, servers), rel=0.05)


def mean_wait(rate: float, service: float, servers: int) -> float:
    """The mean wait after warm-up, in the time of the case."""
    rng = np.random.default_rng(20)
    waits = []
    for _ in range(BATCHES):
        plan, work = loaded(rng, 10, rate, service, servers)
        delivery = ENGINES["compiled"](plan, work)
        assert not np.isnan(delivery.start).any()
        waits.append((delivery.start - work.earliest)[:, WARM_UP:].mean())
    return float(np.mean(waits)) * A_MONTH / rate


def expected(rate: float, service: float, servers: int) -> float:
    """The closed form's mean wait."""
    found = json.loads(case_path("queueing/queueing.json").read_text())["mmc"]
    return next(row["Wq"] for row in found if (row["lam"], row["mu"], row["c"]) == (rate, service, servers))
