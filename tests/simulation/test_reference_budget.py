"""Budgets [R9]: the envelopes by hand, and what waiting for them does to stages."""

import pytest

from models.portfolio import Portfolio
from simulation.delivery.contract import Engine
from simulation.delivery.envelopes import Envelopes
from tests.engines import ENGINES
from tests.networks import budgets, compiled_inputs, initiative, portfolio, spans, stage, team, waits

QUARTERS = {"FY27-Q1": 100.0, "FY27-Q2": 100.0, "FY27-Q3": 100.0, "FY27-Q4": 100.0}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return ENGINES[request.param]


def envelopes(*amounts: float, carry_over: bool = False) -> Envelopes:
    """One category with these amounts, its first period open."""
    made = Envelopes([list(amounts)], [True], carry_over=carry_over)
    made.open(0)
    return made


def test_what_is_committed_is_gone() -> None:
    """60 of 100 leave room for 40, not for 41."""
    money = envelopes(100)
    money.commit(0, 60)
    assert money.available == [40]
    assert money.fits(0, 40)
    assert not money.fits(0, 41)


def test_unspent_money_lapses_or_is_carried_over() -> None:
    """30 left of the first period are lost without carry-over, and add to the 50 of the second with it."""
    for carry_over, expected in ((False, 50), (True, 80)):
        money = envelopes(100, 50, carry_over=carry_over)
        money.commit(0, 70)
        money.open(1)
        assert money.available == [expected]


def test_a_cost_above_an_untouched_envelope_is_booked_ahead() -> None:
    """250 against 100, 80 and 90: the excess of 150 takes all 80 and 70 of the 90; a touched one does not serve."""
    money = envelopes(100, 80, 90)
    assert money.fits(0, 250)
    money.commit(0, 250)
    assert not money.fits(0, 1)
    money.open(1)
    assert money.available == [0]
    money.open(2)
    assert money.available == [20]
    assert not money.fits(0, 21)  # booked ahead, so not untouched
    assert money.fits(0, 20)


def test_a_touched_envelope_admits_no_excess() -> None:
    """After a commitment of 1 a cost of 100 has to wait."""
    money = envelopes(100)
    money.commit(0, 1)
    assert not money.fits(0, 100)


def test_an_empty_envelope_admits_only_what_costs_nothing() -> None:
    """A period without money is not an envelope that could be overdrawn."""
    money = envelopes(0)
    assert not money.fits(0, 1)
    assert money.fits(0, 0)
    money.commit(0, 0)
    assert money.untouched == [True]


def test_excess_beyond_the_last_period_is_booked_nowhere() -> None:
    """400 against 100 and 50: the rest lies after the horizon."""
    money = envelopes(100, 50)
    money.commit(0, 400)
    money.open(1)
    assert money.available == [0]


def test_a_category_without_lines_is_not_limited() -> None:
    """Nothing is committed there either."""
    money = Envelopes([[0.0]], [False], carry_over=True)
    money.open(0)
    assert money.fits(0, 1e9)
    money.commit(0, 1e9)
    assert money.available == [0]


def test_tolerance_is_relative() -> None:
    """A rounding error of a thousandth in ten million fits, one unit does not."""
    money = envelopes(1e7)
    money.commit(0, 0.5e7)
    assert money.fits(0, 0.5e7 + 1e-3)
    assert not money.fits(0, 0.5e7 + 1)
    money.commit(0, 0.5e7 + 1e-3)
    assert money.available == [0]


def enforced(*costs: float, amounts: dict[str, float] | None = None, **settings: object) -> Portfolio:
    """One-stage initiatives of one month with these costs, in order of rank, under quarterly envelopes."""
    initiatives = [initiative(f"x{n}", stage(f"s{n}", 1, cost=cost), rank=n + 1) for n, cost in enumerate(costs)]
    settings.setdefault("budget_policy", "enforced")
    return portfolio(initiatives, lines=budgets("external", amounts or QUARTERS), **settings)


def test_a_stage_waits_for_the_next_release(engine: Engine) -> None:
    """70 of 100 are committed at 0; 40 wait for April; 30, of worse rank, still fit at once."""
    plan, work = compiled_inputs(enforced(70, 40, 30))
    delivery = engine(plan, work)
    assert spans(plan, delivery) == {"s0": (0, 1), "s1": (3, 4), "s2": (0, 1)}
    assert waits(plan, delivery, "x1") == {"budget": 3}
    assert delivery.ready[0].tolist() == [0, 0, 0]


