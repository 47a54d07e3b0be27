"""The story of one future, told by the reference engine: who worked on what, what waited and why, what happened.

Which future is told is chosen by its number, or by where it stands among many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from models.portfolio import Portfolio
from simulation.arrays import FloatArray, IntArray
from simulation.block import Simulated, simulate, some_trials
from simulation.decide.futures import Futures, Outcome
from simulation.decide.pace import Pace, Telling
from simulation.delivery import reference
from simulation.delivery.network import selected_stages
from simulation.delivery.trace import Trace
from simulation.draws import BLOCK_TRIALS
from simulation.plan import Plan
from simulation.progress import CancelFlag
from simulation.run import checked_plan
from simulation.sampling.draw import sample

Place: TypeAlias = Literal["best", "median", "worst"]
"""Where a future stands among all that are looked at."""

Measure: TypeAlias = Literal["value", "last_launch"]
"""What futures are ordered by; a last launch that does not come about is the worst, and of equals the lesser value."""


@dataclass(frozen=True)
class StageStory:
    """One stage; times in months from the portfolio's start, None where they did not come."""

    id: str
    name: str
    initiative: str
    crew: tuple[tuple[str, float], ...]  # team and people at full speed
    ready: float | None
    start: float | None
    end: float | None
    attempts: int  # at its gate
    succeeded: bool


@dataclass(frozen=True)
class InitiativeStory:
    """One funded initiative."""

    id: str
    name: str
    status: str  # as ``simulation.delivery.contract.STATUSES``
    reason: str
    launch: float | None


@dataclass(frozen=True)
class RiskStory:
    """A risk that occurred."""

    id: str
    name: str
    stages: tuple[str, ...]  # ids of the stages that it hit


@dataclass(frozen=True)
class Replay:
    """One future from its start to the horizon; teams and stages are named by their ids."""

    trial: int  # counted from 1
    seed: int
    trials: int  # futures that it is compared with
    by: Measure
    place: float  # share of them that are worse by that measure; half of the equal ones count
    value: float  # money
    last_launch: float | None  # months
    start: str  # first month, such as 2027-01
    months: int  # of the horizon
    currency: str
    teams: tuple[tuple[str, str], ...]  # id and name
    contractor_limits: tuple[float, ...]  # people, team by team
    initiatives: tuple[InitiativeStory, ...]  # the funded ones, in document order
    stages: tuple[StageStory, ...]  # in document order
    risks: tuple[RiskStory, ...]  # that occurred
    trace: Trace  # of the reference engine


def replay_trial(
    portfolio: Portfolio,
    trial: int | Place = "median",
    *,
    by: Measure = "value",
    scenario: str | None = None,
    trials: int = 1000,
    seed: int | None = None,
    telling: Telling | None = None,
    cancel: CancelFlag | None = None,
) -> Replay:
    """The story of future number ``trial``, counted from 1, or of the one that stands so among ``trials``.

    Raises
    ------
    PortfolioError
        If the portfolio, with the scenario applied, has errors.
    Cancelled
        If the study should stop.
    ValueError
        If the number is less than 1.
    """
    if isinstance(trial, int) and trial < 1:
        raise ValueError(f"futures are counted from 1, there is no number {trial}")
    plan = checked_plan(portfolio, scenario)
    pace = Pace(2, telling, cancel)
    root = plan.portfolio.settings.seed if seed is None else seed
    with Futures(trials, root, pace) as futures:
        outcome = futures.try_plan(plan)
    pace.step("the futures are simulated")
    order = _worst_first(outcome, by)
    number = trial if isinstance(trial, int) else int(order[_position(trial, len(order))]) + 1
    told = _simulated(plan, number, root)
    pace.go_on()
    answer = _replay(plan, told, number, root, outcome, by)
    pace.step("the story is told")
    return answer


