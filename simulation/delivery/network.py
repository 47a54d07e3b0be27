"""A portfolio's funded stages, teams, budgets and risks as the integer-indexed network that the engines run.

The portfolio has its scenario applied and has passed the checks; ``row`` maps the address of a quantity to its
row in ``Draws.values``.  Nothing is sampled here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from models.address import parse_reference
from models.calendar import Grain, month_index, parse_period, period_of_month
from models.initiative import Initiative, Option, Stage
from models.memo import Memo
from models.parts import link_key
from models.portfolio import Portfolio
from models.risk import Impact, Risk
from models.uncertainty import Quantity
from simulation.arrays import IntArray
from simulation.delivery.contract import COST_CATEGORIES, NO_LIMIT, DeliveryPlan

Rows = Mapping[str, int]
Places = Mapping[str, Mapping[str, list[int]]]
"""By kind and id of an owner."""

RISKED: Final = ("stage", "option", "initiative", "benefit")
"""What a risk can name."""

_PERIODS = Memo[list[str]](most=8)


@dataclass(frozen=True)
class SelectedStage:
    """A stage of a selected option, with where it stands."""

    index: int
    initiative: int
    option: Option
    stage: Stage


@dataclass(frozen=True)
class RiskRows:
    """The rows of one risk's impact, -1 where it does nothing."""

    probability: int
    duration_factor: int
    duration_months: int
    cost_factor: int
    cost_amount: int
    benefit_factor: int
    benefit_amount: int


def selected_option(initiative: Initiative) -> Option | None:
    """The option that the plan takes, or None where the initiative is unfunded."""
    return next((option for option in initiative.options if option.id == initiative.selected), None)


def selected_stages(portfolio: Portfolio) -> list[SelectedStage]:
    """The stages of all selected options in document order."""
    found: list[SelectedStage] = []
    for number, initiative in enumerate(portfolio.initiatives):
        option = selected_option(initiative)
        for stage in option.stages if option else ():
            assert option is not None
            found.append(SelectedStage(len(found), number, option, stage))
    return found


def risk_rows(risk: Risk, row: Rows) -> RiskRows:
    """The rows by which a risk acts: those that remain where its mitigation is active."""
    mitigation = risk.mitigation if risk.mitigation and risk.mitigation.active else None
    probability = "mitigation.probability" if mitigation else "probability"
    impact, place = risk.impact, "impact"
    if mitigation and mitigation.impact is not None:
        impact, place = mitigation.impact, "mitigation.impact"
    neutral = Impact()

    def acting(field: str) -> int:
        value: Quantity = getattr(impact, field)
        return -1 if value == getattr(neutral, field) else row[f"risk:{risk.id}.{place}.{field}"]

    return RiskRows(
        probability=row[f"risk:{risk.id}.{probability}"],
        duration_factor=acting("duration_factor"),
        duration_months=acting("duration_months"),
        cost_factor=acting("cost_factor"),
        cost_amount=acting("cost_amount"),
        benefit_factor=acting("benefit_factor"),
        benefit_amount=acting("benefit_amount"),
    )


