"""A queue with c servers (M/M/c) as initiatives that wait for a team, and as a model of the queueing library ciw.

Time is in months here, and scaled so that 25 customers arrive in one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import factorial

import numpy as np

from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.team import Team
from simulation.delivery import compiled
from simulation.delivery.contract import DeliveryPlan, Workload, snap
from simulation.delivery.workload import realise
from simulation.plan import compile_plan
from simulation.sampling.draw import base_draws
from tests.benchmarks.sizes import q

CUSTOMERS = 2000  # of one trial
WARM_UP = 500  # customers who meet a line that is still too short
A_MONTH = 25.0


@dataclass(frozen=True)
class Line:
    """How fast customers come and are served, by how many."""

    rate: float = 1.5
    service: float = 1.0
    servers: int = 2

    @property
    def mean_wait(self) -> float:
        """Erlang's formula C (Erlang, 1917), in units of the service time."""
        offered = self.rate / self.service
        idle = sum(offered**k / factorial(k) for k in range(self.servers))
        full = offered**self.servers / factorial(self.servers) * self.servers / (self.servers - offered)
        return full / (idle + full) / (self.servers * self.service - self.rate)


class OfInitiatives:
    """The queue as a portfolio: each customer is an initiative, the servers are people of one team."""

    def __init__(self, line: Line, trials: int) -> None:
        self._line, self._trials = line, trials
        self._plan, self._base = _arrivals()

    def mean_wait(self, seed: int) -> float:
        """Draw arrivals and services, run them through the compiled engine, and take the mean wait."""
        rng = np.random.default_rng(seed)
        size = (self._trials, CUSTOMERS)
        work = {name: np.repeat(array, self._trials, axis=0) for name, array in vars(self._base).items()}
        work["earliest"] = snap(rng.exponential(1 / A_MONTH, size).cumsum(axis=1))
        work["duration"] = snap(rng.exponential(self._line.rate / (A_MONTH * self._line.service), size))
        work["capacity"] = np.full_like(work["capacity"], float(self._line.servers))
        delivery = compiled.deliver(self._plan, replace(self._base, **work))
        waited = (delivery.start - work["earliest"])[:, WARM_UP:]
        return float(waited.mean()) * A_MONTH / self._line.rate


def _arrivals() -> tuple[DeliveryPlan, Workload]:
    customers = tuple(
        Initiative(
            id=f"c{number}",
            name="Customer",
            options=(Option(id=f"o{number}", stages=(_served(number),)),),
            selected=f"o{number}",
        )
        for number in range(CUSTOMERS)
    )
    months = int(1.5 * CUSTOMERS / A_MONTH)
    plan = compile_plan(
        Portfolio(
            name="Queue",
            settings=Settings(start="2027-01", horizon_months=months, start_threshold=1.0),
            teams=(Team(id="servers", name="Servers", headcount=1),),
            initiatives=customers,
        )
    )
    return plan.delivery, realise(plan.delivery, base_draws(plan))


def _served(number: int) -> Stage:
    return Stage(id=f"s{number}", duration=q(1), crew=(Crew(team="servers", fte=1.0),))


def by_ciw(line: Line, customers: int, seed: int) -> float:
    """The mean wait of so many customers, by ciw."""
    import ciw  # here: only `make bench` installs it

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=line.rate)],
        service_distributions=[ciw.dists.Exponential(rate=line.service)],
        number_of_servers=[line.servers],
    )
    queue = ciw.Simulation(network)
    queue.simulate_until_max_customers(customers)
    waits = [record.waiting_time for record in sorted(queue.get_all_records(), key=lambda one: one.arrival_date)]
    return float(np.mean(waits[WARM_UP:]))