def _worst_first(outcome: Outcome, by: Measure) -> IntArray:
    """(n,) the futures, the worst first; of equals the one of less value, then the earlier one."""
    if by == "value":
        return np.argsort(outcome.value, kind="stable")
    return np.lexsort((outcome.value, -_last_launches(outcome.figures.last_launch)))


def _last_launches(months: FloatArray) -> FloatArray:
    """Last launches, infinite where they do not come about."""
    return np.where(np.isnan(months), np.inf, months)


def _position(place: Place, count: int) -> int:
    return {"worst": 0, "median": (count - 1) // 2, "best": count - 1}[place]


def _simulated(plan: Plan, number: int, seed: int) -> Simulated:
    """One future by the reference engine."""
    block, place = divmod(number - 1, BLOCK_TRIALS)
    draws = sample(plan, block, place + 1, seed=seed)
    return simulate(plan, some_trials(draws, place, place + 1), reference.deliver)


def _replay(plan: Plan, told: Simulated, number: int, seed: int, outcome: Outcome, by: Measure) -> Replay:
    settings, network = plan.portfolio.settings, plan.delivery
    trace = reference.trace(network, told.work, 0, told.draws.staffing)
    last = float(told.figures.last_launch[0])
    return Replay(
        trial=number,
        seed=seed,
        trials=len(outcome.value),
        by=by,
        place=_share_worse(outcome, told, by),
        value=float(told.figures.value[0]),
        last_launch=_known(last),
        start=settings.start,
        months=plan.months,
        currency=settings.currency,
        teams=tuple((team.id, team.name) for team in plan.portfolio.teams),
        contractor_limits=tuple(network.contractor_limit.tolist()),
        initiatives=_initiatives(plan, told, trace),
        stages=_stages(plan, told),
        risks=_risks(plan, told),
        trace=trace,
    )


def _share_worse(outcome: Outcome, told: Simulated, by: Measure) -> float:
    """The share of the futures that are worse than the one that is told."""
    if by == "value":
        good, mine = outcome.value, told.figures.value[0]
    else:
        good = -_last_launches(outcome.figures.last_launch)
        mine = -_last_launches(told.figures.last_launch)[0]
    same = np.isclose(good, mine, rtol=1e-9, atol=1e-9) | (good == mine)
    return float(np.mean(np.where(same, 0.5, good < mine)))


def _initiatives(plan: Plan, told: Simulated, trace: Trace) -> tuple[InitiativeStory, ...]:
    launches = told.delivery.launch[0]
    return tuple(
        InitiativeStory(one.id, one.name, end.status, end.reason, _known(float(launch)))
        for one, end, launch in zip(plan.portfolio.initiatives, trace.outcomes, launches, strict=True)
        if end.status != "unfunded"
    )


def _stages(plan: Plan, told: Simulated) -> tuple[StageStory, ...]:
    done, initiatives = told.delivery, plan.delivery.initiative_ids
    return tuple(
        StageStory(
            id=one.stage.id,
            name=one.stage.name or one.stage.id,
            initiative=initiatives[one.initiative],
            crew=tuple((member.team, member.fte) for member in one.stage.crew),
            ready=_known(float(done.ready[0, one.index])),
            start=_known(float(done.start[0, one.index])),
            end=_known(float(done.end[0, one.index])),
            attempts=int(done.attempts[0, one.index]),
            succeeded=bool(done.succeeded[0, one.index]),
        )
        for one in selected_stages(plan.portfolio)
    )


def _risks(plan: Plan, told: Simulated) -> tuple[RiskStory, ...]:
    network = plan.delivery
    names = {risk.id: risk.name for risk in plan.portfolio.risks}
    found = []
    for number in np.flatnonzero(told.draws.occurs[:, 0]).tolist():
        hit = network.hit_stage[network.hit_risk == number].tolist()
        risk = network.risk_ids[number]
        found.append(RiskStory(risk, names[risk], tuple(network.stage_ids[stage] for stage in hit)))
    return tuple(found)


def _known(months: float) -> float | None:
    return None if np.isnan(months) else months
