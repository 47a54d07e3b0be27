"""The Inputs sheet filled in a reader's order: settings, currencies, people, products, then initiative by initiative.

The other parts of the model ask for the same inputs again and get these cells.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from app.exchange.results.calculus import Term
from app.exchange.results.model.cases import BenefitKey, Case, OptionKey, StageKey
from app.exchange.results.model.world import OptionTiming, World
from app.exchange.results.styles import NEVER

CURVE_FIELDS = {
    "constant": ("peak_per_year",),
    "ramp": ("peak_per_year", "ramp_months"),
    "s_curve": ("peak_per_year", "ramp_months"),
    "bass": ("market", "innovation", "imitation"),
    "subscription": ("new_per_month", "churn"),
    "table": (),
}
"""The quantities that shape each curve; a table has its amounts."""

_OPTION_FIELDS = (
    "up_front_cost",
    "recurring_cost",
    "licence_per_unit",
    "escalation",
    "revenue_share",
    "minimum_guarantee",
    "exit_cost",
)


def register_inputs(world: World) -> None:
    """Write every input once."""
    inputs = world.inputs
    inputs.constants()
    _settings(world)
    if world.cases.portfolio.currencies:
        inputs.section("Exchange rates")
        for currency in world.cases.portfolio.currencies:
            inputs.quantity(f"currency:{currency.id}.rate", currency.id)
    inputs.section("Teams")
    for number in range(len(world.cases.portfolio.teams)):
        _team(world, number)
    _products(world)
    _mitigations(world)
    for number in range(len(world.cases.portfolio.initiatives)):
        _initiative(world, number)


def _settings(world: World) -> None:
    inputs = world.inputs
    inputs.section("Settings")
    for field in ("discount_rate", "wage_inflation", "tax_rate"):
        inputs.quantity(f"settings.{field}", "Settings")
    inputs.fact(
        "timing",
        "Settings",
        "Where in its month cash falls (1 = end, 0.5 = middle)",
        "months",
        lambda case: 1.0 if case.money.timing == "end" else 0.5,
    )
    inputs.fact(
        "carry_losses",
        "Settings",
        "Losses are carried forward (1 = yes, 0 = credit at once)",
        "",
        lambda case: float(case.money.carry_losses),
        "whole",
    )
    inputs.fact(
        "amortisation",
        "Settings",
        "Months over which capitalised cost is written off",
        "months",
        lambda case: float(case.money.amortisation_months),
    )
    months = world.cases.months
    inputs.fact(
        "horizon",
        "Settings",
        "Months of the plan (fixed: the timeline has as many)",
        "months",
        lambda _: float(months),
        "whole",
    )


def _team(world: World, number: int) -> None:
    inputs, team = world.inputs, world.cases.portfolio.teams[number]
    price = world.cases.listed[world.cases.shown].team_prices[number]
    if price.rate is not None:
        inputs.quantity(price.rate, team.name)
    if price.from_card:
        inputs.fact(
            f"loading {team.id}",
            team.name,
            "Cost over pay",
            "factor",
            lambda case: case.plan.portfolio.teams[number].loading,
        )
    for field in ("availability", "contractor_premium", "recruiting_cost"):
        inputs.quantity(f"team:{team.id}.{field}", team.name)


def _products(world: World) -> None:
    """The margins of products that benefits earn or take from."""
    asked: dict[str, None] = {}
    for key in world.cases.union(lambda case: case.benefits):
        for address in (key.margin, key.loser_margin):
            if address is not None and address.startswith("product:"):
                asked[address] = None
    if asked:
        world.inputs.section("Products")
    names = {product.id: product.name for product in world.cases.portfolio.products}
    for address in asked:
        world.inputs.quantity(address, names.get(address.removeprefix("product:").partition(".")[0], ""))


def mitigation(world: World) -> list[Term]:
    """What is spent on the mitigation of each risk that any case mitigates."""
    risks: dict[str, str] = {}
    for case in world.cases.listed:
        risks.update({risk.id: risk.name for risk in case.plan.portfolio.risks if _is_active(case, risk.id)})

    def cost(risk: str, case: Case) -> float:
        return (case.value(f"risk:{risk}.mitigation.cost") or 0.0) if _is_active(case, risk) else 0.0

    return [
        world.inputs.fact(f"mitigation {risk}", name, "Mitigation cost", "money", partial(cost, risk))
        for risk, name in risks.items()
    ]


def _is_active(case: Case, wanted: str) -> bool:
    for risk in case.plan.portfolio.risks:
        if risk.id == wanted:
            return risk.mitigation is not None and risk.mitigation.active
    return False


def _mitigations(world: World) -> None:
    if any(_is_active(case, risk.id) for case in world.cases.listed for risk in case.plan.portfolio.risks):
        world.inputs.section("Mitigation of risks")
        mitigation(world)


def _initiative(world: World, number: int) -> None:
    options = [key for key in world.cases.union(lambda case: case.options) if key.initiative == number]
    if not options:
        return
    world.inputs.section(world.initiative(number))
    for option in options:
        _option(world, option)
        for benefit in world.cases.union(lambda case: case.benefits):
            if benefit.owner == option:
                _benefit(world, benefit)
    for stage in world.cases.union(lambda case: case.stages):
        if stage.initiative == number:
            stage_facts(world, stage)


def _option(world: World, key: OptionKey) -> None:
    inputs, name = world.inputs, world.option(key)
    world.timing[key] = OptionTiming(
        launch=inputs.fact(
            f"launch {key}", name, "Launch (delivery simulation)", "months", lambda case: case.launch(key)
        ),
        begun=inputs.fact(
            f"begun {key}", name, "First stage starts (delivery simulation)", "months", lambda case: case.begun(key)
        ),
        exit_after=inputs.fact(
            f"exit {key}",
            name,
            "Left after launch",
            "months",
            lambda case: _option_fact(case, key, "exit_after", NEVER),
        ),
    )
    inputs.fact(
        f"capitalised {key}",
        name,
        "Up-front cost capitalised",
        "share",
        lambda case: _option_fact(case, key, "up_front_capitalised", 0.0),
    )
    for field in _OPTION_FIELDS:
        inputs.quantity(f"option:{key.option}.{field}", name)


def _option_fact(case: Case, key: OptionKey, field: str, missing: float) -> float:
    if key not in case.options:
        return missing
    return min(float(getattr(case.money.options, field)[case.options[key]]), NEVER)


def _benefit(world: World, key: BenefitKey) -> None:
    inputs, name, own = world.inputs, world.benefit(key), f"benefit:{key.benefit}"
    for field in CURVE_FIELDS[key.curve]:
        inputs.quantity(f"{own}.{field}", name)
    for address in amounts(world, key):
        inputs.quantity(address, name)
    for field in ("price", "price_growth", "growth", "decline"):
        inputs.quantity(f"{own}.{field}", name)
    if key.margin is not None and key.margin.startswith("benefit:"):
        inputs.quantity(key.margin, name)
    if key.has_loser:
        inputs.quantity(f"{own}.cannibalisation", name)
    decline_after(world, key)
    lifetime(world, key)
    if has_window(world, key):
        window_end(world, key)
        inputs.quantity(f"{own}.late_loss", name)


def amounts(world: World, key: BenefitKey) -> list[str]:
    """The addresses of a table's yearly amounts; empty for the other curves."""
    if key.curve != "table":
        return []
    counts = [
        int(case.money.benefits.amount_ptr[case.benefits[key] + 1] - case.money.benefits.amount_ptr[case.benefits[key]])
        for case in world.cases.listed
        if key in case.benefits
    ]
    return [f"benefit:{key.benefit}.amounts[{year + 1}]" for year in range(max(counts))]


