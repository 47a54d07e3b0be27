"""Previews: the forecast of a block, bit for bit, with what an edit does not touch kept."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from models.initiative import Initiative
from models.portfolio import Portfolio
from models.uncertainty import Quantity
from models.walk import get, put
from simulation import forecast, memory, recharge, redelivery
from simulation.cache import Forecaster
from simulation.delivery.contract import Delivery, DeliveryPlan, Pause, Workload
from simulation.executors import THREADS
from simulation.money.cashflow import CashFlows
from simulation.plan import compile_plan
from simulation.sampling.draw import sample
from tests.benchmarks.editing import edited as edited_next
from tests.places import sample_portfolio
from tests.portfolios import example_portfolio
from tests.simulation.results import differing, same_bits

EXAMPLE = example_portfolio()
CORRELATED = EXAMPLE.correlations[0].first


def edited(address: str, change: Callable[[Quantity], object]) -> Portfolio:
    return put(EXAMPLE, address, change(get(EXAMPLE, address)))


EDITS = {
    "nothing": EXAMPLE,
    "price": edited("benefit:atlas-build-sales.price", lambda price: price.scaled(1.2)),
    "discount rate": put(EXAMPLE, "settings.discount_rate", Quantity.certain(0.2)),
    "duration": edited("stage:atlas-build-code.duration", lambda months: months.scaled(1.5)),
    "correlated": edited(CORRELATED, lambda quantity: quantity.scaled(1.1)),
    "headcount": put(EXAMPLE, "team:platform.headcount", 9.5),
    "availability": put(EXAMPLE, "team:design.availability", Quantity.parse("0.5..0.6..0.7")),
    "rank": put(EXAMPLE, "initiative:atlas.rank", 7),
    "option": put(EXAMPLE, "initiative:atlas.selected", "atlas-partner"),
    "risk": edited(f"risk:{EXAMPLE.risks[0].id}.probability", lambda chance: chance.scaled(0.9)),
    "budget": put(EXAMPLE, f"budget:{EXAMPLE.budgets[0].id}.amount", Quantity.certain(1.0)),
    "horizon": put(EXAMPLE, "settings.horizon_months", 48),
    "sampling": put(EXAMPLE, "settings.sampling", "sobol"),
    "nothing at all": Portfolio(name="Empty", settings=EXAMPLE.settings),
    "one more": msgspec.structs.replace(
        EXAMPLE, initiatives=(Initiative(id="late", name="Late"), *EXAMPLE.initiatives)
    ),
}


@pytest.fixture
def forecaster() -> Iterator[Forecaster]:
    with Forecaster() as found:
        yield found


def test_every_preview_is_the_forecast_of_a_block(forecaster: Forecaster) -> None:
    """Edit after edit, and undone: figures, provenance and base case are those of a forecast from nothing."""
    for name in (*EDITS, "nothing", "headcount", "risk", "duration", "nothing", "risk"):
        preview, whole = forecaster.preview(EDITS[name], trials=400), forecast(EDITS[name], trials=400)
        assert differing(preview, whole) == [], name
        assert preview.provenance == whole.provenance, name
        assert same_bits(preview.base.figures.value, whole.base.figures.value), name


def test_a_session_of_edits(forecaster: Forecaster) -> None:
    """The benchmark's edits of the sample, whose initiatives want the same people: previews are still the forecasts."""
    now = began = sample_portfolio()
    forecaster.preview(began, trials=120)
    for number in range(21):
        kind, now = edited_next(began, now, number)
        assert differing(forecaster.preview(now, trials=120), forecast(now, trials=120)) == [], (kind, number)


def test_scenarios_seeds_and_fewer_trials(forecaster: Forecaster) -> None:
    """A preview takes what a forecast takes."""
    scenario = EXAMPLE.scenarios[0].id
    assert differing(forecaster.preview(EXAMPLE, scenario, 333, 9), forecast(EXAMPLE, scenario, 333, 9)) == []
    assert differing(forecaster.preview(EXAMPLE, None, 3, 9), forecast(EXAMPLE, None, 3, 9)) == []
    for trials in (0, 1001):
        with pytest.raises(ValueError, match="1 to 1000 trials"):
            forecaster.preview(EXAMPLE, trials=trials)


