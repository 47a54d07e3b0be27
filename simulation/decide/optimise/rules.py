"""Known rules for the order of work: where a search for a better one may start.

What the rules need is measured: what a month of delay costs, how long an initiative takes, what it asks of the team
that is shortest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from models.initiative import Initiative
from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures, Outcome
from simulation.decide.optimise.work import lengths_of_stages, work_by_year
from simulation.delivery.network import selected_option

DELAY_MONTHS: Final = 3.0
_NO_TIME: Final = 1e-6


@dataclass(frozen=True)
class Job:
    """What the rules know of a funded initiative; means over the futures."""

    initiative: str
    cost_of_delay: float  # money a month: value that is lost when it, and what needs it, launches later
    months: float  # from its first start to its end
    work: float  # person-months
    scarce_work: float  # person-months of the team that is asked for most of what it has


def jobs_of(portfolio: Portfolio, futures: Futures, *, step: Callable[[], None] | None = None) -> tuple[Job, ...]:
    """The funded initiatives in document order; the scenario is applied."""
    outcome = futures.try_portfolio(portfolio)
    work = work_by_year(outcome, lengths_of_stages(portfolio, futures)).sum(axis=2)  # (I, T)
    scarce = _scarcest(outcome, work)
    months = _months(outcome)
    found = []
    for number, initiative in enumerate(portfolio.initiatives):
        if selected_option(initiative) is None:
            continue
        later = futures.try_portfolio(_delayed(portfolio, number))
        lost = float((outcome.value - later.value).mean()) / DELAY_MONTHS
        mine = work[number]
        own = float(mine[scarce]) if len(mine) else 0.0
        found.append(Job(initiative.id, lost, float(months[number]), float(mine.sum()), own))
        if step is not None:
            step()
    return tuple(found)


def orders(portfolio: Portfolio, jobs: tuple[Job, ...]) -> dict[str, tuple[str, ...]]:
    """Each rule's order of the funded initiatives, the plan as it stands first; ties stay as they are.

    References
    ----------
    Smith (1956), *Naval Research Logistics Quarterly* 3: weight over length is optimal on one machine; as cost of
    delay over duration: Reinertsen (2009), *The Principles of Product Development Flow*, ch. 2.
    """
    now = as_it_stands(portfolio)
    known = {job.initiative: job for job in jobs}

    def by(urgency: Callable[[Job], float]) -> tuple[str, ...]:
        return tuple(sorted(now, key=lambda name: -urgency(known[name])))

    return {
        "as it stands": now,
        "cost of delay / duration": by(lambda job: job.cost_of_delay / max(job.months, _NO_TIME)),
        "cost of delay / work": by(lambda job: job.cost_of_delay / max(job.work, _NO_TIME)),
        "cost of delay / work of the scarcest team": by(lambda job: job.cost_of_delay / max(job.scarce_work, _NO_TIME)),
        "highest cost of delay": by(lambda job: job.cost_of_delay),
        "shortest first": by(lambda job: -job.months),
    }


def as_it_stands(portfolio: Portfolio) -> tuple[str, ...]:
    """The funded initiatives by rank, then document order."""
    funded = [one for one in portfolio.initiatives if selected_option(one) is not None]
    return tuple(one.id for one in sorted(funded, key=lambda one: one.rank))


def _delayed(portfolio: Portfolio, number: int) -> Portfolio:
    """The portfolio in which one initiative launches later, with the same work at the same time."""
    initiative: Initiative = portfolio.initiatives[number]
    options = tuple(
        msgspec.structs.replace(option, launch_lag=option.launch_lag.shifted(DELAY_MONTHS))
        if option.id == initiative.selected
        else option
        for option in initiative.options
    )
    changed = msgspec.structs.replace(initiative, options=options)
    listed = (*portfolio.initiatives[:number], changed, *portfolio.initiatives[number + 1 :])
    return msgspec.structs.replace(portfolio, initiatives=listed)


def _scarcest(outcome: Outcome, work: FloatArray) -> int:
    """The team that is asked for the greatest part of what it has."""
    capacity = outcome.figures.capacity.mean(axis=0, dtype=np.float64).sum(axis=1)
    if not len(capacity):
        return 0
    return int((work.sum(axis=0) / np.maximum(capacity, _NO_TIME)).argmax())


def _months(outcome: Outcome) -> FloatArray:
    """(I,) mean months from the first start to the last end, the horizon where that does not come."""
    delivery, figures = outcome.plan.delivery, outcome.figures
    begin = np.nan_to_num(figures.stage_start.astype(np.float64), nan=outcome.plan.months)
    end = np.nan_to_num(figures.finish, nan=outcome.plan.months)
    found = np.zeros(len(delivery.initiative_ids))
    for number in range(len(found)):
        mine = delivery.stage_initiative == number
        if mine.any():
            found[number] = float(np.maximum(end[:, number] - begin[:, mine].min(axis=1), 0.0).mean())
    return found
