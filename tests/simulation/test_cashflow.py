"""The money of hand-made deliveries, month by month, against sums done on paper."""

import dataclasses

import numpy as np
import pytest

from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option
from models.portfolio import Currency, Product
from models.risk import Impact, Mitigation, Risk
from models.team import Rate, Team
from simulation.money.cashflow import LINES, SIGNS, CashFlows
from tests.portfolios import example_portfolio
from tests.simulation.money_case import Happened, cash_of, portfolio_of, q, stage

SALES = Benefit(id="b", curve="constant", peak_per_year=q(1200))  # 100 a month


def months_of(cash: CashFlows, line: str) -> list[float]:
    """One line of the first trial."""
    return [float(value) for value in cash.line(line)[0]]


def test_three_month_initiative_by_hand() -> None:
    """One engineer at 1000 a month with 12 % inflation for a month and a half, then 600 for a quarter of tooling.

    Month 0: 1 FTE x 1000.  Month 1: 0.5 x 1000 x 1.12^(1/12).  Tooling 600 over months 0 to 1.5: 400 and 200.
    Launch at 1.5: sales of 100 a month are 50 in month 1 and 100 in month 2, half of them cost of sales.
    """
    plan = portfolio_of(
        Benefit(id="b", peak_per_year=q(1200), gross_margin=q(0.5)),
        months=3,
        settings={"wage_inflation": q(0.12)},
        teams=(Team(id="t", name="T", headcount=1, monthly_rate=q(1000)),),
        option={
            "stages": (
                stage("s", crew=(Crew(team="t", fte=1),), duration=q(1.5), external_cost=q(600), category="tooling"),
            )
        },
    )
    cash = cash_of(
        plan,
        Happened(
            launch={"x": 1.5},
            stages={"s": (0.0, 1.5, 1.0)},
            effort={("x", "t"): {0: 1.0, 1: 0.5}},
            headcount={"t": 1.0},
        ),
    )
    wages = [1000 * 1.12 ** (m / 12) for m in range(3)]
    assert months_of(cash, "staffing") == pytest.approx([1000, 0.5 * wages[1], 0])
    assert months_of(cash, "bench") == pytest.approx([0, 0.5 * wages[1], wages[2]])
    assert months_of(cash, "tooling") == pytest.approx([400, 200, 0])
    assert months_of(cash, "revenue") == pytest.approx([0, 50, 100])
    assert months_of(cash, "cost_of_sales") == pytest.approx([0, 25, 50])
    assert cash.net[0] == pytest.approx([-1400, 25 - wages[1] - 200, 50 - wages[2]])
    assert cash.initiative_net[0, 0] == pytest.approx([-1400, 25 - 0.5 * wages[1] - 200, 50])


def test_milestone_and_cut_short_stages_are_charged_for_what_was_done() -> None:
    """A milestone's 10 falls in its month; 60 % of an abandoned 100 over its 2 months; a third of an unfinished 90."""
    stages = tuple(stage(name, external_cost=q(cost)) for name, cost in (("m", 10), ("a", 100), ("u", 90)))
    happened = Happened(stages={"m": (2.0, 2.0, 1.0), "a": (0.5, 2.5, 0.6), "u": (4.0, None, 1 / 3)})
    cash = cash_of(portfolio_of(months=6, option={"stages": stages}), happened)
    assert months_of(cash, "external") == pytest.approx([15, 30, 15 + 10, 0, 15, 15])


def test_milestone_at_the_last_instant_is_paid_in_the_last_month() -> None:
    """What ends exactly at the horizon has ended."""
    plan = portfolio_of(months=3, option={"stages": (stage("m", external_cost=q(10)),)})
    cash = cash_of(plan, Happened(stages={"m": (3.0, 3.0, 1.0)}))
    assert months_of(cash, "external") == [0, 0, 10]


