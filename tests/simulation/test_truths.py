"""Truths that can be worked out by hand, end to end: from a portfolio through ``forecast`` to its summary.

The figures in the docstrings are the whole calculation; nothing of the simulation is used to find them.
"""

import msgspec
import numpy as np
import pytest
from scipy.stats import spearmanr

from models.benefit import Benefit
from models.budget import Budget, Objective
from models.initiative import Initiative, Option, Stage
from models.portfolio import FiscalCalendar, Portfolio, Product, Settings
from models.risk import Correlation, Driver, Impact, Mitigation, Risk
from models.scenario import Override, Scenario
from models.uncertainty import Quantity
from simulation import forecast
from simulation.summarise import Summary, summarise

q = Quantity.parse


def plan(
    *stages: Stage, settings: Settings | None = None, option: dict[str, object] | None = None, **more
) -> Portfolio:
    """One initiative with one option, from January 2027; 24 months and no discount unless settings say otherwise."""
    own = settings or Settings(start="2027-01", horizon_months=24, discount_rate=q(0))
    chosen = Option(id="way", stages=stages, **(option or {}))
    one = Initiative(id="one", name="One", options=(chosen,), selected="way")
    return Portfolio(name="By hand", settings=own, initiatives=(one,), **more)


def summary_of(portfolio: Portfolio, scenario: str | None = None, trials: int = 1000) -> Summary:
    return summarise(forecast(portfolio, scenario, trials=trials))


@pytest.mark.parametrize("sampling", ["latin_hypercube", "random", "sobol"])
def test_two_gates_are_worth_what_the_tree_says(sampling: str) -> None:
    """A month for 100 with 60 %, two months for 300 with 50 % and one repetition of half; then 100 a month to month 24.

    10 is paid up front, 40 on leaving.  Stopped at once (40 %): -150.  Passed twice (30 %): launch at 3, 2100 - 410.
    After the repetition (15 %): launch at 4, 2000 - 410.  Failed twice (15 %): -450.  Together 618; launched 45 %.
    """
    portfolio = plan(
        Stage(id="try", duration=q(1), external_cost=q(100), success=q(0.6)),
        Stage(id="make", duration=q(2), external_cost=q(300), success=q(0.5), on_failure="rework"),
        settings=Settings(start="2027-01", horizon_months=24, discount_rate=q(0), sampling=sampling),
        option={
            "up_front_cost": q(10),
            "exit_cost": q(40),
            "benefits": (Benefit(id="sales", peak_per_year=q(1200)),),
        },
        objectives=(Objective(id="march", name="By March", metric="launch", subject="initiative:one", by="2027-03"),),
    )
    found = summary_of(portfolio, trials=20_000)
    value, launched, march = found.key.value, found.initiatives[0].launched, found.objectives[0].hit
    assert value.base == pytest.approx(1690)
    assert abs(value.mean - 618) < 3 * value.mean_error
    assert abs(launched.share - 0.45) < 3 * launched.standard_error
    assert abs(march.share - 0.30) < 3 * march.standard_error
    assert found.initiatives[0].statuses["stopped"] == pytest.approx(1 - launched.share)
    assert found.key.value_positive.share == pytest.approx(launched.share)
    assert (found.key.value_at_risk, found.key.conditional_value_at_risk) == (-450, -450)


def test_tails_and_contingency_of_an_even_cost() -> None:
    """Cost from 100 to 300, evenly: 5 % of futures are below -290, on average -295; P80 260, 60 above the plan's 200.

    Each thousand trials have one in each thousandth, so that the percentiles are exact to 0.2.
    """
    portfolio = plan(
        Stage(id="pay", duration=q(3), external_cost=q("Uniform(100, 300)")),
        budgets=(Budget(id="b", period="FY27", category="external", amount=q(250)),),
        objectives=(Objective(id="c", name="C", metric="cost", by="FY27", direction="at_most", target=240),),
    )
    found = summary_of(portfolio, trials=2000)
    assert found.key.value_at_risk == pytest.approx(-290, abs=0.4)
    assert found.key.conditional_value_at_risk == pytest.approx(-295, abs=0.4)
    assert found.budgets[0].cost.p80 == pytest.approx(260, abs=0.4)
    assert found.budgets[0].contingency == pytest.approx(60, abs=0.4)
    assert found.budgets[0].over.share == pytest.approx(0.25, abs=0.001)
    assert found.years[0].over == found.budgets[0].over
    assert found.objectives[0].hit.share == pytest.approx(0.7, abs=0.001)


def test_what_is_not_launched_counts_as_later() -> None:
    """60 % launch, from 0 to 10 months: half of all futures have by 10 x 50 / 60 = 8.33 months, no 80 % ever have."""
    portfolio = plan(Stage(id="work", duration=q("Uniform(0, 10)"), success=q(0.6)))
    launch = summary_of(portfolio, trials=20_000).initiatives[0].launch
    assert launch.months.p50 == pytest.approx(50 / 6, abs=4 * launch.months.p50_error)
    assert launch.months.p80 is None
    assert launch.p80 is None
    assert launch.months.missing_share == pytest.approx(0.4, abs=0.015)  # 4 errors of 20,000 plain trials