def _benefit_fact(world: World, key: BenefitKey, field: str, label: str, missing: float) -> Term:
    def figure(case: Case) -> float:
        if key not in case.benefits:
            return missing
        return min(float(getattr(case.money.benefits, field)[case.benefits[key]]), NEVER)

    return world.inputs.fact(f"{field} {key}", world.benefit(key), label, "months", figure)


def decline_after(world: World, key: BenefitKey) -> Term:
    """The age at which a benefit begins to decline."""
    return _benefit_fact(world, key, "decline_after", "Age at which the decline begins", 0.0)


def lifetime(world: World, key: BenefitKey) -> Term:
    """The age at which a benefit ends."""
    return _benefit_fact(world, key, "lifetime", "Lifetime from launch", NEVER)


def window_end(world: World, key: BenefitKey) -> Term:
    """The end of the last month of launch without loss."""
    return _benefit_fact(world, key, "window_end", "Market window ends, from the start", NEVER)


def has_window(world: World, key: BenefitKey) -> bool:
    """Whether any case has a market window for it."""
    return any(
        np.isfinite(case.money.benefits.window_end[case.benefits[key]])
        for case in world.cases.listed
        if key in case.benefits
    )


def stage_facts(world: World, key: StageKey) -> tuple[Term, Term, Term, Term, Term]:
    """Cost, start, end, share done and share capitalised of a stage."""
    inputs, name = world.inputs, world.stage(key)
    cost = inputs.quantity(f"stage:{key.stage}.external_cost", name)
    start = inputs.fact(
        f"start {key}",
        name,
        "Stage starts (delivery simulation)",
        "months",
        lambda case: _stage_time(case, key, "start"),
    )
    end = inputs.fact(
        f"end {key}",
        name,
        "Stage ends, at the latest the horizon (delivery simulation)",
        "months",
        lambda case: _stage_time(case, key, "end"),
    )
    done = inputs.fact(
        f"done {key}",
        name,
        "Part of the stage that is done (delivery simulation)",
        "share",
        lambda case: _stage_done(case, key),
    )
    share = inputs.fact(
        f"stage share {key}", name, "Stage's cost capitalised", "share", lambda case: _stage_share(case, key)
    )
    return cost, start, end, done, share


def _stage_time(case: Case, key: StageKey, which: str) -> float:
    if key not in case.stages:
        return NEVER
    number, delivery = case.stages[key], case.base.delivery
    if np.isnan(delivery.start[0, number]):
        return NEVER
    when = float(getattr(delivery, which)[0, number])
    return float(case.plan.months) if np.isnan(when) else when


def _stage_done(case: Case, key: StageKey) -> float:
    if key not in case.stages or np.isnan(case.base.delivery.start[0, case.stages[key]]):
        return 0.0
    return float(case.base.delivery.done[0, case.stages[key]])


def _stage_share(case: Case, key: StageKey) -> float:
    return float(case.money.charges.stage_capitalised[case.stages[key]]) if key in case.stages else 0.0
