"""What an optimiser found, as the tables and sentences that a terminal shows.  Pure; nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.terminal import Table
from app.wording import NOTHING, count, money, money_error, share, share_error
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.optimise.cutline import CutLine
    from simulation.decide.optimise.frontier import Frontier, Point
    from simulation.decide.optimise.funding import Candidate, Check, Optimised
    from simulation.decide.optimise.goal import Goal
    from simulation.decide.optimise.hiring import Advice
    from simulation.decide.optimise.ordering import Ordered


@dataclass(frozen=True)
class Findings:
    """Everything that was asked for."""

    portfolio: Portfolio
    scenario: str | None
    optimised: Optimised
    ordered: Ordered | None
    frontier: Frontier | None
    hiring: tuple[Advice, ...]
    cut_line: CutLine | None


def headline(findings: Findings) -> Iterator[str]:
    """What was asked, and the answer in a few sentences."""
    optimised, currency = findings.optimised, findings.portfolio.settings.currency
    yield f"{findings.portfolio.name}, {f'scenario {findings.scenario}' if findings.scenario else 'base'}"
    yield f"Wanted: {_wanted(findings.portfolio, optimised.goal)}."
    if optimised.best.is_plan:
        yield "The plan as it stands is the best choice that was found."
    else:
        gain = optimised.confirmed
        yield (
            f"The best choice brings {_signed(gain.value.value, currency)} {money_error(gain.value.error, currency)} "
            f"of value over the plan as it stands, and more than it in {share(gain.p_better)} of the futures."
        )
        if not optimised.goal.is_money:
            yield f"The odds of the objective change by {gain.mean.value * 100:+.1f} {share_error(gain.mean.error)}."
    if findings.ordered is not None:
        yield _of_the_order(findings.ordered, currency)
    yield "These gains are from futures that had no part in the search."


def _of_the_order(found: Ordered, currency: str) -> str:
    """What the order that was found is worth in fresh futures."""
    if found.order == found.before:
        return "No better order of work was found: the ranks stay as they are."
    gain = found.gain
    told = (
        f"{_signed(gain.value.value, currency)} {money_error(gain.value.error, currency)}, "
        f"and more in {share(gain.p_better)} of the futures"
    )
    if gain.value.value <= 0:
        return f"An order of work that seemed better is not confirmed: {told}."
    return f"A better order of work brings another {told}."


def tables(findings: Findings) -> Iterator[Table]:
    """Every table that has rows."""
    yield _choices(findings)
    changes = _changes(findings)
    if changes.rows:
        yield changes
    limits = _limits(findings)
    if limits.rows:
        yield limits
    if findings.ordered is not None:
        yield _rules(findings, findings.ordered)
        yield _order(findings, findings.ordered)
    if findings.frontier is not None:
        yield _frontier(findings, findings.frontier)
    if findings.hiring:
        yield _hiring(findings)
    if findings.cut_line is not None:
        yield _cut_line(findings, findings.cut_line)


def _wanted(portfolio: Portfolio, goal: Goal) -> str:
    if goal.kind == "value":
        return "the highest expected value"
    if goal.kind == "risk":
        return f"value less {goal.weight:g} x the mean loss of the worst {share(goal.share)} of the futures"
    name = next(objective.name for objective in portfolio.objectives if objective.id == goal.objective)
    return f'the best odds of "{name}"'


def _signed(amount: float, currency: str) -> str:
    return money(amount, currency) if amount < 0 else f"+{money(amount, currency)}"


def _choices(findings: Findings) -> Table:
    optimised, currency = findings.optimised, findings.portfolio.settings.currency
    rows = [_choice_row(optimised, one, number, currency) for number, one in enumerate(optimised.candidates, 1)]
    columns = ("Choice", "Funded", "Changes", "Goal", "± error", "Over the plan", "± error", "P(better)")
    more = ("Model", "Gap", "Worst limit")
    note = (
        "Goal: simulated. Model: sum of what each option brings by itself; the gap is what the simulation makes of it. "
        "Worst limit: odds to exceed the limit that is exceeded most often."
    )
    return Table("Choices", (*columns, *more), rows, note=note)


def _choice_row(optimised: Optimised, one: Candidate, number: int, currency: str) -> tuple[str, ...]:
    changes = sum(mine != theirs for mine, theirs in zip(one.options, optimised.plan.options, strict=True))
    name = "the plan as it stands" if one.is_plan else f"choice {number}"
    return (
        name if one.fits else f"{name} (breaks a limit)",
        str(len(one.funded)),
        str(changes),
        _goal(optimised.goal, one.goal.value, currency),
        _goal_error(optimised.goal, one.goal.error, currency),
        NOTHING if one.is_plan else _goal_change(optimised.goal, one.gain.mean.value, currency),
        NOTHING if one.is_plan else _goal_error(optimised.goal, one.gain.mean.error, currency),
        NOTHING if one.is_plan else share(one.gain.p_better),
        _goal(optimised.goal, one.model, currency),
        _goal_change(optimised.goal, one.gap, currency),
        share(max((check.chance_over for check in one.checks), default=0.0)),
    )


def _goal(goal: Goal, value: float, currency: str) -> str:
    return money(value, currency) if goal.is_money else share(value)


def _goal_error(goal: Goal, error: float, currency: str) -> str:
    return money_error(error, currency) if goal.is_money else share_error(error)


def _goal_change(goal: Goal, value: float, currency: str) -> str:
    return _signed(value, currency) if goal.is_money else f"{value * 100:+.1f} %"


def _changes(findings: Findings) -> Table:
    names = {one.id: one.name for one in findings.portfolio.initiatives}
    options = {
        option.id: option.name or option.kind for one in findings.portfolio.initiatives for option in one.options
    }
    pairs = zip(findings.optimised.plan.options, findings.optimised.best.options, strict=True)
    rows = [
        (names[initiative], *(options[way] if way is not None else "not funded" for way in (before, after)))
        for (initiative, before), (_, after) in pairs
        if before != after
    ]
    return Table("What the best choice changes", ("Initiative", "Plan", "Best choice"), rows, texts=3)


def _limits(findings: Findings) -> Table:
    currency = findings.portfolio.settings.currency
    rows = [_limit_row(check, currency) for check in findings.optimised.best.checks]
    return Table("Limits of the best choice", ("Limit", "Period", "Amount", "Used, mean", "P(over)"), rows, texts=2)


def _limit_row(check: Check, currency: str) -> tuple[str, ...]:
    limit = check.limit
    if limit.kind == "people":
        amount, used = (f"{months:,.0f} PM" for months in (limit.amount, check.simulated_use))
        return f"team {limit.id}", limit.period or "horizon", amount, used, share(check.chance_over)
    name = f"budget {limit.id}" if limit.kind == "budget" else "total cost"
    return (
        name,
        limit.period or "horizon",
        money(limit.amount, currency),
        money(check.simulated_use, currency),
        share(check.chance_over),
    )


def _rules(findings: Findings, ordered: Ordered) -> Table:
    currency = findings.portfolio.settings.currency
    rows = [
        (
            f"{one.rule} (set out from)" if one.rule == ordered.start else one.rule,
            money(one.value, currency),
            _signed(one.gain, currency),
        )
        for one in ordered.rules
    ]
    tries = count(ordered.evaluations, "try", "tries")
    rows.append((f"local search, {tries}", NOTHING, _signed(ordered.searched_gain, currency)))
    return Table("Rules for the order of work", ("Rule", "Value", "Over the plan"), rows)


def _order(findings: Findings, ordered: Ordered) -> Table:
    names = {one.id: one.name for one in findings.portfolio.initiatives}
    before = {name: place for place, name in enumerate(ordered.before, 1)}
    rows = [(names[name], str(place), str(before[name])) for place, name in enumerate(ordered.order, 1)]
    return Table("Order of work", ("Initiative", "Place", "Before"), rows)


def _frontier(findings: Findings, found: Frontier) -> Table:
    currency = findings.portfolio.settings.currency
    best, ratio, one_list = (
        {point.budget: point for point in points} for points in (found.points, found.by_ratio, found.one_list)
    )
    rows = [
        (
            money(budget, currency),
            _worth(best.get(budget), currency),
            _worth(ratio.get(budget), currency),
            _worth(one_list.get(budget), currency),
            money(optimum, currency),
        )
        for budget, optimum in found.optima
    ]
    rows.append((f"{money(found.plan.budget, currency)} (plan)", _worth(found.plan, currency), "", "", ""))
    columns = ("Total budget", "Frontier", "Value per cost", "One list", "Model's optimum")
    note = (
        "Simulated values. Frontier: optimised anew for each budget; nothing where more money brings no more. "
        "Value per cost and one list are rankings cut where the money ends: not the frontier."
    )
    return Table("Efficient frontier", columns, rows, note=note)


def _worth(point: Point | None, currency: str) -> str:
    return NOTHING if point is None else money(point.value.value, currency)


def _hiring(findings: Findings) -> Table:
    currency = findings.portfolio.settings.currency
    rows = [
        (
            one.hire or f"one more in {one.team}",
            one.verdict,
            f"{one.people:g}",
            _signed(one.gain.value.value, currency),
            money_error(one.gain.value.error, currency),
            money(one.cost.value, currency),
        )
        for one in findings.hiring
    ]
    columns = ("People", "Verdict", "FTE", "Value after cost", "± error", "Their cost")
    note = "With the best choice. A planned hire: against the plan without it."
    return Table("Hiring", columns, rows, texts=2, note=note)


def _cut_line(findings: Findings, line: CutLine) -> Table:
    names = {one.id: one.name for one in findings.portfolio.initiatives}
    currency = findings.portfolio.settings.currency
    rows = [
        (
            names[prefix.last],
            "above" if place <= line.kept else "below",
            share(prefix.chance),
            money(prefix.value.value, currency),
            money(prefix.cost.value, currency),
        )
        for place, prefix in enumerate(line.prefixes, 1)
    ]
    columns = ("Funded down to", "Line", "P(fits)", "Value", "Cost")
    note = f"Above the line the budget is kept with at least {share(line.confidence)}, in the tightest fiscal year."
    return Table("Cut line of the plan as it stands", columns, rows, texts=2, note=note)
