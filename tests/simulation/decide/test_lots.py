"""Inputs held and drawn anew: what a scenario would give, and nothing else touched."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import numpy as np
import pytest

from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from models.risk import Driver
from simulation.arrays import FloatArray
from simulation.decide.futures import Futures
from simulation.decide.inputs import Input, inputs_of, words_of
from simulation.decide.lots import Lots
from simulation.draws import Draws
from simulation.plan import Plan, compile_plan
from tests.portfolios import example_portfolio
from tests.simulation import costs

TRIALS = 1_200
"""A whole block, and a part of the next."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The example's plan."""
    return compile_plan(example_portfolio())


@pytest.fixture(scope="module")
def lots(plan: Plan) -> Lots:
    """Its draws."""
    return Lots(plan, TRIALS, seed=3)


def named(plan: Plan, key: str) -> Input:
    """One of the plan's inputs."""
    return next(one for one in inputs_of(plan) if one.key == key)


def test_inputs_are_named_in_words(plan: Plan) -> None:
    """The record that people know first, the option only where there are several."""
    words = {one.key: (one.words, one.group) for one in inputs_of(plan)}
    assert words["driver:market.value"] == ("Market", "driver:market")
    assert words["stage:atlas-build-code.duration"] == ("Atlas: Build, Code duration", "initiative:atlas")
    assert words["stage:beacon-buy-integrate.effort[platform]"][0] == "Beacon: Integrate effort of Platform"
    assert words["stage:atlas-build-test.lag[atlas-build-code]"][0] == "Atlas: Build, Test wait after Code"
    assert words["risk:audit.occurs"] == ("Failed audit: occurs", "risk:audit")
    assert words["stage:atlas-build-test.gate"][0] == "Atlas: Build, Test gate"
    assert words["team:platform.people"][1] == "team:platform"
    assert words["settings.wage_inflation"] == ("Portfolio: wage inflation", "settings")
    assert words_of(example_portfolio(), "option:atlas-partner.exit_cost") == "Atlas: Partner, exit cost"


def test_what_is_certain_is_no_input(plan: Plan) -> None:
    """Nor is a fill time, which is drawn for each person and part of the team's people."""
    keys = {one.key for one in inputs_of(plan)}
    assert not {"team:platform.time_to_fill", "stage:atlas-build-go.gate", "team:design.people"} & keys
    certain = {address for address, quantity in plan.quantities if quantity.is_certain}
    assert not keys & certain


def test_given_draws_are_the_forecast(plan: Plan, lots: Lots) -> None:
    """Bit for bit what the futures give otherwise."""
    with Futures(TRIALS, seed=3) as futures:
        given, usual = futures.try_draws(plan, lots.draws), futures.try_plan(plan)
    for name, values in given.figures.items():
        assert np.array_equal(values, getattr(usual.figures, name), equal_nan=True), name


@pytest.mark.parametrize(
    "key",
    [
        "stage:atlas-build-test.duration",
        "driver:market.value",
        "team:platform.availability",
        "benefit:atlas-build-sales.peak_per_year",
        "currency:USD.rate",
        "risk:audit.impact.duration_months",
    ],
)
def test_to_hold_an_input_is_to_set_it(plan: Plan, lots: Lots, key: str) -> None:
    """A scenario that sets the quantity to its P10 has the same value in every future.

    (The correlated durations are left out: with one of them certain, the other one's draws are no longer reordered.)
    """
    apart = msgspec.structs.replace(example_portfolio(), correlations=())
    level = lots.levels(named(plan, key))[0]
    only = Lots(compile_plan(apart), TRIALS, seed=3)
    override = Override(target=key, value=level)
    changed = msgspec.structs.replace(apart, scenarios=(Scenario(id="set", name="Set", overrides=(override,)),))
    with Futures(TRIALS, seed=3) as futures:
        held = futures.try_draws(only.plan, only.held(named(plan, key), level)).value
        assert np.array_equal(held, futures.try_portfolio(changed, "set").value)


def test_levels_are_those_of_the_distribution(plan: Plan, lots: Lots) -> None:
    """A tenth of what was drawn lies below P10, half below P50, nine tenths below P90; events have two ends."""
    one = named(plan, "stage:atlas-build-code.duration")
    drawn = lots.values([one])[0, :1_000]
    for level, share in zip(lots.levels(one), (0.1, 0.5, 0.9), strict=True):
        assert level is not None
        assert (drawn <= level).mean() == pytest.approx(share, abs=1e-3)
    assert lots.levels(named(plan, "risk:audit.occurs")) == (0.0, None, 1.0)


