"""Hand-made deliveries for tests of the money: what happened is said outright, no engine runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from models.benefit import Benefit
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio, Settings
from models.uncertainty import Quantity
from models.walk import quantities
from simulation.arrays import FloatArray
from simulation.delivery.contract import LAUNCHED, STOPPED, UNFINISHED, UNFUNDED, Delivery, DeliveryPlan, Workload
from simulation.delivery.effort import packed
from simulation.delivery.layout import blank_delivery
from simulation.delivery.network import compile_delivery
from simulation.draws import Draws, Staffing
from simulation.money.cashflow import CashFlows, cash_flows, compile_money

Values = Mapping[str, float | FloatArray]


def q(value: float) -> Quantity:
    """A certain quantity."""
    return Quantity.certain(value)


def portfolio_of(
    *benefits: Benefit, months: int = 24, settings: Mapping[str, object] | None = None, **parts: object
) -> Portfolio:
    """One initiative ``x`` with the option ``o`` and the given benefits; ``option`` holds its other fields."""
    fields = {"id": "o", "benefits": benefits, **parts.pop("option", {})}  # type: ignore[dict-item]
    initiative = Initiative(id="x", name="X", selected="o", options=(Option(**fields),), **parts.pop("initiative", {}))
    plain = Settings(start="2027-01", horizon_months=months, **(settings or {}))  # type: ignore[arg-type]
    return Portfolio(name="P", settings=plain, initiatives=(initiative,), **parts)  # type: ignore[arg-type]


def stage(stage_id: str, **parts: object) -> Stage:
    """A stage without crew."""
    return Stage(id=stage_id, **parts)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What happened in every trial alike: instants in months; what is not named did not happen.

    ``stages`` holds start, end and share done; an end of None is an unfinished stage.
    """

    launch: Mapping[str, float] = field(default_factory=dict)
    stopped: Mapping[str, float] = field(default_factory=dict)
    stages: Mapping[str, tuple[float, float | None, float]] = field(default_factory=dict)
    effort: Mapping[tuple[str, str], Mapping[int, float]] = field(default_factory=dict)  # (initiative, team)
    contractors: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    headcount: Mapping[str, float] = field(default_factory=dict)
    arrivals: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    occurs: tuple[str, ...] = ()


def cash_of(portfolio: Portfolio, happened: Happened, *, trials: int = 1, drawn: Values | None = None) -> CashFlows:
    """The money of hand-made trials; quantities at base but for those ``drawn``, by address."""
    listed = list(quantities(portfolio))
    row = {address: number for number, (address, _) in enumerate(listed)}
    values = np.repeat(np.array([[quantity.base] for _, quantity in listed]), trials, axis=1)
    for address, value in (drawn or {}).items():
        values[row[address]] = value
    network = compile_delivery(portfolio, row)
    money = compile_money(portfolio, network, row)
    draws = Draws(
        block=0,
        values=values,
        gates=np.zeros((len(network.gate_ptr), trials)),
        occurs=np.array([[risk in happened.occurs] * trials for risk in network.risk_ids], dtype=bool).reshape(
            -1, trials
        ),
        staffing=_staffing(network, happened, trials),
    )
    work = _workload(network, values, trials)
    return cash_flows(money, network, draws, work, _delivery(network, happened, trials))


def _staffing(network: DeliveryPlan, happened: Happened, trials: int) -> Staffing:
    headcount = np.zeros((trials, len(network.team_ids), network.months))
    arrivals = np.zeros_like(headcount)
    for team, people in happened.headcount.items():
        headcount[:, network.team_ids.index(team)] = people
    for team, months in happened.arrivals.items():
        for month, people in months.items():
            arrivals[:, network.team_ids.index(team), month] = people
    return Staffing(headcount=headcount, capacity=headcount, arrivals=arrivals, leavers=np.zeros_like(headcount))


def _workload(network: DeliveryPlan, values: FloatArray, trials: int) -> Workload:
    exchange = np.where(network.cost_currency_row[:, None] < 0, 1.0, values[network.cost_currency_row])
    nothing = np.zeros((trials, 0))
    return Workload(
        duration=np.ones((trials, len(network.stage_ids))),
        rework=nothing,
        passes=np.ones((trials, 0), dtype=bool),
        earliest=nothing,
        lag=nothing,
        launch_lag=nothing,
        cost=np.ascontiguousarray((values[network.cost_row] * exchange).T),
        capacity=np.zeros((trials, 0, 0)),
        envelope=np.zeros((trials, 0, 0)),
    )


def _delivery(network: DeliveryPlan, happened: Happened, trials: int) -> Delivery:
    stages, initiatives = len(network.stage_ids), len(network.initiative_ids)
    start, end, done = np.full(stages, np.nan), np.full(stages, np.nan), np.zeros(stages)
    for stage_id, (began, ended, share) in happened.stages.items():
        number = network.stage_ids.index(stage_id)
        start[number], end[number], done[number] = began, np.nan if ended is None else ended, share
    launch, finish = np.full(initiatives, np.nan), np.full(initiatives, np.nan)
    status = np.where(network.funded, UNFINISHED, UNFUNDED).astype(np.int8)
    for initiative, instant in happened.launch.items():
        launch[network.initiative_ids.index(initiative)] = instant
        status[network.initiative_ids.index(initiative)] = LAUNCHED
    for initiative, instant in happened.stopped.items():
        finish[network.initiative_ids.index(initiative)] = instant
        status[network.initiative_ids.index(initiative)] = STOPPED
    effort = np.zeros((len(network.line_team), network.months))
    for (initiative, team), months in happened.effort.items():
        owner, group = network.initiative_ids.index(initiative), network.team_ids.index(team)
        line = next(
            n
            for n, pair in enumerate(zip(network.line_initiative, network.line_team, strict=True))
            if pair == (owner, group)
        )
        for month, used in months.items():
            effort[line, month] = used
    contractors = np.zeros((len(network.team_ids), network.months))
    for team, months in happened.contractors.items():
        for month, used in months.items():
            contractors[network.team_ids.index(team), month] = used
    delivery = blank_delivery(network, trials)
    delivery.attempts[:] = 1
    happenings = {"ready": start, "start": start, "end": end, "done": done, "succeeded": ~np.isnan(end)}
    fates = {"launch": launch, "finish": finish, "status": status, "contractors": contractors}
    for name, values in (happenings | fates).items():
        getattr(delivery, name)[:] = values
    return replace(delivery, packed_effort=packed(np.repeat(effort[None], trials, axis=0)))