def test_rate_card_is_loaded_and_changed_into_the_own_currency() -> None:
    """120,000 USD a year x 1.5 loading / 12 x 0.9 = 13,500 a month; an arrival costs 1,000 USD x 0.9."""
    plan = portfolio_of(
        months=2,
        teams=(Team(id="t", name="T", headcount=1, rate="r", loading=1.5, currency="USD", recruiting_cost=q(1000)),),
        rates=(Rate(id="r", role="Engineer", currency="USD", annual_pay=q(120_000)),),
        currencies=(Currency(id="USD", rate=q(0.9)),),
    )
    cash = cash_of(plan, Happened(headcount={"t": 1.0}, arrivals={"t": {1: 2.0}}))
    assert months_of(cash, "bench") == pytest.approx([13_500, 13_500])
    assert months_of(cash, "recruiting") == pytest.approx([0, 1800])


def test_contractors_premium_is_shared_by_use_and_own_idle_people_are_bench() -> None:
    """Ten own people at 80 % give 8; x uses 9, y 3, so 4 are contractors at +50 %: 12 + 2 = 14, split 3 to 1.

    In month 1 x uses 5 of the 8: 3 wait on the bench.
    """
    crew = (Crew(team="t", fte=1),)
    plan = portfolio_of(
        months=2,
        teams=(
            Team(id="t", name="T", headcount=10, monthly_rate=q(1), availability=q(0.8), contractor_premium=q(0.5)),
        ),
        option={"stages": (stage("s", crew=crew, duration=q(1)),)},
    )
    other = Initiative(
        id="y", name="Y", selected="p", options=(Option(id="p", stages=(stage("r", crew=crew, duration=q(1)),)),)
    )
    plan = plan.__class__(**{**_fields(plan), "initiatives": (*plan.initiatives, other)})
    happened = Happened(
        effort={("x", "t"): {0: 9.0, 1: 5.0}, ("y", "t"): {0: 3.0}}, contractors={"t": {0: 4.0}}, headcount={"t": 10.0}
    )
    cash = cash_of(plan, happened)
    assert months_of(cash, "staffing") == pytest.approx([14, 5])
    assert cash.initiative_staffing[0] == pytest.approx([10.5 + 5, 3.5])
    assert months_of(cash, "bench") == pytest.approx([0, 3])


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]


def test_recurring_cost_runs_from_launch_to_exit_and_escalates() -> None:
    """12 a month from 1.5, rising 10 % a year, left after 2 months: half of month 1, all of 2, half of 3; then 7."""
    option = {
        "recurring_cost": q(12),
        "escalation": q(0.1),
        "exit_after": 2.0,
        "exit_cost": q(7),
        "up_front_cost": q(5),
    }
    cash = cash_of(portfolio_of(SALES, months=6, option=option), Happened(launch={"x": 1.5}))
    rise = [1.1 ** (m / 12) for m in range(6)]
    assert months_of(cash, "external") == pytest.approx([0, 5 + 6 * rise[1], 12 * rise[2], 6 * rise[3] + 7, 0, 0])
    assert months_of(cash, "revenue") == pytest.approx([0, 50, 100, 50, 0, 0])


def test_a_stop_ends_what_runs_from_the_start_and_costs_the_exit() -> None:
    """10 a month from the start at 1.0 to the stop at 3.5, then the exit's 20; nothing where it never started."""
    option = {
        "stages": (stage("s"),),
        "recurring_cost": q(10),
        "recurring_from": "start",
        "exit_cost": q(20),
        "cost_category": "research",
    }
    plan = portfolio_of(months=6, option=option)
    stopped = cash_of(plan, Happened(stages={"s": (1.0, 3.5, 1.0)}, stopped={"x": 3.5}))
    assert months_of(stopped, "research") == pytest.approx([0, 10, 10, 5 + 20, 0, 0])
    assert cash_of(plan, Happened()).series.sum() == 0


