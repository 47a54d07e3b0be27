"""What initiatives cost besides people, as formulas: stages, up-front, recurring, licence, exit and partners [M3].

Costs are negative.
"""

from __future__ import annotations

from app.exchange.results.calculus import (
    Line,
    Term,
    added,
    maximum,
    minimum,
    rounded_up,
    sum_where,
    term,
    where,
    whole_part,
)
from app.exchange.results.model.cases import OptionKey, StageKey
from app.exchange.results.model.register import mitigation, stage_facts
from app.exchange.results.model.world import World
from app.exchange.results.timeline import Timeline
from simulation.delivery.contract import COST_CATEGORIES

NAME = "Model costs"
NOBODY = 0
"""The key of what belongs to no initiative; theirs count from 1."""


def write_costs(world: World) -> Timeline:
    """The sheet of external cost by stage and option."""
    sheet = world.sheet(
        NAME,
        "External cost of stages and options",
        "Costs are negative. A stage's cost is spread evenly from its start to its end.",
    )
    spent = mitigation(world)
    if spent:
        sheet.block("Mitigation of risks, paid in the first month")
        at_start = -(added(spent) * _is(sheet.clock.begins, term(0)))
        sheet.add("Mitigation", "money", at_start, tag=(NOBODY, "external"), summed=True)
    sheet.block("Stages")
    for stage in world.cases.union(lambda case: case.stages):
        _stage(world, sheet, stage)
    for option in world.cases.union(lambda case: case.options):
        sheet.block(world.option(option))
        _option(world, sheet, option)
    sheet.close()
    return sheet


def _is(left: Term, right: Term) -> Term:
    """1 where both are the same number, else 0."""
    return where(left.equals(right), 1, 0)


def _stage(world: World, sheet: Timeline, key: StageKey) -> None:
    cost, start, end, done, share = stage_facts(world, key)
    spread = maximum(0, minimum(sheet.clock.ends, end) - maximum(sheet.clock.begins, start)) / (end - start)
    part = where(end <= start, _is(_month_of(world, start), sheet.clock.begins), spread)
    paid = -world.inputs.exchanged(cost, key.currency) * done * part
    sheet.add(
        world.stage(key),
        "money",
        paid,
        tag=(key.initiative + 1, COST_CATEGORIES[key.category]),
        share=share,
        summed=True,
    )


def _month_of(world: World, instant: Term) -> Term:
    """The month that an instant falls in; the horizon itself is the end of the last one."""
    last = world.inputs.known("horizon") - 1
    return where(instant > last + 1, instant, minimum(whole_part(instant), last))


def _option(world: World, sheet: Timeline, key: OptionKey) -> None:
    inputs, timing, clock = world.inputs, world.timing[key], sheet.clock
    year = inputs.constant("months_per_year")
    tag = (key.initiative + 1, COST_CATEGORIES[key.category])
    horizon = inputs.known("horizon")

    def money(field: str) -> Term:
        return inputs.exchanged(inputs.quantity(f"option:{key.option}.{field}"), key.currency)

    left = sheet.constant("Left, months from the start", "months", timing.launch + timing.exit_after, kind="months")
    begun_month = sheet.constant("Begun in month (number)", "", _month_of(world, timing.begun), kind="months")
    left_month = sheet.constant("Left in month (number)", "", _month_of(world, left), kind="months")
    capitalised = inputs.known(f"capitalised {key}")
    sheet.add(
        "Up-front cost",
        "money",
        -money("up_front_cost") * _is(clock.begins, begun_month),
        share=capitalised,
        tag=tag,
        summed=True,
    )
    since = timing.begun if key.from_start else timing.launch
    running = sheet.add(
        "Part of the month it runs",
        "",
        maximum(0, minimum(clock.ends, minimum(left, horizon)) - maximum(clock.begins, since)),
        kind="factor",
    )
    rise = sheet.add(
        "Escalation",
        "factor",
        (1 + inputs.quantity(f"option:{key.option}.escalation")) ** (clock.begins / year),
        kind="factor",
    )
    sheet.add("Recurring cost", "money", -money("recurring_cost") * running * rise, tag=tag, summed=True)
    if world.volumes.get(key):
        sold = added(list(world.volumes[key]))
        sheet.add("Licences", "money", -sold * money("licence_per_unit") * rise, tag=tag, summed=True)
    sheet.add("Exit cost", "money", -money("exit_cost") * _is(clock.begins, left_month), tag=tag, summed=True)
    _partner(world, sheet, key, left)


def _partner(world: World, sheet: Timeline, key: OptionKey, left: Term) -> None:
    """The share of revenue month by month; at the end of each contract year what the guarantee exceeds it by.

    The rows of contract years use the columns to count years from the launch, not months.
    """
    inputs, timing, clock = world.inputs, world.timing[key], sheet.clock
    share = inputs.quantity(f"option:{key.option}.revenue_share")
    year = inputs.constant("months_per_year")
    tag = (key.initiative + 1, "partner")
    sales = added(list(world.sales.get(key, [])))
    if world.sales.get(key):
        sheet.add("Partner's share of revenue", "money", -(share * sales), tag=tag, summed=True)
    over = minimum(left, inputs.known("horizon"))
    begin = sheet.add(
        "Contract year begins (column = year)", "months", timing.launch + year * clock.begins, kind="months"
    )
    end = sheet.add("Contract year ends (column = year)", "months", minimum(begin + year, over), kind="months")
    earned = _earned_in_year(world, sheet, key, year)
    promised = inputs.exchanged(inputs.quantity(f"option:{key.option}.minimum_guarantee"), key.currency)
    missing = maximum(0, promised * (end - begin) / year - share * earned)
    owed = sheet.add("Top-up to the guarantee (column = year)", "money", where(begin < over, missing, 0))
    due = sheet.add("Month in which it is paid (column = year)", "", rounded_up(end) - 1, kind="months")
    sheet.add("Partner's guarantee, top-up", "money", -sum_where(due, clock.begins, owed), tag=tag, summed=True)


def _earned_in_year(world: World, sheet: Timeline, key: OptionKey, year: Term) -> Term:
    """Revenue of each contract year, by column."""
    by_age = world.sales_by_age.get(key, [])
    if not by_age:
        return term(0)
    number = sheet.add("Contract year of the month of age", "", whole_part(sheet.clock.begins / year), kind="number")
    total: Line = sheet.add("Revenue by age", "money", added(list(by_age)))
    return sheet.add(
        "Revenue of the contract year (column = year)", "money", sum_where(number, sheet.clock.begins, total)
    )
