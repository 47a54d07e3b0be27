"""Random plans and workloads for the delivery engines, with every rule in play and ties on purpose.

Lengths, lags and starts are mostly multiples of a quarter of a month, people mostly of half a person, money mostly of
ten: so that ends fall together, teams run full exactly and envelopes are used up to the last coin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import NO_LIMIT, DeliveryPlan, Workload, snap


@dataclass(frozen=True)
class Shape:
    """How large a random plan is, and how its numbers are drawn."""

    initiatives: int = 5
    most_stages: int = 4
    teams: int = 3
    months: int = 14
    trials: int = 2
    periods: int = 4
    nice: bool = True


def random_case(seed: int, shape: Shape | None = None) -> tuple[DeliveryPlan, Workload]:
    """A plan with its workload; the same for the same ``seed`` and ``shape``."""
    rng = np.random.default_rng(seed)
    shape = shape or Shape(
        initiatives=int(rng.integers(1, 8)),
        most_stages=int(rng.integers(1, 6)),
        teams=int(rng.integers(1, 5)),
        months=int(rng.integers(3, 25)),
        periods=int(rng.integers(1, 6)),
        nice=bool(rng.random() < 0.7),
    )
    plan = random_plan(rng, shape)
    return plan, random_work(rng, shape, plan)


def large_shape(trials: int) -> Shape:
    """About the size of a real portfolio: 200 stages of 28 initiatives, 8 teams, 60 months."""
    return Shape(initiatives=28, most_stages=14, teams=8, months=60, trials=trials, periods=5, nice=False)


def random_plan(rng: np.random.Generator, shape: Shape) -> DeliveryPlan:
    """The network; about one initiative in eight is unfunded, so that links to it can never be met; a few are empty."""
    funded = rng.random(shape.initiatives) < 0.88
    filled = rng.random(shape.initiatives) < 0.97
    counts = np.where(funded & filled, rng.integers(1, shape.most_stages + 1, shape.initiatives), 0)
    owner = np.repeat(np.arange(shape.initiatives), counts)
    ranks = rng.integers(1, shape.initiatives + 1, shape.initiatives)
    stages = len(owner)
    rework = rng.random(stages) < 0.5
    crew, links = _crews(rng, shape, owner), _links(rng, shape, owner)
    nothing = np.full(stages, -1)
    none = np.zeros(0, dtype=np.int64)
    return DeliveryPlan(
        months=shape.months,
        stage_ids=tuple(f"s{s}" for s in range(stages)),
        initiative_ids=tuple(f"i{i}" for i in range(shape.initiatives)),
        team_ids=tuple(f"t{t}" for t in range(shape.teams)),
        funded=funded,
        stage_initiative=owner,
        initiative_ptr=_pointers(counts),
        rank_order=np.lexsort((np.arange(stages), ranks[owner])),
        stage_earliest=np.zeros(stages),
        initiative_earliest=np.zeros(shape.initiatives),
        start_delay_row=np.full(shape.initiatives, -1),
        launch_lag_row=np.full(shape.initiatives, -1),
        duration_row=nothing,
        crew_effort_row=np.full(len(crew["crew_team"]), -1),
        link_lag_row=np.full(len(links["link_stage"]), -1),
        success_row=nothing,
        rework=rework,
        rework_row=nothing,
        gate_ptr=_pointers(np.where(rework, rng.integers(1, 4, stages), 1)),
        cost_row=nothing,
        cost_currency_row=nothing,
        category=rng.integers(0, 3, stages),
        contractor_limit=_some(rng, shape.teams, 0.4, np.array([0.5, 1.0, 2.0])),
        switching_loss=_some(rng, shape.teams, 0.5, np.array([0.05, 0.1, 0.5])) * (rng.random() < 0.6),
        team_limit=np.where(rng.random(shape.teams) < 0.25, rng.integers(1, 4, shape.teams), NO_LIMIT),
        portfolio_limit=int(rng.integers(1, 5)) if rng.random() < 0.2 else NO_LIMIT,
        start_threshold=float(rng.choice([0.01, 0.25, 0.5, 0.5, 1.0])),
        preemptive=bool(rng.random() < 0.4),
        enforced=bool(rng.random() < 0.7),
        carry_over=bool(rng.random() < 0.5),
        period_of_month=np.arange(shape.months) * shape.periods // shape.months,
        envelope_row=np.full((3, shape.periods), -1),
        limited=rng.random(3) < 0.7,
        risk_ids=(),
        risk_probability_row=none,
        hit_risk=none,
        hit_stage=none,
        hit_factor_row=none,
        hit_months_row=none,
        hit_cost_factor_row=none,
        hit_cost_amount_row=none,
        **crew,
        **links,
    )


def random_work(rng: np.random.Generator, shape: Shape, plan: DeliveryPlan) -> Workload:
    """Durations (a tenth of them 0: milestones), gates, lags, costs, capacities that change, and envelopes."""
    n, stages = shape.trials, len(plan.stage_ids)
    longest = float(rng.choice([1.0, 3.0, 6.0]))
    duration = _months(rng, shape, (n, stages), longest) * (rng.random((n, stages)) > 0.1)
    share = rng.choice([0.0, 0.25, 0.5, 1.0], (n, stages)) if shape.nice else rng.random((n, stages))
    late_start = rng.random((n, stages)) < 0.4
    paid = rng.random((n, stages)) < 0.7
    return Workload(
        duration=duration,
        rework=snap(duration * share),
        passes=rng.random((n, int(plan.gate_ptr[-1]))) < float(rng.choice([0.6, 0.85, 1.0])),
        earliest=_months(rng, shape, (n, stages), shape.months * 0.6) * late_start,
        lag=_months(rng, shape, (n, len(plan.link_stage)), 3.0) * (rng.random((n, len(plan.link_stage))) < 0.5),
        launch_lag=_months(rng, shape, (n, shape.initiatives), 2.0) * (rng.random((n, shape.initiatives)) < 0.5),
        cost=_money(rng, shape, (n, stages), 100.0) * paid,
        capacity=_capacity(rng, shape),
        envelope=_money(rng, shape, (n, 3, shape.periods), 250.0) * (rng.random((n, 3, shape.periods)) < 0.8),
    )


def _pointers(counts: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _some(rng: np.random.Generator, count: int, share: float, values: FloatArray) -> FloatArray:
    return np.where(rng.random(count) < share, rng.choice(values, count), 0.0)


def _months(rng: np.random.Generator, shape: Shape, size: tuple[int, ...], longest: float) -> FloatArray:
    months = rng.integers(1, max(2, int(4 * longest)), size) / 4 if shape.nice else rng.uniform(0.05, longest, size)
    return snap(months)


def _money(rng: np.random.Generator, shape: Shape, size: tuple[int, ...], most: float) -> FloatArray:
    return 10.0 * rng.integers(1, int(most / 10), size) if shape.nice else rng.uniform(0.1, most, size)


def _capacity(rng: np.random.Generator, shape: Shape) -> FloatArray:
    """People who come, go and are away: steps in time, a tenth of the months without anybody in some teams."""
    size = (shape.trials, shape.teams, shape.months)
    if not shape.nice:
        return rng.uniform(0.0, 6.0, size)
    level = rng.integers(1, 9, (shape.trials, shape.teams, 1)) / 2
    steps = np.cumsum(rng.choice([0.0, 0.0, 0.0, 0.5, -0.5], size), axis=2)
    away: BoolArray = rng.random(size) < float(rng.choice([0.0, 0.1]))
    return np.maximum(0.0, level + steps) * ~away


def _crews(rng: np.random.Generator, shape: Shape, owner: IntArray) -> dict[str, IntArray | FloatArray]:
    """One to three teams a stage; one stage in eight needs nobody."""
    team: list[int] = []
    fte: list[float] = []
    counts, lines, line = [], [], dict[tuple[int, int, float], int]()
    for initiative in owner.tolist():
        wanted = 0 if rng.random() < 0.12 else int(rng.integers(1, min(3, shape.teams) + 1))
        counts.append(wanted)
        share = float(rng.choice([0.0, 0.5]))
        for t in rng.permutation(shape.teams)[:wanted].tolist():
            team.append(t)
            fte.append(float(rng.integers(1, 7)) / 2 if shape.nice else float(rng.uniform(0.1, 4.0)))
            lines.append(line.setdefault((initiative, t, share), len(line)))
    return {
        "crew_ptr": _pointers(np.array(counts, dtype=np.int64)),
        "crew_team": np.array(team, dtype=np.int64),
        "crew_fte": np.array(fte),
        "crew_line": np.array(lines, dtype=np.int64),
        "line_initiative": np.array([key[0] for key in line], dtype=np.int64),
        "line_team": np.array([key[1] for key in line], dtype=np.int64),
        "line_capitalised": np.array([key[2] for key in line]),
    }


def _links(rng: np.random.Generator, shape: Shape, owner: IntArray) -> dict[str, IntArray]:
    """Links to earlier stages of the initiative, and from one initiative to others before it in a hidden order."""
    place = rng.permutation(shape.initiatives)
    counts: list[int] = []
    found: list[tuple[int, int]] = []
    for s, initiative in enumerate(owner.tolist()):
        before = np.flatnonzero(owner[:s] == initiative)
        wanted = rng.choice(before, min(len(before), int(rng.integers(0, 3))), replace=False).tolist()
        own = [(int(p), -1) for p in wanted] if rng.random() < 0.5 else [(s - 1, -1)] * (len(before) > 0)
        earlier = np.flatnonzero(place < place[initiative])
        other = [(-1, int(rng.choice(earlier)))] if len(earlier) and rng.random() < 0.12 else []
        counts.append(len(own) + len(other))
        found += own + other
    return {
        "link_ptr": _pointers(np.array(counts, dtype=np.int64)),
        "link_stage": np.array([link[0] for link in found], dtype=np.int64),
        "link_initiative": np.array([link[1] for link in found], dtype=np.int64),
    }


def some_trials(work: Workload, chosen: slice) -> Workload:
    """The workload of the ``chosen`` trials alone."""
    return replace(work, **{name: getattr(work, name)[chosen] for name in work.__dataclass_fields__})