def compile_delivery(portfolio: Portfolio, row: Rows) -> DeliveryPlan:
    """The network of ``portfolio``, whose scenario is applied."""
    stages = selected_stages(portfolio)
    crew = _crew_arrays(portfolio, stages, row)
    links = _link_arrays(portfolio, stages, row)
    risks = [risk_rows(risk, row) for risk in portfolio.risks]
    hits = list(_hits(portfolio, stages, risks))
    settings = portfolio.settings
    chosen = [selected_option(initiative) for initiative in portfolio.initiatives]
    counts = [0 if option is None else len(option.stages) for option in chosen]
    initiatives = portfolio.initiatives
    of_initiative = _ints(item.initiative for item in stages)
    return DeliveryPlan(
        months=settings.horizon_months,
        stage_ids=tuple(item.stage.id for item in stages),
        initiative_ids=tuple(initiative.id for initiative in initiatives),
        team_ids=tuple(team.id for team in portfolio.teams),
        funded=np.array([option is not None for option in chosen], dtype=np.bool_),
        stage_initiative=of_initiative,
        initiative_ptr=_pointers(counts),
        rank_order=rank_order(portfolio, of_initiative),
        stage_earliest=np.array(
            [_months_from_start(portfolio, item.stage.earliest_start) for item in stages], dtype=float
        ),
        initiative_earliest=np.array(
            [_months_from_start(portfolio, i.earliest_start) for i in initiatives], dtype=float
        ),
        start_delay_row=_ints(row.get(f"initiative:{initiative.id}.start_delay", -1) for initiative in initiatives),
        launch_lag_row=_ints(-1 if option is None else row[f"option:{option.id}.launch_lag"] for option in chosen),
        duration_row=_ints(row.get(f"stage:{item.stage.id}.duration", -1) for item in stages),
        **crew,
        **links,
        success_row=_ints(row[f"stage:{item.stage.id}.success"] for item in stages),
        rework=np.array([item.stage.on_failure == "rework" for item in stages], dtype=np.bool_),
        rework_row=_ints(row[f"stage:{item.stage.id}.rework_fraction"] for item in stages),
        gate_ptr=_pointers(
            [1 + (item.stage.max_rework if item.stage.on_failure == "rework" else 0) for item in stages]
        ),
        cost_row=_ints(row[f"stage:{item.stage.id}.external_cost"] for item in stages),
        cost_currency_row=_ints(row.get(f"currency:{item.option.currency}.rate", -1) for item in stages),
        category=_ints(COST_CATEGORIES.index(item.stage.category) for item in stages),
        contractor_limit=np.array([team.contractor_limit for team in portfolio.teams], dtype=float),
        switching_loss=np.array([team.switching_loss for team in portfolio.teams], dtype=float),
        team_limit=_ints(_limit(team.wip_limit) for team in portfolio.teams),
        portfolio_limit=_limit(settings.wip_limit),
        start_threshold=settings.start_threshold,
        preemptive=settings.allocation == "preemptive",
        enforced=settings.budget_policy == "enforced",
        carry_over=settings.carry_over,
        **_budget_arrays(portfolio, row),
        risk_ids=tuple(risk.id for risk in portfolio.risks),
        risk_probability_row=_ints(risk.probability for risk in risks),
        hit_risk=_ints(hit[0] for hit in hits),
        hit_stage=_ints(hit[1] for hit in hits),
        hit_factor_row=_ints(hit[2] for hit in hits),
        hit_months_row=_ints(hit[3] for hit in hits),
        hit_cost_factor_row=_ints(hit[4] for hit in hits),
        hit_cost_amount_row=_ints(hit[5] for hit in hits),
    )


def rank_order(portfolio: Portfolio, stage_initiative: IntArray) -> IntArray:
    """The numbers of the stages by the rank of their initiative, then as they are; shape as given, (S,)."""
    ranks = [portfolio.initiatives[number].rank for number in stage_initiative.tolist()]
    return _ints(sorted(range(len(ranks)), key=ranks.__getitem__))