def test_what_is_rare_is_held_at_its_ends() -> None:
    """An event of 5 % has the same P10 and P90: it is held at 0 and at 1."""
    rare = compile_plan(costs.portfolio(costs.initiative("x", a="Bernoulli(0.05)")))
    one = named(rare, "option:x-a.up_front_cost")
    assert Lots(rare, 1_000, seed=1).levels(one) == (0.0, None, 1.0)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_gates_and_risks_are_held(plan: Plan, lots: Lots, level: float) -> None:
    """A gate that is held open never fails at first, one that is held shut always does; a risk occurs or not."""
    gate, risk = named(plan, "stage:atlas-build-test.gate"), named(plan, "risk:audit.occurs")
    stage = plan.delivery.stage_ids.index("atlas-build-test")
    for block in lots.held(gate, level):
        failed = block.gates[plan.delivery.gate_ptr[stage]] >= block.values[plan.delivery.success_row[stage]]
        assert failed.all() == bool(level)
        assert failed.any() == bool(level)
    for block in lots.held(risk, level):
        assert (block.occurs[plan.delivery.risk_ids.index("audit")] == bool(level)).all()


def test_people_are_held_at_a_future_that_came(plan: Plan, lots: Lots) -> None:
    """Everyone comes and goes as in the future whose mean head-count is the P10; availability stays each future's."""
    one = named(plan, "team:platform.people")
    low = lots.levels(one)[0]
    before, held = lots.draws, lots.held(one, low)
    team = plan.delivery.team_ids.index("platform")
    heads = np.concatenate([block.staffing.headcount[:, team] for block in held])
    assert np.ptp(heads, axis=0).max() == 0.0
    assert heads[0].mean() == pytest.approx(low)
    share = plan.staffing.availability_row[team]
    productive = np.concatenate([b.staffing.capacity[:, team] / b.values[share][:, None] for b in held])
    assert np.ptp(productive, axis=0).max() == pytest.approx(0.0, abs=1e-12)
    assert _same_but(before[0], held[0], "staffing")


@pytest.mark.parametrize(
    ("key", "touched"),
    [
        ("stage:atlas-build-test.effort[platform]", "values"),
        ("driver:market.value", "values"),
        ("risk:audit.occurs", "occurs"),
        ("stage:atlas-build-design.gate", "gates"),
        ("team:platform.people", "staffing"),
    ],
)
def test_drawn_anew_alone(plan: Plan, lots: Lots, key: str, touched: str) -> None:
    """What is drawn anew is unlike before but of the same kind; everything else stays."""
    one = named(plan, key)
    before, again = lots.draws[0], lots.redrawn(one, 1)[0]
    assert _same_but(before, again, touched)
    if touched == "values":
        rows = np.flatnonzero((before.values != again.values).any(axis=1)).tolist()
        driven = [effect.target_row for effect in plan.drivers if effect.driver_row == plan.row[key]]
        assert sorted(rows) == sorted([plan.row[key], *driven])
        first, second = before.values[plan.row[key]], again.values[plan.row[key]]
        assert abs(np.corrcoef(first, second)[0, 1]) < 0.12  # four standard errors of 0.03
        assert second.mean() == pytest.approx(first.mean(), rel=1e-3)


def test_correlated_quantities_are_drawn_anew_together(plan: Plan, lots: Lots) -> None:
    """They keep their rank correlation of 0.5, which one of them drawn alone would lose."""
    one = named(plan, "stage:atlas-build-code.duration")
    assert set(lots.tied_to(one)) == {"stage:atlas-build-code.duration", "stage:atlas-build-test.duration"}
    again = lots.redrawn(one, 1)[0]
    pair = again.values[[plan.row[address] for address in lots.tied_to(one)]]
    assert np.corrcoef(_ranks(pair[0]), _ranks(pair[1]))[0, 1] == pytest.approx(0.5, abs=0.03)


def _ranks(row: FloatArray) -> FloatArray:
    return np.argsort(np.argsort(row)).astype(float)


def _same_but(before: Draws, after: Draws, touched: str) -> bool:
    """Whether the named part of the draws differs, and no other."""
    parts = {"values", "gates", "occurs"}
    same = {name: np.array_equal(getattr(before, name), getattr(after, name)) for name in parts}
    people = [item.name for item in fields(before.staffing)]
    same["staffing"] = all(
        np.array_equal(getattr(before.staffing, name), getattr(after.staffing, name)) for name in people
    )
    return [name for name, equal in same.items() if not equal] == [touched]


def test_a_driver_of_people_moves_the_people() -> None:
    """Attrition under a driver: held at its P90, more people leave than at its P10."""
    driver = Driver(id="mood", name="Mood", value=costs.q("Uniform(0, 2)"), targets=("team:platform.attrition",))
    moved: Portfolio = msgspec.structs.replace(example_portfolio(), drivers=(driver,))
    plan = compile_plan(moved)
    lots = Lots(plan, 500, seed=1)
    low, _, high = lots.levels(named(plan, "driver:mood.value"))
    few, many = (
        sum(float(block.staffing.leavers.sum()) for block in lots.held(named(plan, "driver:mood.value"), level))
        for level in (low, high)
    )
    assert many > 2 * few
