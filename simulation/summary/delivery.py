"""Initiatives, stages, teams and objectives of a forecast, as tables."""

from __future__ import annotations

from models.initiative import Initiative
from simulation.arrays import FloatArray
from simulation.delivery.contract import CAUSES, LAUNCHED, STATUSES
from simulation.delivery.network import selected_option, selected_stages
from simulation.result import Result
from simulation.summary.shapes import InitiativeSummary, ObjectiveSummary, StageSummary, TeamSummary
from simulation.summary.spreads import chances, dated, spreads


def initiatives(result: Result) -> tuple[InitiativeSummary, ...]:
    """Every initiative, funded or not."""
    figures, base = result.figures, result.base.figures
    launch, finish = spreads(figures.launch, base.launch), spreads(figures.finish, base.finish)
    value = spreads(figures.initiative_value, base.initiative_value)
    cost = spreads(figures.initiative_cost, base.initiative_cost)
    revenue = spreads(figures.initiative_revenue, base.initiative_revenue)
    launched = chances(figures.status[:, LAUNCHED])
    statuses, waits = figures.status.mean(), figures.waits.mean()
    found = []
    for number, initiative in enumerate(result.plan.portfolio.initiatives):
        option, kind = _option_and_kind(initiative)
        found.append(
            InitiativeSummary(
                id=initiative.id,
                name=initiative.name,
                option=option,
                kind=kind,
                launched=launched[number],
                launch=dated(result, launch[number]),
                finish=dated(result, finish[number]),
                statuses=_named(STATUSES, statuses[number]),
                value=value[number],
                cost=cost[number],
                revenue=revenue[number],
                waits=_named(CAUSES, waits[number]),
            )
        )
    return tuple(found)


def _option_and_kind(initiative: Initiative) -> tuple[str | None, str | None]:
    option = selected_option(initiative)
    return (None, None) if option is None else (option.id, option.kind)


def _named(names: tuple[str, ...], values: FloatArray) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def stages(result: Result) -> tuple[StageSummary, ...]:
    """Every stage of the selected options."""
    figures, base, portfolio = result.figures, result.base.figures, result.plan.portfolio
    start, end = spreads(figures.stage_start, base.stage_start), spreads(figures.stage_end, base.stage_end)
    return tuple(
        StageSummary(
            id=item.stage.id,
            name=item.stage.name,
            initiative=portfolio.initiatives[item.initiative].id,
            option=item.option.id,
            start=dated(result, start[item.index]),
            end=dated(result, end[item.index]),
        )
        for item in selected_stages(portfolio)
    )


def objectives(result: Result) -> tuple[ObjectiveSummary, ...]:
    """Every objective with its odds."""
    hit = chances(result.figures.objective_hit)
    achieved = spreads(result.figures.objective, result.base.figures.objective)
    return tuple(
        ObjectiveSummary(
            id=objective.id,
            name=objective.name,
            metric=objective.metric,
            subject=objective.subject,
            direction=objective.direction,
            target=objective.target,
            by=objective.by,
            hit=hit[number],
            achieved=achieved[number],
        )
        for number, objective in enumerate(result.plan.portfolio.objectives)
    )


def teams(result: Result) -> tuple[TeamSummary, ...]:
    """Every team, month by month."""
    figures = result.figures
    load, load_p80 = figures.load.mean(), figures.load.percentile(80)
    busy, capacity, contractors = figures.busy.mean(), figures.capacity.mean(), figures.contractors.mean()
    headcount, (low, middle, high) = figures.headcount.mean(), figures.headcount.percentiles((10, 50, 90))
    return tuple(
        TeamSummary(
            id=team.id,
            name=team.name,
            load_mean=_row(load, number),
            load_p80=_row(load_p80, number),
            busy_mean=_row(busy, number),
            capacity_mean=_row(capacity, number),
            contractors_mean=_row(contractors, number),
            headcount_mean=_row(headcount, number),
            headcount_p10=_row(low, number),
            headcount_p50=_row(middle, number),
            headcount_p90=_row(high, number),
        )
        for number, team in enumerate(result.plan.portfolio.teams)
    )


def _row(table: FloatArray, number: int) -> tuple[float, ...]:
    return tuple(table[number].tolist())