def test_an_advisory_budget_stops_nobody(engine: Engine) -> None:
    """All start at 0, whatever they cost."""
    plan, work = compiled_inputs(enforced(70, 400, 30, budget_policy="advisory"))
    assert spans(plan, engine(plan, work)) == {"s0": (0, 1), "s1": (0, 1), "s2": (0, 1)}


def test_booking_ahead_delays_those_that_come_later(engine: Engine) -> None:
    """250 take the first two quarters and half of the third: 50 start in July, 60 in October."""
    plan, work = compiled_inputs(enforced(250, 50, 60))
    assert spans(plan, engine(plan, work)) == {"s0": (0, 1), "s1": (6, 7), "s2": (9, 10)}


def test_carried_over_money_admits_a_larger_cost_sooner(engine: Engine) -> None:
    """60, then 130: 40 + 100 hold it in April with carry-over; without, it starts as an excess, also in April.

    The third, 80, shows the difference: with carry-over 10 + 100 are there in July, without 30 is booked ahead and
    70 are left, so it waits until October.
    """
    for carry_over, third in ((True, 6), (False, 9)):
        plan, work = compiled_inputs(enforced(60, 130, 80, carry_over=carry_over))
        # The third would fit before the second if it were ready in April; so it is held back to July.
        work.earliest[0, 2] = 6
        assert spans(plan, engine(plan, work)) == {"s0": (0, 1), "s1": (3, 4), "s2": (third, third + 1)}


def test_a_period_without_a_line_has_nothing(engine: Engine) -> None:
    """Only the third quarter has money: everything that costs waits for July, what is free does not."""
    plan, work = compiled_inputs(enforced(10, 0, amounts={"FY27-Q3": 100.0}))
    assert spans(plan, engine(plan, work)) == {"s0": (6, 7), "s1": (0, 1)}


def test_a_milestone_obeys_the_budget_only(engine: Engine) -> None:
    """A purchase of 80 as a milestone waits for April behind a commitment of 70; its follower starts with it."""
    document = portfolio(
        [
            initiative("x", stage("a", 1, cost=70)),
            initiative("y", stage("buy", 0, cost=80, after=[], earliest=1), stage("use", 1)),
        ],
        lines=budgets("external", QUARTERS),
        budget_policy="enforced",
    )
    plan, work = compiled_inputs(document)
    delivery = engine(plan, work)
    assert spans(plan, delivery) == {"a": (0, 1), "buy": (3, 3), "use": (3, 4)}
    assert waits(plan, delivery, "y") == {"start": 1, "budget": 2}


def test_milestones_pass_by_rank(engine: Engine) -> None:
    """R3: of two purchases of 80 that are ready at 0 the better ranked passes, though it stands second."""
    document = portfolio(
        [initiative("x", stage("a", 0, cost=80), rank=2), initiative("y", stage("b", 0, cost=80), rank=1)],
        lines=budgets("external", QUARTERS),
        budget_policy="enforced",
    )
    plan, work = compiled_inputs(document)
    assert spans(plan, engine(plan, work)) == {"a": (3, 3), "b": (0, 0)}


def test_categories_do_not_share(engine: Engine) -> None:
    """External money is used up; research, without any line, is not limited."""
    document = portfolio(
        [
            initiative("x", stage("a", 1, cost=100)),
            initiative("y", stage("b", 1, cost=50)),
            initiative("z", stage("c", 1, cost=50, category="research")),
        ],
        lines=budgets("external", QUARTERS),
        budget_policy="enforced",
    )
    plan, work = compiled_inputs(document)
    assert spans(plan, engine(plan, work)) == {"a": (0, 1), "b": (3, 4), "c": (0, 1)}


def test_people_come_before_money(engine: Engine) -> None:
    """The budget is asked last: what lacks people commits nothing, and its money serves another."""
    document = portfolio(
        [
            initiative("x", stage("a", 1, {"t": 1}, cost=100)),
            initiative("y", stage("b", 1, cost=100)),
        ],
        [team("t", 0)],
        lines=budgets("external", QUARTERS),
        budget_policy="enforced",
    )
    plan, work = compiled_inputs(document)
    delivery = engine(plan, work)
    assert spans(plan, delivery) == {"b": (0, 1)}
    assert waits(plan, delivery, "x") == {"team": 24}