@pytest.mark.parametrize(("label", "year"), [("end", "FY28"), ("start", "FY27")])
@pytest.mark.parametrize("quarters", ["calendar", "4-4-5"])
def test_the_fiscal_year_from_april_holds_its_own_months(label: str, year: str, quarters: str) -> None:
    """100 a month all through 2027: April 2027 to March 2028 has nine of them, its second quarter three."""
    fiscal = FiscalCalendar(first_month=4, label_by=label, quarters=quarters)
    portfolio = plan(
        Stage(id="pay", duration=q(12), external_cost=q(1200)),
        settings=Settings(start="2027-01", horizon_months=24, discount_rate=q(0), fiscal=fiscal),
        budgets=(Budget(id="q2", period=f"{year}-Q2", category="external", amount=q(299)),),
        objectives=(Objective(id="c", name="C", metric="cost", by=year, direction="at_most", target=900),),
    )
    found = summary_of(portfolio, trials=2)
    by_label = {one.label: one.costs[-1].cost.mean for one in found.years}
    assert by_label[year] == pytest.approx(900)
    assert sum(by_label.values()) == pytest.approx(1200)
    assert list(by_label)[1] == year
    assert (found.objectives[0].hit.share, found.budgets[0].over.share) == (1, 1)
    assert found.budgets[0].cost.mean == pytest.approx(300)
    assert {one.label: one.net.mean for one in found.cash_quarters}[f"{year}-Q2"] == pytest.approx(-300)


@pytest.mark.parametrize("cost", [99_999.99, 100_000.0, 1e6 / 3])
@pytest.mark.parametrize("months", [3, 7, 11])
def test_a_budget_that_is_used_to_the_last_cent_is_not_exceeded(cost: float, months: int) -> None:
    """Spread over months, a cost does not add up to its last bit (99,999.99 over 11 months is a hair more)."""
    portfolio = plan(
        Stage(id="pay", duration=q(months), external_cost=q(cost)),
        budgets=(Budget(id="b", period="FY27", category="external", amount=q(cost)),),
        objectives=(
            Objective(id="least", name="Least", metric="cost", by="FY27", target=cost),
            Objective(id="most", name="Most", metric="cost", by="FY27", direction="at_most", target=cost),
        ),
    )
    found = summary_of(portfolio, trials=2)
    assert found.budgets[0].over.share == 0
    assert found.years[0].over.share == 0
    assert [objective.hit.share for objective in found.objectives] == [1, 1]


@pytest.mark.parametrize(
    ("length", "count", "month"), [(0.7, 10, "2027-07"), (0.1, 10, "2027-01"), (1.1, 10, "2027-11")]
)
def test_a_launch_at_a_months_end_is_by_that_month(length: float, count: int, month: str) -> None:
    """Ten stages of 0.7 months end with July; the grid of times makes it 7.0000000001."""
    stages = (Stage(id=f"s{number}", duration=q(length)) for number in range(count))
    objective = Objective(id="o", name="O", metric="launch", subject="initiative:one", by=month)
    assert summary_of(plan(*stages, objectives=(objective,)), trials=2).objectives[0].hit.share == 1


def test_mitigation_replaces_odds_and_impact() -> None:
    """A risk of 40 % doubles a cost of 100: 140; mitigated for 10: 20 % of +50 and 10: 120, in the same futures."""
    risk = Risk(
        id="r",
        name="R",
        probability=q(0.4),
        targets=("stage:pay",),
        impact=Impact(cost_factor=q(2)),
        mitigation=Mitigation(cost=q(10), probability=q(0.2), impact=Impact(cost_amount=q(50))),
    )
    activated = Scenario(id="act", name="Act", overrides=(Override(target="risk:r.mitigation.active", value=True),))
    portfolio = plan(Stage(id="pay", duration=q(2), external_cost=q(100)), risks=(risk,), scenarios=(activated,))
    base, act = forecast(portfolio), forecast(portfolio, "act")
    assert float(base.figures.value.mean()) == pytest.approx(-140)  # a stratified 40 % of 1,000 is 400
    assert float(act.figures.value.mean()) == pytest.approx(-120)
    worse = act.figures.value.values == -160
    assert (base.figures.value.values[worse] == -200).all()


def test_a_scenario_moves_the_same_draws() -> None:
    """Of a cost of 100 to 400: the parent adds 50, the child takes it by 2, then sets the other stage's to 7."""
    parent = Scenario(
        id="more", name="More", overrides=(Override(target="stage:pay.external_cost", action="add", value=50),)
    )
    child = Scenario(
        id="double",
        name="Double",
        parent="more",
        overrides=(
            Override(target="stage:pay.external_cost", action="scale", value=2),
            Override(target="stage:again.external_cost", value="7"),
        ),
    )
    portfolio = plan(
        Stage(id="pay", duration=q(1), external_cost=q("100..200..400")),
        Stage(id="again", duration=q(1), external_cost=q("LogN(10, 30)")),
        scenarios=(child, parent),
    )
    base, more, double = (forecast(portfolio, name).figures.cost.values for name in (None, "more", "double"))
    np.testing.assert_allclose(more, base + 50)
    first = forecast(msgspec.structs.replace(portfolio, scenarios=())).figures
    again = 7.0
    pay = first.cost.values - forecast(plan(portfolio.initiatives[0].options[0].stages[1])).figures.cost.values
    np.testing.assert_allclose(double, 2 * (pay + 50) + again)


