"""The whole money of one small plan, computed again from docs/rules.md: plain loops over months, nothing of ours.

One initiative uses every rule of cost and benefit at fractional instants; a second, a partner's, waits for its launch.
"""

import math
from typing import Literal

import numpy as np
import pytest

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Currency, Portfolio, Product, Settings
from models.risk import Impact, Mitigation, Risk
from models.team import Team
from models.uncertainty import Quantity
from simulation import forecast
from simulation.money.cashflow import LINES

q = Quantity.parse

HORIZON = 30
USD, GBP = 0.9, 1.15

# Start 1.3 (month 1 + delay).  The risk is sure: lengths x 1.2, and 0.1 months on the first stage only.
FIRST = (1.3, 1.3 + 2.0 * 1.2 + 0.1)  # 2 of 4 x 0.8 = 3.2 people
SECOND = (FIRST[1], FIRST[1] + 6.4 / 4 * 1.2)  # 4 people: 3.2 own and 0.8 contractors
LAUNCH = SECOND[1] + 0.35  # 6.07, 2.07 months after the window's end at 4
LEFT = LAUNCH + 18.5
PARTNER = (LAUNCH + 0.5, LAUNCH + 3.5)

Series = dict[str, np.ndarray]


def small_plan(price: float, timing: Literal["end", "middle"], carry_losses: bool) -> Portfolio:
    """What the loops below compute; ``price`` decides whether it pays."""
    build = Option(
        id="build",
        currency="USD",
        stages=(
            Stage(
                id="first",
                duration=q(2.0),
                crew=(Crew(team="dev", fte=2),),
                external_cost=q(10_000),
                category="research",
                capitalised=0.4,
            ),
            Stage(id="second", crew=(Crew(team="dev", fte=4, effort=q(6.4)),), external_cost=q(8000), capitalised=0.25),
        ),
        launch_lag=q(0.35),
        up_front_cost=q(5000),
        up_front_capitalised=0.5,
        cost_category="tooling",
        recurring_cost=q(300),
        recurring_from="start",
        escalation=q(0.05),
        licence_per_unit=q(0.5),
        revenue_share=q(0.2),
        minimum_guarantee=q(9000),
        exit_cost=q(7000),
        exit_after=18.5,
        benefits=(
            Benefit(
                id="sales",
                curve="ramp",
                peak_per_year=q(1000),
                ramp_months=q(6),
                price=q(price),
                price_growth=q(0.03),
                growth=q(0.1),
                decline=q(0.2),
                decline_after=9,
                currency="GBP",
                cannibalises="old",
                cannibalisation=q(0.3),
                lifetime_months=16.2,
                market_window="2027-02",
                late_loss=q(0.05),
            ),
            Benefit(id="saved", kind="saving", peak_per_year=q(12_000)),
        ),
    )
    partner = Option(
        id="partner",
        kind="partner",
        stages=(
            Stage(
                id="third",
                duration=q(3),
                after=(Link(initiative="a", lag=q(0.5)),),
                external_cost=q(9999),
                category="tooling",
            ),
        ),
        recurring_cost=q(100),
        benefits=(Benefit(id="seats", curve="subscription", new_per_month=q(10), churn=q(0.04), price=q(50)),),
    )
    remaining = Impact(
        duration_factor=q(1.2),
        duration_months=q(0.1),
        cost_factor=q(1.1),
        cost_amount=q(500),
        benefit_factor=q(0.9),
        benefit_amount=q(-600),
    )
    risk = Risk(
        id="sure",
        name="Sure",
        probability=q(1),
        targets=("initiative:a",),
        impact=Impact(duration_factor=q(3)),
        mitigation=Mitigation(active=True, cost=q(800), probability=q(1), impact=remaining),
    )
    return Portfolio(
        name="By hand",
        settings=Settings(
            start="2026-11",
            horizon_months=HORIZON,
            discount_rate=q(0.09),
            timing=timing,
            wage_inflation=q(0.04),
            tax_rate=q(0.25),
            carry_losses=carry_losses,
            amortisation_months=7,
        ),
        products=(
            Product(id="new", name="New", gross_margin=q(0.7)),
            Product(id="old", name="Old", revenue_per_year=q(600_000), gross_margin=q(0.6)),
        ),
        currencies=(Currency(id="USD", rate=q(USD)), Currency(id="GBP", rate=q(GBP))),
        teams=(
            Team(
                id="dev",
                name="Dev",
                headcount=4,
                monthly_rate=q(9000),
                currency="USD",
                availability=q(0.8),
                contractor_limit=1,
                contractor_premium=q(0.5),
            ),
        ),
        risks=(risk,),
        initiatives=(
            Initiative(
                id="a",
                name="A",
                product="new",
                earliest_start="2026-12",
                start_delay=q(0.3),
                options=(build,),
                selected="build",
            ),
            Initiative(id="b", name="B", options=(partner,), selected="partner"),
        ),
    )


def within(begin: float, end: float, month: int) -> float:
    """The part of a month that lies between two instants."""
    return max(0.0, min(end, month + 1) - max(begin, month))