def _ints(values: Iterator[int] | list[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)


def _pointers(counts: list[int]) -> IntArray:
    return np.array([0, *accumulate(counts)], dtype=np.int64)


def _limit(limit: int | None) -> int:
    return NO_LIMIT if limit is None else limit


def _months_from_start(portfolio: Portfolio, month: str | None) -> float:
    """Months from the portfolio's start to ``month``; 0 where it is empty or past."""
    return float(max(0, month_index(portfolio.settings.start, month))) if month else 0.0


def _crew_arrays(portfolio: Portfolio, stages: list[SelectedStage], row: Rows) -> dict[str, np.ndarray]:
    teams = {team.id: number for number, team in enumerate(portfolio.teams)}
    lines: dict[tuple[int, int, float], int] = {}
    team, fte, effort, line = [], [], [], []
    for item in stages:
        for member in item.stage.crew:
            charged = (item.initiative, teams[member.team], item.stage.capitalised)
            team.append(charged[1])
            fte.append(member.fte)
            effort.append(-1 if member.effort is None else row[f"stage:{item.stage.id}.effort[{member.team}]"])
            line.append(lines.setdefault(charged, len(lines)))
    return {
        "crew_ptr": _pointers([len(item.stage.crew) for item in stages]),
        "crew_team": _ints(team),
        "crew_fte": np.array(fte, dtype=float),
        "crew_effort_row": _ints(effort),
        "crew_line": _ints(line),
        "line_initiative": _ints([initiative for initiative, _, _ in lines]),
        "line_team": _ints([number for _, number, _ in lines]),
        "line_capitalised": np.array([share for _, _, share in lines], dtype=float),
    }


def _link_arrays(portfolio: Portfolio, stages: list[SelectedStage], row: Rows) -> dict[str, np.ndarray]:
    index = {item.stage.id: item.index for item in stages}
    initiatives = {initiative.id: number for number, initiative in enumerate(portfolio.initiatives)}
    counts, to_stage, to_initiative, lag = [], [], [], []
    for item in stages:
        if item.stage.after is None:
            follows = item.index > 0 and stages[item.index - 1].initiative == item.initiative
            found = [(item.index - 1, -1, -1)] if follows else []
        else:
            found = [
                (
                    index[link.stage] if link.stage is not None else -1,
                    initiatives[link.initiative] if link.initiative is not None else -1,
                    row[f"stage:{item.stage.id}.lag[{link_key(item.stage, link)}]"],
                )
                for link in item.stage.after
            ]
        counts.append(len(found))
        to_stage += [link[0] for link in found]
        to_initiative += [link[1] for link in found]
        lag += [link[2] for link in found]
    return {
        "link_ptr": _pointers(counts),
        "link_stage": _ints(to_stage),
        "link_initiative": _ints(to_initiative),
        "link_lag_row": _ints(lag),
    }


def _budget_arrays(portfolio: Portfolio, row: Rows) -> dict[str, np.ndarray]:
    settings = portfolio.settings
    grain: Grain = "quarter" if any("Q" in budget.period.upper() for budget in portfolio.budgets) else "year"
    labels = _PERIODS.find(settings, grain) or _PERIODS.keep(
        [period_of_month(settings, month, grain) for month in range(settings.horizon_months)], settings, grain
    )
    periods = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    envelope = np.full((len(COST_CATEGORIES), len(periods)), -1, dtype=np.int64)
    limited = np.zeros(len(COST_CATEGORIES), dtype=np.bool_)
    for budget in portfolio.budgets:
        if budget.category == "staffing":
            continue  # people are paid whether or not a stage starts: only measured
        category = COST_CATEGORIES.index(budget.category)
        limited[category] = True
        first, last = parse_period(settings, budget.period)
        if last >= 0 and first < settings.horizon_months:
            envelope[category, periods[period_of_month(settings, max(first, 0), grain)]] = row[
                f"budget:{budget.id}.amount"
            ]
    return {
        "period_of_month": _ints(periods[label] for label in labels),
        "envelope_row": envelope,
        "limited": limited,
    }


def _hits(
    portfolio: Portfolio, stages: list[SelectedStage], risks: list[RiskRows]
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Risk, stage and the rows of duration factor, months, cost factor and amount, for each stage that a risk hits."""
    ids = [initiative.id for initiative in portfolio.initiatives]
    places = places_of(
        {"stage": item.stage.id, "option": item.option.id, "initiative": ids[item.initiative]} for item in stages
    )
    for number, (risk, rows) in enumerate(zip(portfolio.risks, risks, strict=True)):
        for hit in (hit for target in risk.targets for hit in targeted(places, target)):
            for stage in hit:
                once = stage == hit[0]  # months and amounts act on the first stage of each that is named
                months = rows.duration_months if once else -1
                amount = rows.cost_amount if once else -1
                yield number, stage, rows.duration_factor, months, rows.cost_factor, amount


def places_of(owners: Iterable[Mapping[str, str]]) -> Places:
    """Where the things of each owner are among all; of each thing, the ids of its owners by their kind are given."""
    places: dict[str, dict[str, list[int]]] = {}
    for place, ids in enumerate(owners):
        for kind, owner in ids.items():
            places.setdefault(kind, {}).setdefault(owner, []).append(place)
    return places


def targeted(places: Places, target: str) -> Iterable[list[int]]:
    """The places of each owner that a risk's target names; those without any may be left out."""
    named = parse_reference(target, RISKED)
    mine = places.get(named.kind, {})
    return mine.values() if named.every else (mine.get(named.id, []),)