def test_a_price_is_no_reason_to_deliver_again(forecaster: Forecaster, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first preview the engine is not asked for prices, rates and options of money; for lengths it is."""
    forecaster.preview(EXAMPLE)
    calls: list[int] = []
    engine = redelivery.compiled.deliver

    def counting(plan: DeliveryPlan, work: Workload, pause: Pause | None = None) -> Delivery:
        calls.append(1)
        return engine(plan, work, pause)

    monkeypatch.setattr(redelivery.compiled, "deliver", counting)
    base_cases = 2  # the base case of each preview asks the engine for its one trial
    forecaster.preview(EDITS["price"])
    forecaster.preview(EDITS["discount rate"])
    assert len(calls) == base_cases
    forecaster.preview(EDITS["duration"])
    assert len(calls) == base_cases + 1 + THREADS


def test_only_trials_that_a_risk_changes_are_delivered_again(
    forecaster: Forecaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A risk a tenth less likely: fewer trials, by a tenth of its probability, and the others stay.

    Undone, as many are delivered once more.
    """
    before, after = (forecaster.preview(EDITS[name]).plan for name in ("nothing", "risk"))
    forecaster.preview(EXAMPLE)
    occurs = [sample(plan, 0, seed=1).occurs for plan in (before, after)]
    changed = int((occurs[0] != occurs[1]).any(axis=0).sum())
    trials: list[int] = []
    engine = redelivery.compiled.deliver

    def counting(plan: DeliveryPlan, work: Workload, pause: Pause | None = None) -> Delivery:
        trials.append(work.trials)
        return engine(plan, work, pause)

    monkeypatch.setattr(redelivery.compiled, "deliver", counting)
    for name in ("risk", "nothing"):
        trials.clear()
        forecaster.preview(EDITS[name])
        base_case = 1
        assert 0 < sum(trials) - base_case <= changed


def test_what_only_values_cash_is_no_reason_to_charge_again(
    forecaster: Forecaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A discount rate or an envelope of the advisory policy leaves delivery and cash as they were; a price does not."""
    forecaster.preview(EXAMPLE)
    calls: list[int] = []
    charge = recharge.charged

    def counting(*terms: Any) -> CashFlows:
        calls.append(1)
        return charge(*terms)

    monkeypatch.setattr(recharge, "charged", counting)
    forecaster.preview(EDITS["discount rate"])
    forecaster.preview(EDITS["budget"])
    assert calls == []
    forecaster.preview(EDITS["price"])
    assert len(calls) == THREADS


def test_only_what_changed_is_drawn(forecaster: Forecaster, monkeypatch: pytest.MonkeyPatch) -> None:
    """One quantity for an edit of one; nobody's team but the one that was edited."""
    forecaster.preview(EXAMPLE)
    drawn: list[str] = []
    staffed: list[tuple[str, ...]] = []
    rows, staff = memory.sample_into, memory.staff

    def noting_rows(values: object, places: object, named: list[tuple[str, Quantity]], *rest: object) -> object:
        drawn.extend(address for address, _ in named)
        return rows(values, places, named, *rest)

    def noting_staff(plan: memory.StaffingPlan, *rest: object, **more: object) -> object:
        staffed.append(tuple({key.split("/")[0] for key in plan.seat_key}))
        return staff(plan, *rest, **more)

    monkeypatch.setattr(memory, "sample_into", noting_rows)
    monkeypatch.setattr(memory, "staff", noting_staff)
    forecaster.preview(EDITS["price"])
    assert (drawn, staffed) == ([], [])  # the price is certain: nothing to draw
    forecaster.preview(EDITS["duration"])
    assert drawn == ["stage:atlas-build-code.duration"]
    assert staffed == []
    forecaster.preview(EDITS["headcount"])
    assert len(staffed) == 1
    assert "team:platform" in staffed[0]
    assert "team:design" not in staffed[0]


def test_a_team_alone_has_the_people_it_has_among_others() -> None:
    """Whoever else is in the plan: headcount, capacity, arrivals and leavers are the same, bit for bit."""
    plan = compile_plan(EXAMPLE)
    draws = sample(plan, 0, seed=3)
    method = EXAMPLE.settings.sampling
    for number in range(len(plan.delivery.team_ids)):
        alone = memory.staff(
            memory.one_team(plan.staffing, number), draws.values, seed=3, block=0, trials=1000, method=method
        )
        for name in ("headcount", "capacity", "arrivals", "leavers"):
            np.testing.assert_array_equal(getattr(alone, name)[:, 0], getattr(draws.staffing, name)[:, number])