def people(lines: Series, capital: np.ndarray) -> None:
    for m in range(HORIZON):
        first, second = 2 * within(*FIRST, m), 4 * within(*SECOND, m)
        used, contractors = first + second, 0.8 * within(*SECOND, m)
        wage = 9000 * USD * 1.04 ** (m / 12)
        charged = wage * (1 + 0.5 * contractors / used) if used else wage
        lines["staffing"][m] += used * charged
        capital[m] += (0.4 * first + 0.25 * second) * charged
        lines["bench"][m] += max(0.0, 3.2 - (used - contractors)) * wage


def spending(lines: Series, capital: np.ndarray) -> None:
    stages = (
        ("research", FIRST, 10_000 * USD * 1.1 + 500, 0.4),
        ("external", SECOND, 8000 * USD * 1.1, 0.25),
        ("tooling", PARTNER, 9999.0, 0.0),
    )
    for line, (begin, end), cost, share in stages:
        for m in range(HORIZON):
            spent = cost * within(begin, end, m) / (end - begin)
            lines[line][m] += spent
            capital[m] += spent * share
    lines["tooling"][1] += 5000 * USD
    capital[1] += 0.5 * 5000 * USD
    lines["external"][0] += 800
    for m in range(HORIZON):
        lines["tooling"][m] += 300 * USD * 1.05 ** (m / 12) * within(FIRST[0], LEFT, m)
        lines["external"][m] += 100 * within(PARTNER[1], HORIZON, m)
    lines["tooling"][int(LEFT)] += 7000 * USD


def sold(age: int) -> float:
    """Units in a month of age: ramp, growth, decline, lateness and risk."""
    units = 1000 / 12 * min(1, (age + 0.5) / 6) * 1.1 ** ((age + 0.5) / 12)
    if age + 0.5 > 9:
        units *= 0.8 ** ((age + 0.5 - 9) / 12)
    return units * (1 - 0.05 * (LAUNCH - 4)) * 0.9


def earnings(lines: Series, price: float) -> None:
    revenue, of_year = np.zeros(HORIZON), [0.0, 0.0]
    for age in range(HORIZON):
        for m in range(HORIZON):
            part = within(LAUNCH + age, min(LAUNCH + age + 1, LAUNCH + 16.2), m)
            money = (sold(age) * price * GBP * 1.03 ** (m / 12) - 600 / 12) * part
            revenue[m] += money
            of_year[min(age // 12, 1)] += money
            saving = within(LAUNCH + age, min(LAUNCH + age + 1, LEFT), m) * 1000 * 0.9
            lines["savings"][m] += saving
            lines["tooling"][m] += (sold(age) * part + saving) * 0.5 * USD * 1.05 ** (m / 12)
            customers = 10 * (1 - 0.96 ** (age + 0.5)) / 0.04
            lines["revenue"][m] += customers * 50 * within(PARTNER[1] + age, PARTNER[1] + age + 1, m)
    lines["revenue"] += 0.7 * revenue
    lines["cost_of_sales"] += (0.3 - 0.3 * 0.4) * revenue
    lines["partner"] += 0.2 * revenue
    for begin, end, paid in ((0.0, 12.0, of_year[0]), (12.0, 18.5, of_year[1])):
        due = 9000 * USD * (end - begin) / 12 - 0.2 * paid
        lines["partner"][math.ceil(LAUNCH + end) - 1] += max(0.0, due)


def taxes(profit: np.ndarray, carry_losses: bool) -> np.ndarray:
    """A quarter of what is left after the losses brought forward, or of everything."""
    if not carry_losses:
        return 0.25 * profit
    losses, tax = 0.0, np.zeros(HORIZON)
    for m, gained in enumerate(profit):
        losses -= gained
        tax[m] = 0.25 * max(0.0, -losses)
        losses = max(0.0, losses)
    return tax


def by_hand(price: float, carry_losses: bool) -> Series:
    lines: Series = {name: np.zeros(HORIZON) for name in LINES}
    capital = np.zeros(HORIZON)
    people(lines, capital)
    spending(lines, capital)
    earnings(lines, price)
    written_off = np.array([capital[max(0, m - 7) : m].sum() / 7 for m in range(HORIZON)])
    lines["tax"] += taxes(net(lines) + capital - written_off, carry_losses)
    return lines


def net(lines: Series) -> np.ndarray:
    return np.asarray(sum(amount * (1 if name in ("revenue", "savings") else -1) for name, amount in lines.items()))


@pytest.mark.parametrize("price", [40.0, 4000.0])  # never pays back; pays, and is taxed from month 20 or so on
@pytest.mark.parametrize("timing", ["end", "middle"])
@pytest.mark.parametrize("carry_losses", [True, False])
def test_every_line_of_a_small_plan(price: float, timing: Literal["end", "middle"], carry_losses: bool) -> None:
    """Every line in every month, and the value, to the rounding of times and of profiles kept in single precision."""
    found = forecast(small_plan(price, timing, carry_losses), trials=2).figures
    np.testing.assert_allclose(found.launch.values[1], [LAUNCH, PARTNER[1]], atol=1e-9)
    expected = by_hand(price, carry_losses)
    for number, name in enumerate(LINES):
        np.testing.assert_allclose(found.lines.values[1, number], expected[name], rtol=2e-7, atol=1e-4, err_msg=name)
    share = {"end": 1.0, "middle": 0.5}[timing]
    value = sum(cash / 1.09 ** ((m + share) / 12) for m, cash in enumerate(net(expected)))
    assert float(found.value.values[1]) == pytest.approx(value, rel=1e-9)
    assert (price > 1000) == (value > 0)