def test_exit_exactly_at_the_horizon_is_paid() -> None:
    """Launched at 0 and left after 6 of 6 months: the cost falls in the last month."""
    plan = portfolio_of(months=6, option={"exit_after": 6.0, "exit_cost": q(20)})
    assert months_of(cash_of(plan, Happened(launch={"x": 0.0})), "external") == [0, 0, 0, 0, 0, 20]


def test_licence_is_paid_by_unit_in_the_options_currency() -> None:
    """10 units a month at 3 USD x 0.5: 15 a month, half a month first; the benefit's price does not matter."""
    plan = portfolio_of(
        Benefit(id="b", peak_per_year=q(120), price=q(40)),
        months=3,
        option={"licence_per_unit": q(3), "currency": "USD", "cost_category": "tooling"},
        currencies=(Currency(id="USD", rate=q(0.5)),),
    )
    cash = cash_of(plan, Happened(launch={"x": 0.5}))
    assert months_of(cash, "tooling") == pytest.approx([7.5, 15, 15])
    assert months_of(cash, "revenue") == pytest.approx([200, 400, 400])


def test_minimum_guarantee_tops_up_each_year_after_launch() -> None:
    """20 % of 100 a month is 240 a year, guaranteed 300: 60 more in the last month of each year after the launch.

    Launched at 2: the first year ends with month 13; the second is cut by the horizon at 20, after half a year:
    guarantee 150, share 120, so 30 more in month 19.
    """
    plan = portfolio_of(SALES, months=20, option={"revenue_share": q(0.2), "minimum_guarantee": q(300)})
    partner = months_of(cash_of(plan, Happened(launch={"x": 2.0})), "partner")
    expected = [0.0] * 2 + [20.0] * 18
    expected[13] += 60
    expected[19] += 30
    assert partner == pytest.approx(expected)


def test_no_top_up_where_the_share_is_above_the_guarantee() -> None:
    """240 a year against 200."""
    plan = portfolio_of(SALES, months=12, option={"revenue_share": q(0.2), "minimum_guarantee": q(200)})
    assert months_of(cash_of(plan, Happened(launch={"x": 0.0})), "partner") == pytest.approx([20] * 12)


def test_cannibalised_revenue_is_lost_with_its_own_cost_of_sales() -> None:
    """30 of 100 are taken from "old", which kept 60 % of it: revenue 70, cost of sales 20 - 12, contribution 62.

    The credited product shows all 100; the baseline of "old", 1200 a year growing 21 %, loses 30 a month.
    """
    plan = portfolio_of(
        Benefit(id="b", peak_per_year=q(1200), cannibalises="old", cannibalisation=q(0.3)),
        months=2,
        initiative={"product": "new"},
        products=(
            Product(id="new", name="New", gross_margin=q(0.8)),
            Product(id="old", name="Old", gross_margin=q(0.6), revenue_per_year=q(1200), growth=q(0.21)),
        ),
    )
    cash = cash_of(plan, Happened(launch={"x": 0.0}))
    assert months_of(cash, "revenue") == pytest.approx([70, 70])
    assert months_of(cash, "cost_of_sales") == pytest.approx([8, 8])
    assert cash.net[0] == pytest.approx([62, 62])
    assert cash.product_revenue[0, 0] == pytest.approx([100, 100])
    assert cash.product_revenue[0, 1] == pytest.approx([100 * 1.21 ** ((m + 0.5) / 12) - 30 for m in range(2)])


def test_savings_are_no_revenue() -> None:
    """A saving has its own line, no product's margin and no partner."""
    plan = portfolio_of(
        Benefit(id="b", kind="saving", peak_per_year=q(1200), product="p"),
        months=2,
        products=(Product(id="p", name="P", gross_margin=q(0.5)),),
        option={"revenue_share": q(0.2)},
    )
    cash = cash_of(plan, Happened(launch={"x": 0.0}))
    assert months_of(cash, "savings") == pytest.approx([100, 100])
    assert cash.net[0] == pytest.approx([100, 100])
    assert cash.product_revenue.sum() == 0