def test_a_driver_of_all_prices_moves_them_together() -> None:
    """A factor of 0.5 or 2 on two prices: savings of 120 and sales of 240 a year give 180 or 720, never a mixture."""
    benefits = (
        Benefit(id="a", kind="saving", peak_per_year=q(120)),
        Benefit(id="b", peak_per_year=q(60), price=q(4)),
    )
    driver = Driver(id="d", name="D", value=q("Discrete(0.5: 0.5, 2: 0.5)"), targets=("benefit:*.price",))
    portfolio = plan(
        Stage(id="go", duration=q(0)),
        settings=Settings(start="2027-01", horizon_months=12, discount_rate=q(0)),
        option={"benefits": benefits},
        drivers=(driver,),
    )
    values, counts = np.unique(forecast(portfolio).figures.value.values.round(6), return_counts=True)
    np.testing.assert_array_equal(values, [180, 720])
    np.testing.assert_array_equal(counts, [5000, 5000])


def test_rank_correlations_are_reached_and_repairs_are_told() -> None:
    """0.6 and -0.3 come out within 0.02 in 10,000 trials; 0.9, 0.9 and -0.9 cannot be and become a half each.

    0.5, 0.5, -0.5 is the nearest of its symmetric kind: 1 - 2 rho is the least eigenvalue of such a matrix.
    """

    def lengths(*pairs: tuple[int, int, float]) -> tuple[np.ndarray, tuple[str, ...]]:
        texts = ("3..5..9", "LogN(2, 9)", "Uniform(1, 5)")
        stages = (Stage(id=f"s{number}", duration=q(text), after=()) for number, text in enumerate(texts))
        named = tuple(
            Correlation(first=f"stage:s{a}.duration", second=f"stage:s{b}.duration", rho=r) for a, b, r in pairs
        )
        wide = Settings(start="2027-01", horizon_months=120)
        found = forecast(plan(*stages, settings=wide, correlations=named))
        return spearmanr(found.figures.stage_end.values).statistic, found.provenance.notes

    asked, told = lengths((0, 1, 0.6), (1, 2, -0.3))
    np.testing.assert_allclose([asked[0, 1], asked[1, 2], asked[0, 2]], [0.6, -0.3, 0.0], atol=0.02)
    assert told == ()
    asked, told = lengths((0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.9))
    np.testing.assert_allclose([asked[0, 1], asked[0, 2], asked[1, 2]], [0.5, 0.5, -0.5], atol=0.03)
    assert len(told) == 3
    assert "+0.90 became +0.50" in told[0]


def test_a_product_goes_on_and_gives_up_what_is_taken() -> None:
    """1200 a year that halves every year, and 100 a month from month 3 of which 30 % is its own: by hand for month 12.

    Half way into month 12 the old pace is 1200 / 12 x 0.5 ** (12.5 / 12); the portfolio's is that + 70.
    Value: nine months to the horizon of 70 less 20 % and, given back, the old one's 10 % of 30: 70 - 20 + 3 = 53.
    """
    benefit = Benefit(
        id="b", product="new", peak_per_year=q(1200), gross_margin=q(0.8), cannibalises="old", cannibalisation=q(0.3)
    )
    goals = (
        Objective(id="old", name="Old", metric="arr", subject="product:old", by="2028-01", target=1),
        Objective(id="all", name="All", metric="arr", by="2028-01", target=1),
    )
    portfolio = plan(
        Stage(id="go", duration=q(3)),
        settings=Settings(start="2027-01", horizon_months=13, discount_rate=q(0)),
        option={"benefits": (benefit,)},
        products=(
            Product(id="old", name="Old", revenue_per_year=q(1200), growth=q(-0.5), gross_margin=q(0.9)),
            Product(id="new", name="New"),
        ),
        objectives=goals,
    )
    found = forecast(portfolio, trials=1)
    old = 100 * 0.5 ** (12.5 / 12)
    np.testing.assert_allclose(found.figures.objective.values[0], [12 * (old - 30), 12 * (old + 70)], rtol=1e-9)
    assert float(found.figures.value.values[0]) == pytest.approx(10 * 53)


@pytest.mark.slow
def test_counted_runs_without_teams_have_a_summary() -> None:
    """Beyond some ten thousand trials only counts are kept; tables of no rows are kept too."""
    found = summary_of(plan(Stage(id="pay", duration=q("1..2..4"))), trials=30_000)
    assert found.teams == ()
    assert found.provenance.trials == 30_000