def test_currencies_of_price_and_product() -> None:
    """Drawn rates differ by trial: 100 USD a month is 90 or 110; so is the product's baseline."""
    plan = portfolio_of(
        Benefit(id="b", peak_per_year=q(1200), currency="USD"),
        months=1,
        products=(Product(id="p", name="P", revenue_per_year=q(1200), currency="USD"),),
        currencies=(Currency(id="USD", rate=q(1)),),
    )
    cash = cash_of(plan, Happened(launch={"x": 0.0}), trials=2, drawn={"currency:USD.rate": np.array([0.9, 1.1])})
    assert cash.line("revenue")[:, 0] == pytest.approx([90, 110])
    assert cash.product_revenue[:, 0, 0] == pytest.approx([90, 110])


def test_launch_after_the_market_window_costs_a_share_for_each_month() -> None:
    """The window is open through month 3 (ends at 4.0); launch at 5.5 is 1.5 late at 20 %: 70 of 100 are left."""
    benefit = Benefit(id="b", peak_per_year=q(1200), market_window="2027-04", late_loss=q(0.2))
    plan = portfolio_of(benefit, months=20)
    assert months_of(cash_of(plan, Happened(launch={"x": 4.0})), "revenue")[4] == pytest.approx(100)
    assert months_of(cash_of(plan, Happened(launch={"x": 5.5})), "revenue")[6] == pytest.approx(70)
    assert cash_of(plan, Happened(launch={"x": 10.0})).series.sum() == 0  # 6 months late: 120 % lost is all


def test_price_grows_by_calendar_month_and_life_ends_within_one() -> None:
    """Launched at 1.5 for 1.75 months: half, one and a quarter of a month's units, at each calendar month's price."""
    plan = portfolio_of(Benefit(id="b", peak_per_year=q(1200), price_growth=q(0.2), lifetime_months=1.75), months=6)
    revenue = months_of(cash_of(plan, Happened(launch={"x": 1.5})), "revenue")
    price = [1.2 ** (m / 12) for m in range(6)]
    assert revenue == pytest.approx([0, 50 * price[1], 100 * price[2], 25 * price[3], 0, 0])


def test_risk_that_occurs_acts_on_its_benefits_and_mitigation_is_paid_at_once() -> None:
    """Half of the units of both benefits, 24 a year (2 a month) less on the first one; 5 for mitigation in month 0."""
    risk = Risk(
        id="r",
        name="R",
        probability=q(0.5),
        targets=("option:o",),
        impact=Impact(benefit_factor=q(0.5), benefit_amount=q(-24)),
    )
    other = Risk(id="z", name="Z", probability=q(0.5), mitigation=Mitigation(active=True, cost=q(5)))
    plan = portfolio_of(SALES, Benefit(id="c", peak_per_year=q(600)), months=2, risks=(risk, other))
    calm = cash_of(plan, Happened(launch={"x": 0.0}))
    struck = cash_of(plan, Happened(launch={"x": 0.0}, occurs=("r",)))
    assert months_of(calm, "revenue") == pytest.approx([150, 150])
    assert months_of(struck, "revenue") == pytest.approx([75 - 2, 75 - 2])
    assert months_of(struck, "external") == [5, 0]
    assert struck.initiative_net[0, 0] == pytest.approx([73, 73])


def test_mitigated_risk_has_the_impact_that_remains() -> None:
    """An active mitigation leaves 90 % instead of 50 %."""
    risk = Risk(
        id="r",
        name="R",
        probability=q(0.5),
        targets=("benefit:b",),
        impact=Impact(benefit_factor=q(0.5)),
        mitigation=Mitigation(active=True, impact=Impact(benefit_factor=q(0.9))),
    )
    cash = cash_of(portfolio_of(SALES, months=1, risks=(risk,)), Happened(launch={"x": 0.0}, occurs=("r",)))
    assert months_of(cash, "revenue") == pytest.approx([90])


def test_capitalised_cost_comes_back_as_amortisation_before_tax() -> None:
    """Half of 80 and all of an up-front 20 are capitalised over 4 months: 15 a month from month 1.

    Sales of 100 in months 1 and 2.  Profits: -40, 85, 85; 30 % tax on 45 in month 1 and on 85 in month 2.
    """
    plan = portfolio_of(
        SALES,
        months=3,
        settings={"tax_rate": q(0.3), "amortisation_months": 4},
        option={
            "stages": (stage("s", external_cost=q(80), capitalised=0.5),),
            "up_front_cost": q(20),
            "up_front_capitalised": 1.0,
        },
    )
    cash = cash_of(plan, Happened(stages={"s": (0.0, 1.0, 1.0)}, launch={"x": 1.0}))
    assert cash.capitalised[0] == pytest.approx([60, 0, 0])
    assert cash.amortisation[0] == pytest.approx([0, 15, 15])
    assert months_of(cash, "tax") == pytest.approx([0, 13.5, 25.5])


EXAMPLE = Happened(
    launch={"atlas": 9.25, "beacon": 17.5},
    effort={("atlas", "platform"): {0: 3.0, 1: 2.0}, ("beacon", "platform"): {1: 9.0}},
    headcount={"platform": 8.0, "design": 3.0},
    arrivals={"platform": {2: 1.0}},
    contractors={"platform": {1: 1.0}},
    occurs=("audit",),
)


def test_initiatives_less_shared_cost_make_the_portfolio() -> None:
    """Net = signed lines = initiatives - bench - recruiting - mitigation - tax, in the example with most features."""
    rates = np.linspace(0.8, 1.0, 5)
    cash = cash_of(example_portfolio(), EXAMPLE, trials=5, drawn={"currency:USD.rate": rates})
    shared = cash.line("bench") + cash.line("recruiting") + cash.line("tax")
    shared[:, 0] += cash.mitigation
    assert cash.net == pytest.approx(cash.initiative_net.sum(axis=1) - shared, abs=1e-6)
    assert cash.net == pytest.approx(np.tensordot(SIGNS, cash.series, axes=(0, 1)))
    total = cash.initiative_revenue - cash.initiative_cost_of_sales - cash.initiative_cost
    assert total == pytest.approx(cash.initiative_net.sum(axis=2))
    assert len(LINES) == cash.series.shape[1] == len(SIGNS)


def test_trials_do_not_know_of_each_other() -> None:
    """The same trials in another order give the same money in that order."""
    rates, order = np.linspace(0.8, 1.0, 5), np.array([3, 0, 4, 2, 1])
    cash = cash_of(example_portfolio(), EXAMPLE, trials=5, drawn={"currency:USD.rate": rates})
    shuffled = cash_of(example_portfolio(), EXAMPLE, trials=5, drawn={"currency:USD.rate": rates[order]})
    for item in dataclasses.fields(cash):
        assert np.array_equal(getattr(cash, item.name)[order], getattr(shuffled, item.name))


def test_price_scales_revenue_and_nothing_else() -> None:
    """Twice the price of the only benefit: twice the revenue, the same licences."""
    plan = portfolio_of(SALES, months=6, option={"licence_per_unit": q(0.1)})
    cash = cash_of(plan, Happened(launch={"x": 1.25}), trials=2, drawn={"benefit:b.price": np.array([1.0, 2.0])})
    assert cash.line("revenue")[1] == pytest.approx(2 * cash.line("revenue")[0])
    assert np.array_equal(cash.line("external")[0], cash.line("external")[1])


def test_unfunded_initiative_costs_and_earns_nothing() -> None:
    """Its options are not even compiled."""
    funded = portfolio_of(SALES, months=3)
    one = funded.initiatives[0]
    unfunded = one.__class__(**{**_fields(one), "selected": None})
    plan = funded.__class__(**{**_fields(funded), "initiatives": (unfunded,)})
    assert not cash_of(plan, Happened()).series.any()
